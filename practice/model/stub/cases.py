"""The cases of practice.domain.casework, as far as the stub reads them."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from practice.domain.language import Language
from practice.domain.scenario import Move
from practice.model.stub.lexicon import known_language

KnownLanguage = Annotated[Language, BeforeValidator(known_language)]


class _Case(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    language: KnownLanguage


class Recognised(BaseModel):
    """A remedy or topic, and words it can be recognised by."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    key: str
    said_as: list[str]


class AppraisalCase(_Case):
    situation: str = ""
    remedies: list[Recognised] = []
    topics: list[Recognised] = []
    earlier_replies: list[str] = []
    customer: str = ""
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
    criteria: list[str]
    customer: str = ""
    reply: str


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


class DebriefCase(_Case):
    criteria: list[DebriefCriterion]
    replies: list[GradedReply]
