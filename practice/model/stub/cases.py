"""The cases of practice.domain.casework, as far as the stub reads them."""

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from practice.domain.language import Language
from practice.domain.stock import Move
from practice.model.stub.lexicon import known_language

KnownLanguage = Annotated[Language, BeforeValidator(known_language)]


class _Case(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    language: KnownLanguage


class Recognised(BaseModel):
    """A remedy, a topic or something not allowed, and words it can be recognised by.

    Where a case gives it no key, its name serves as one.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    key: str = Field(validation_alias=AliasChoices("key", "name"))
    said_as: list[str]


class Addressed(BaseModel):
    """One of two customers: their name, and words by which a reply speaks to them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    called: list[str] = []


class AppraisalCase(_Case):
    situation: str = ""
    channel: str = ""
    remedies: list[Recognised] = []
    not_allowed: list[Recognised] = []
    topics: list[Recognised] = []
    earlier_replies: list[str] = []
    customer: str = ""
    customer_is: str = ""
    me: Addressed | None = None
    other: Addressed | None = None
    reply: str


class Noticed(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    event: str
    words: str


class SpeakingCase(_Case):
    noticed: list[Noticed] = []
    move: Move
    most_words: int
    tone: list[str] = []


class GradingCase(_Case):
    situation: str = ""
    criteria: dict[str, list[str]]
    customer: str = ""
    reply: str


class Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    speaker: str


class TalkLine(Line):
    text: str


class TalkCase(_Case):
    may_offer: list[Recognised] = []
    not_allowed: list[Recognised] = []
    must_be_talked_about: list[Recognised] = []
    criteria: dict[str, list[str]]
    talk: list[TalkLine]


class DebriefCriterion(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    key: str
    name: str


class GradedReply(BaseModel):
    """`levels`: criterion to 1-5, or to a status where there is no level."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    customer: str = ""
    reply: str
    levels: dict[str, Any]


class TrainingCase(_Case):
    examples: list[str]
    talk: list[Line] = []


class DebriefCase(_Case):
    criteria: list[DebriefCriterion]
    replies: list[GradedReply]
