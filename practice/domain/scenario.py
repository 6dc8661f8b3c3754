"""A situation to practise: what happened, what the company may offer, and who stands, calls or writes there."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from practice.domain.customer import Customer
from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Choices, Key, Language, Shown, Text
from practice.domain.mistake import refused, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.stock import Move


def _source(value: str) -> str:
    if not re.fullmatch(r"E[0-4]\.[0-9]{1,2}", value):
        raise refused(wrong(Kind.SOURCE))
    return value


Source = Annotated[str, AfterValidator(_source)]


class Channel(StrEnum):
    WEB_CHAT = "web_chat"
    PHONE = "phone"
    EMAIL = "email"
    SHOP_COUNTER = "shop_counter"
    PUBLIC_THREAD = "public_thread"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Recognised(_Part):
    """Something a reply may hold. `said_as` are words a listener would recognise it by."""

    key: Key
    name: Shown
    said_as: Choices


class Remedy(Recognised):
    """Something the company may offer."""

    cost: Shown = Field(description="to the company, in words or an amount")


class Topic(Recognised):
    """Something that must be talked about before the matter can be settled."""


class NotAllowed(Recognised):
    """Something the company may not give, however much the customer wants it."""


class Thread(_Part):
    """The onlookers of a public thread: what they write as the customer grows angrier or calmer."""

    likes: int = Field(ge=0, le=1000, description="of the customer's first message")
    worse: Choices
    better: Choices


class Scenario(_Part):
    """`prompts/scenarios/<key>.yaml`. Facts are English, for prompts; `Shown` texts are for people."""

    title: Shown
    summary: Shown = Field(description="one sentence for the list")
    channel: Channel
    sources: list[Source] = Field(min_length=1)
    difficulty: int = Field(ge=1, le=5, description="suggested; whoever begins a talk may choose another")
    who: Shown = Field(description="the customer, as the trainee knows them")
    briefing: Shown = Field(description="what the trainee knows before the talk")
    goal: Shown
    facts: list[Text] = Field(min_length=1)
    remedies: list[Remedy] = Field(min_length=1)
    not_allowed: list[NotAllowed] = []
    topics: list[Topic] = []
    subject: Shown | None = Field(default=None, description="of the first e-mail")
    thread: Thread | None = None
    customers: list[Customer] = Field(min_length=1, max_length=2)
    good_way: Choices = Field(description="replies, in order, that settle the matter: proof that it can be settled")

    @model_validator(mode="after")
    def _keys_exist(self) -> "Scenario":
        remedies, topics = _keys(self.remedies), _keys(self.topics)
        named: list[str] = []
        for what in ("remedies", "not_allowed", "topics"):
            keys = _keys(getattr(self, what))
            refuse_repeats((what,), keys)
            taken = next((index for index, key in enumerate(keys) if key in named), None)
            if taken is not None:
                raise mistake_at((what, taken, "key"), wrong(Kind.KEY_TAKEN, key=repr(keys[taken])))
            named += keys
        refuse_repeats(("customers",), [customer.key for customer in self.customers])
        for number, customer in enumerate(self.customers):
            place = ("customers", number, "resolution")
            _known((*place, "remedies"), customer.resolution.remedies, remedies)
            _known((*place, "topics"), customer.resolution.topics, topics)
        return self

    @model_validator(mode="after")
    def _fits_the_channel(self) -> "Scenario":
        _only_on(Channel.EMAIL, self.channel, ("subject",), self.subject)
        _only_on(Channel.PUBLIC_THREAD, self.channel, ("thread",), self.thread)
        for number, customer in enumerate(self.customers):
            _only_on(Channel.SHOP_COUNTER, self.channel, ("customers", number, "seen"), customer.seen)
            if len(self.customers) > 1 and customer.called is None:
                raise mistake_at(("customers", number, "called"), wrong(Kind.NO_CALLED))
        return self

    def customer(self, key: str) -> Customer:
        """The first where the key is not known: talks from before customers had keys have just one."""
        return next((customer for customer in self.customers if customer.key == key), self.customers[0])

    def other_than(self, customer: Customer) -> Customer | None:
        return next((other for other in self.customers if other.key != customer.key), None)

    def names(self, language: Language) -> list[str]:
        return [customer.persona.name.in_language(language) for customer in self.customers]


def _keys(parts: Iterable[Recognised]) -> list[str]:
    return [part.key for part in parts]


def _known(place: tuple[str | int, ...], named: list[str], known: list[str]) -> None:
    for index, key in enumerate(named):
        if key not in known:
            kind = Kind.NAMES_UNKNOWN if known else Kind.NAMES_WITHOUT_ANY
            named_so = {"key": repr(key), "list": str(place[-1])}
            raise mistake_at((*place, index), wrong(kind, **named_so, known=", ".join(known)))


def _only_on(channel: Channel, actual: Channel, place: tuple[str | int, ...], part: object) -> None:
    if part is None and actual is channel:
        raise mistake_at(place, wrong(Kind.CHANNEL_NEEDS, channel=channel.value))
    if part is not None and actual is not channel:
        raise mistake_at(place, wrong(Kind.CHANNEL_ONLY, channel=channel.value, actual=actual.value))


def texts_of(scenario: Scenario, language: Language, *, stock: bool = True) -> tuple[str, ...]:
    """All that somebody in the talk may know: English where it is for prompts, else in the language of the talk."""
    texts = [*scenario.facts]
    parts: list[Recognised] = [*scenario.remedies, *scenario.not_allowed, *scenario.topics]
    texts += [part.name.in_language(language) for part in parts]
    shown = (scenario.title, scenario.who, scenario.briefing, scenario.goal, scenario.subject)
    texts += [text.in_language(language) for text in shown if text]
    for customer in scenario.customers:
        texts += [*customer.knows, customer.hidden_need.need, customer.persona.name.in_language(language)]
        texts += [customer.opening.in_language(language)]
        if stock:
            texts += [line for move in Move for line in customer.stock.for_move(move, language)]
    return tuple(texts)
