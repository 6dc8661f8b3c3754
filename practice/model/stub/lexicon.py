"""The stub's words: read once per language, strictly, from `data/<language>/`."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from practice.domain.document import read_document
from practice.domain.language import Language
from practice.domain.stock import Move
from practice.errors import BadDocument
from practice.model.stub.findings import Calmness, Empathy, LevelTone, Solutions
from practice.model.stub.notation import compiled
from practice.model.stub.talk_findings import TalkFinding

DATA = Path(__file__).parent / "data"
#: Languages the stub can read and write; it answers in English in any other.
LANGUAGES = tuple(Language)

Texts = Annotated[list[str], Field(min_length=1)]
Key = TypeVar("Key", bound=Enum)
Value = TypeVar("Value")
File = TypeVar("File", bound=BaseModel)


class Cue(StrEnum):
    """What a run of words can be a sign of. Each has a list of patterns per language."""

    FEELING = "feeling"
    FORMULA_EMPATHY = "formula_empathy"
    ACKNOWLEDGING = "acknowledging"
    RESPONSIBILITY = "responsibility"
    APOLOGY = "apology"
    THANKS_FOR_TELLING = "thanks_for_telling"
    PASSED_ON = "passed_on"
    OPEN_QUESTION = "open_question"
    WISH_ASKED = "wish_asked"
    OFFER = "offer"
    ACTION = "action"
    STEP = "step"
    SMALL_STEP = "small_step"
    VAGUE = "vague"
    TIME = "time"
    OWNER = "owner"
    CHOICE = "choice"
    INVITING = "inviting"
    STEADY = "steady"
    CONTRAST = "contrast"
    REFUSAL = "refusal"
    POLICY = "policy"
    BLAME = "blame"
    TALKS_DOWN = "talks_down"
    ORDER = "order"
    CALM_DOWN = "calm_down"
    SARCASM = "sarcasm"
    INSULT = "insult"
    SWEARING = "swearing"
    IRRITATION = "irritation"
    BELITTLING = "belittling"
    DISMISSAL = "dismissal"
    STOCK = "stock"
    FIGURE = "figure"
    REASON = "reason"
    WHOLE_PICTURE = "whole_picture"
    QUIET = "quiet"
    PRIVATE = "private"
    BOUNDARY = "boundary"
    HANDOVER = "handover"
    THREAT = "threat"
    FLATTERY = "flattery"
    AVOIDING = "avoiding"
    DELETE_REVIEW = "delete_review"
    SIDING = "siding"
    BOTH = "both"


def _complete(found: dict[Key, Value]) -> dict[Key, Value]:
    missing = [member.value for key in found for member in type(key) if member not in found]
    if missing or not found:
        raise ValueError(f"'{missing[0]}' is missing; add it" if missing else "is empty")
    return found


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CueFile(_Part):
    """`cues.yaml`; the notation is described in practice.model.stub.notation."""

    number_words: Texts
    joining: Texts = Field(description="words that carry a clause on across a comma")
    negators: Texts
    harmless_negations: Texts = Field(description="negations that refuse nothing")
    empty_words: Texts = Field(description="beginnings of words too common to show that somebody listened")
    cues: Annotated[dict[Cue, Texts], AfterValidator(_complete)]


class Reaction(_Part):
    """What the customer says on noticing something; `$words` stands for the trainee's words in quotation marks."""

    wary: Texts
    warm: list[str] = []


class CustomerFile(_Part):
    quotation: str = Field(pattern=r"\$words")
    openers: Texts
    reactions: dict[str, Reaction]
    moves: Annotated[dict[Move, Texts], AfterValidator(_complete)]


class Remark(_Part):
    reasons: Texts
    advice: list[str] = []


class Remarks(_Part):
    calmness: Annotated[dict[Calmness, Remark], AfterValidator(_complete)]
    empathy: Annotated[dict[Empathy, Remark], AfterValidator(_complete)]
    solutions: Annotated[dict[Solutions, Remark], AfterValidator(_complete)]
    level_tone: Annotated[dict[LevelTone, Remark], AfterValidator(_complete)]


class Takeaway(_Part):
    strengths: Texts
    priorities: Texts


class FeedbackFile(_Part):
    introduction: str = Field(min_length=1, description="what the stub says when it is asked anything else")
    unknown_criterion: str = Field(pattern=r"\$criterion")
    remarks: Remarks
    talk_remarks: Annotated[dict[TalkFinding, Remark], AfterValidator(_complete)]
    takeaways: dict[str, Takeaway]
    takeaway_of_others: Takeaway = Field(description="for a criterion the stub does not know; may hold $name")


@dataclass(frozen=True)
class LanguageMarks:
    words: frozenset[str]
    letters: frozenset[str]


class CommonWordsFile(_Part):
    """Little words, and letters beyond a to z, for telling languages apart. Keys are languages."""

    speakers: Texts = Field(description="what a turn in a written talk begins with, in any language")

    letters: dict[str, str]
    languages: dict[str, Texts]


@cache
def cue_file(language: Language) -> CueFile:
    return _read(DATA / language.value / "cues.yaml", CueFile)


@cache
def customer_file(language: Language) -> CustomerFile:
    return _read(DATA / language.value / "customer.yaml", CustomerFile)


@cache
def feedback_file(language: Language) -> FeedbackFile:
    return _read(DATA / language.value / "feedback.yaml", FeedbackFile)


@cache
def language_marks() -> dict[str, LanguageMarks]:
    read = _read(DATA / "common_words.yaml", CommonWordsFile)
    return {
        language: LanguageMarks(frozenset(words), frozenset(read.letters.get(language, "")))
        for language, words in read.languages.items()
    }


@cache
def speakers() -> tuple[str, ...]:
    return tuple(_read(DATA / "common_words.yaml", CommonWordsFile).speakers)


@cache
def cue_expressions(language: Language) -> dict[Cue, re.Pattern[str]]:
    read = cue_file(language)
    return {cue: compiled(patterns, read.number_words) for cue, patterns in read.cues.items()}


@cache
def negator_expression(language: Language) -> re.Pattern[str]:
    return compiled(cue_file(language).negators)


@cache
def harmless_expression(language: Language) -> re.Pattern[str]:
    return compiled(cue_file(language).harmless_negations)


@cache
def joining_expression(language: Language) -> re.Pattern[str]:
    return compiled([f"^{word}" for word in cue_file(language).joining])


def known_language(value: object) -> Language:
    return next((language for language in LANGUAGES if language.value == value), Language.EN)


def _read(path: Path, model: type[File]) -> File:
    name = path.relative_to(DATA.parents[2].parent).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadDocument(f"{name}: cannot be read: {error.strerror}") from error
    return read_document(text, name, model)
