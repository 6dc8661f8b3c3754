"""A situation to practise: who the customer is, what happened, what the company may offer, what settles it."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Key, Language, Shown, Spoken, SpokenChoices, Text
from practice.domain.mood import Mood


def _source(value: str) -> str:
    if not re.fullmatch(r"E[0-4]\.[0-9]{1,2}", value):
        raise ValueError("must be the number of an idea in the essays, E0.1 to E4.99, such as E2.13")
    return value


Source = Annotated[str, AfterValidator(_source)]


class Channel(StrEnum):
    WEB_CHAT = "web_chat"
    PHONE = "phone"
    EMAIL = "email"
    SHOP_COUNTER = "shop_counter"
    PUBLIC_THREAD = "public_thread"


class Move(StrEnum):
    """What the customer does next; chosen by code, spoken by the model."""

    VENT = "vent"
    DEMAND = "demand"
    TEST = "test"
    DOUBT = "doubt"
    DISCLOSE = "disclose"
    CONCEDE = "concede"
    ACCEPT = "accept"
    ASK_FOR_MANAGER = "ask_for_manager"
    THREATEN_TO_LEAVE = "threaten_to_leave"
    LEAVE = "leave"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Remedy(_Part):
    """Something the company may offer. `said_as` are words a listener would recognise it by."""

    key: Key
    name: Shown
    cost: Shown = Field(description="to the company, in words or an amount")
    said_as: SpokenChoices


class Topic(_Part):
    """Something that must be talked about before the matter can be settled."""

    key: Key
    name: Shown
    said_as: SpokenChoices


class HiddenNeed(_Part):
    """What the customer does not say at first. Told once trust reaches `trust_needed` or after an open question."""

    need: Text
    trust_needed: int = Field(ge=0, le=100)


class DecisionStyle(StrEnum):
    """Essay idea E3.3."""

    ANALYTICAL = "analytical"
    HOLISTIC = "holistic"


class Persona(_Part):
    name: Spoken
    manner: Text
    decision_style: DecisionStyle
    culture: Text
    register_: Spoken = Field(alias="register", description="how the customer addresses the trainee")


class Resolution(_Part):
    """Settled when one of `remedies` was offered concretely and each of `topics` was raised, and the mood allows."""

    remedies: list[Key] = Field(min_length=1)
    topics: list[Key] = []
    frustration_at_most: int = Field(ge=0, le=100)
    trust_at_least: int = Field(ge=0, le=100)


class StockLines(_Part):
    """Lines in this customer's own voice, a few per move: models of tone, and a way out when a model misspeaks.

    They carry no fact that the scenario does not have.
    """

    vent: SpokenChoices
    demand: SpokenChoices
    test: SpokenChoices
    doubt: SpokenChoices
    disclose: SpokenChoices
    concede: SpokenChoices
    accept: SpokenChoices
    ask_for_manager: SpokenChoices
    threaten_to_leave: SpokenChoices
    leave: SpokenChoices

    def for_move(self, move: Move, language: Language) -> list[str]:
        choices: SpokenChoices = getattr(self, move.value)
        return choices.in_language(language)


class Scenario(_Part):
    """`prompts/scenarios/<key>.yaml`. Facts are English, for prompts; `Shown` texts are for pages."""

    title: Shown
    summary: Shown = Field(description="one sentence for the list")
    channel: Channel
    sources: list[Source] = Field(min_length=1)
    difficulty: int = Field(ge=1, le=5)
    who: Shown = Field(description="the customer, as the trainee knows them")
    briefing: Shown = Field(description="what the trainee knows before the talk")
    goal: Shown
    facts: list[Text] = Field(min_length=1)
    customer_knows: list[Text] = Field(min_length=1)
    customer_does_not_know: list[Text] = []
    remedies: list[Remedy] = Field(min_length=1)
    topics: list[Topic] = []
    hidden_need: HiddenNeed
    persona: Persona
    start_mood: Mood
    resolution: Resolution
    opening: Spoken
    stock: StockLines

    @model_validator(mode="after")
    def _keys_exist(self) -> "Scenario":
        remedies = [remedy.key for remedy in self.remedies]
        topics = [topic.key for topic in self.topics]
        refuse_repeats(("remedies",), remedies)
        refuse_repeats(("topics",), topics)
        shared = [index for index, key in enumerate(topics) if key in remedies]
        if shared:
            raise mistake_at(("topics", shared[0], "key"), f"{topics[shared[0]]!r} is a remedy's key already")
        _known("remedies", self.resolution.remedies, remedies)
        _known("topics", self.resolution.topics, topics)
        return self


def _known(what: str, named: list[str], known: list[str]) -> None:
    for index, key in enumerate(named):
        if key not in known:
            raise mistake_at(("resolution", what, index), f"names {key!r}; known {what}: {', '.join(known) or 'none'}")
