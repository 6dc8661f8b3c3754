"""A rubric: what is looked at in a reply, what each level looks like, and examples that teach or test the grader."""

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Key, Language, Shown, Text
from practice.domain.mistake import refused, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.scenario import Channel, Source

#: Levels run from 1 (makes matters worse) to 5 (hard to do better).
Level = Annotated[int, Field(ge=1, le=5)]
LEVELS = (1, 2, 3, 4, 5)
NOT_SHOWN = "not_shown"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scope(StrEnum):
    REPLY = "reply"
    CONVERSATION = "conversation"


class Calls(StrEnum):
    """How many questions a grader is asked about one reply: one for all criteria, or one for each."""

    TOGETHER = "together"
    EACH = "each"


class LevelDescription(_Part):
    level: Level
    text: Shown


class Check(_Part):
    """Something a reader can answer yes or no to by pointing at words. Yes counts for the reply, or against it."""

    key: Key
    question: Text

    @property
    def fault(self) -> bool:
        """Whether yes counts against the reply."""
        return self.key.startswith("fault_")


class Criterion(_Part):
    key: Key
    name: Shown
    question: Shown = Field(description="what a grader asks of the reply")
    weight: float = Field(gt=0, le=100)
    scope: Scope
    sources: list[Source] = Field(min_length=1)
    checks: list[Check] = []
    levels: list[LevelDescription]

    @model_validator(mode="after")
    def _consistent(self) -> "Criterion":
        refuse_repeats(("checks",), [check.key for check in self.checks])
        if [entry.level for entry in self.levels] != list(LEVELS):
            raise mistake_at(("levels",), wrong(Kind.LEVELS_IN_ORDER))
        return self


class Expected(_Part):
    """The level people expect, a range such as `3-4`, or `not_shown`."""

    lowest: Level | None
    highest: Level | None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if isinstance(value, Expected) or value == NOT_SHOWN:
            return value if isinstance(value, Expected) else {"lowest": None, "highest": None}
        found = re.fullmatch(r"([1-5])(?:-([1-5]))?", value) if isinstance(value, str) else None
        if not found or (found[2] and found[1] >= found[2]):
            raise refused(wrong(Kind.EXPECTED_LEVEL))
        return {"lowest": found[1], "highest": found[2] or found[1]}

    def allows(self, level: int | None) -> bool:
        """`None` stands for not shown."""
        if level is None or self.lowest is None or self.highest is None:
            return level is None and self.lowest is None
        return self.lowest <= level <= self.highest

    def __str__(self) -> str:
        if self.lowest is None:
            return NOT_SHOWN
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"


def _example_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise refused(wrong(Kind.ID_LETTERS))
    return value


class Example(_Part):
    """A reply with the levels people gave it. `teach` is shown to the grader, `check` tests it; never both."""

    id: Annotated[str, AfterValidator(_example_id)]
    use: Literal["teach", "check"]
    needs: Literal["stub", "model"] = Field(description="the least reader that must get it right")
    hard: bool = Field(default=False, description="hard to tell by keywords")
    language: Language
    channel: Channel
    situation: Text
    customer: Text
    reply: Text
    expected: dict[str, Expected] = Field(min_length=1)


class Rubric(_Part):
    """`rubrics/<key>.yaml`."""

    title: Shown
    about: Shown
    calls: Calls = Field(default=Calls.TOGETHER, description="one question for all criteria, or one for each")
    criteria: list[Criterion] = Field(min_length=1)
    examples: list[Example]

    @model_validator(mode="after")
    def _consistent(self) -> "Rubric":
        keys = [criterion.key for criterion in self.criteria]
        refuse_repeats(("criteria",), keys)
        refuse_repeats(("examples",), [example.id for example in self.examples], "id")
        if not any(criterion.scope is Scope.REPLY for criterion in self.criteria):
            raise mistake_at(("criteria",), wrong(Kind.NO_REPLY_CRITERION))
        for index, example in enumerate(self.examples):
            for key in example.expected:
                if key not in keys:
                    unknown = wrong(Kind.NO_CRITERION, known=", ".join(keys))
                    raise mistake_at(("examples", index, "expected", key), unknown)
        return self

    def of_scope(self, scope: Scope) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.scope is scope)

    def keys_of(self, scope: Scope) -> list[str]:
        return [criterion.key for criterion in self.of_scope(scope)]

    def criterion(self, key: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.key == key)
