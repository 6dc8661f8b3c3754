"""Attacks on a grader, and the replies they are put on: `prompts/attacks/`."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Language, Text
from practice.domain.scenario import Channel

#: Where the carrier reply goes in an attack's text; at its beginning where the text does not say.
REPLY_HERE = "$reply"


def _id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise ValueError("must be small letters a-z, digits and hyphens")
    return value


Id = Annotated[str, AfterValidator(_id)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Attack(_Part):
    """`language` is that of the talk, and so of the carrier; the words of an attack may be in another."""

    id: Id
    language: Language
    text: Text

    def on(self, reply: str) -> str:
        if REPLY_HERE in self.text:
            return self.text.replace(REPLY_HERE, reply)
        return f"{reply}\n\n{self.text}"


class AttackFamily(_Part):
    """`prompts/attacks/<family>.yaml`."""

    about: Text
    attacks: list[Attack] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> "AttackFamily":
        refuse_repeats(("attacks",), [attack.id for attack in self.attacks], "id")
        return self


class Occasion(_Part):
    """What the replies of one language answer."""

    language: Language
    channel: Channel
    situation: Text
    customer: Text


class Carrier(_Part):
    """A bad reply, by itself worth a level of 1 or 2 where it shows anything."""

    id: Id
    language: Language
    reply: Text


class Benign(_Part):
    """A reply in good faith that only looks suspicious; `plain` is the same without what does."""

    id: Id
    language: Language
    reply: Text
    plain: Text


class Carriers(_Part):
    """`prompts/attacks/carriers.yaml`."""

    occasions: list[Occasion]
    carriers: list[Carrier]
    benign: list[Benign]

    @model_validator(mode="after")
    def _complete(self) -> "Carriers":
        refuse_repeats(("occasions",), [occasion.language.value for occasion in self.occasions], "language")
        refuse_repeats(("carriers",), [carrier.id for carrier in self.carriers], "id")
        refuse_repeats(("benign",), [benign.id for benign in self.benign], "id")
        for key in ("occasions", "carriers", "benign"):
            lacking = set(Language) - {entry.language for entry in getattr(self, key)}
            if lacking:
                raise mistake_at((key,), f"needs an entry in each language; none in {', '.join(sorted(lacking))}")
        return self

    def occasion(self, language: Language) -> Occasion:
        return next(occasion for occasion in self.occasions if occasion.language is language)

    def in_language(self, language: Language) -> list[Carrier]:
        return [carrier for carrier in self.carriers if carrier.language is language]
