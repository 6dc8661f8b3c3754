"""`prompts/mood.yaml`: what the customer notices and what it does, as numbers that people can read and change."""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Key, Shown, Text

#: How much more, or less, an event means to one person than to others; 0 for not at all.
Weight = Annotated[float, Field(ge=0, le=3)]
Points = Annotated[int, Field(ge=-40, le=40)]
DIFFICULTIES = range(1, 6)


class DecisionStyle(StrEnum):
    """Essay idea E3.3."""

    ANALYTICAL = "analytical"
    HOLISTIC = "holistic"


class EventKind(StrEnum):
    REPAIR = "repair"
    EMPTY = "empty"  #: harms by what is not there
    HARM = "harm"  #: hurts


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EventRule(_Part):
    """One row of the table: what the event means and how it moves each gauge."""

    event: Key
    kind: EventKind
    means: Text = Field(description="English, for the appraiser's prompt")
    label: Shown = Field(description="the customer's feeling, shown beside the words that caused it")
    about: Literal["remedy", "topic", "not_allowed"] | None = Field(default=None, description="what it may name")
    gives: Literal["heard", "concrete"] | None = None
    only_on: Literal["public_thread", "two_customers"] | None = None
    frustration: Points
    trust: Points
    patience: Points
    disclosure: Points = 0

    @model_validator(mode="after")
    def _harm_does_no_good(self) -> "EventRule":
        if self.kind is not EventKind.REPAIR:
            if self.frustration < 0:
                raise mistake_at(("frustration",), f"an event of kind '{self.kind}' cannot lower frustration")
            for gauge in ("trust", "patience", "disclosure"):
                if getattr(self, gauge) > 0:
                    raise mistake_at((gauge,), f"an event of kind '{self.kind}' cannot raise {gauge}")
        return self


class Strength(_Part):
    """Factors for what does good and for what does bad."""

    repair: float = Field(gt=0, le=3)
    harm: float = Field(gt=0, le=3)


class Endings(_Part):
    """Frustration once the talk is over: points on the gauge."""

    settled: int = Field(ge=0, le=100)
    walked_out: int = Field(ge=0, le=100)
    gave_up: int = Field(ge=0, le=100, description="also the most that anything short of hurt drives it to")


class MoveLimits(_Part):
    furious: int = Field(ge=0, le=100)
    nearly_out_of_patience: int = Field(ge=0, le=100)
    still_angry: int = Field(ge=0, le=100)
    earliest_accept: dict[int, int]


class Reasons(_Part):
    """What is shown where a gauge moved, or was held, without an event."""

    time_passes: Shown
    nothing_new: Shown
    long_wait: Shown
    not_both_yet: Shown
    harm_outweighs: Shown
    not_so_fast: Shown
    at_the_end: Shown
    settled: Shown
    walked_out: Shown
    gave_up: Shown


#: Events that the rules of the product look for by name.
INSULT = "insult"
THREAT = "threat"
OPEN_QUESTION = "asks_open_question"
CONCRETE_STEP = "concrete_step"
WHO_AND_WHEN = "who_and_when"
FIGURES = "gives_figures"
OVERALL_PICTURE = "gives_overall_picture"
HANDS_OVER = "hands_over"
NOT_ALLOWED = "offers_what_is_not_allowed"
SAYS_NOTHING = "says_nothing"
REPEATS_ITSELF = "repeats_itself"
_NEEDED = (
    *(INSULT, THREAT, OPEN_QUESTION, CONCRETE_STEP, WHO_AND_WHEN, FIGURES, OVERALL_PICTURE, HANDS_OVER),
    *(NOT_ALLOWED, SAYS_NOTHING, REPEATS_ITSELF),
)


class MoodTable(_Part):
    """All changes are points on the 0-100 gauges."""

    most_harm_per_turn: int = Field(ge=1, le=100, description="points for the worse")
    most_repair_per_turn: int = Field(ge=1, le=100, description="points for the better, times the strength of repair")
    most_disclosure_per_turn: int = Field(ge=1, le=100)
    lowest_until_settled: int = Field(ge=0, le=50)
    waiting_costs_patience: int = Field(ge=0, le=40, description="points a turn, whatever was said")
    nothing_new_costs_patience: int = Field(ge=0, le=40, description="points for a turn without any repair")
    both_needed_from: int = Field(ge=1, le=6, description="difficulty; 6 for never")
    difficulty: dict[int, Strength]
    decision_style: dict[DecisionStyle, dict[Key, Weight]]
    endings: Endings
    moves: MoveLimits
    reasons: Reasons
    events: list[EventRule] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> "MoodTable":
        names = [rule.event for rule in self.events]
        refuse_repeats(("events",), names, "event")
        lacking = [event for event in _NEEDED if event not in names]
        if lacking:
            raise mistake_at(("events",), f"needs the event {lacking[0]!r}: the customer's moves are decided by it")
        for style, weights in self.decision_style.items():
            unknown = next((event for event in weights if event not in names), None)
            if unknown is not None:
                raise mistake_at(("decision_style", style, unknown), "is not an event of this table")
        return self

    @model_validator(mode="after")
    def _harder_is_harder(self) -> "MoodTable":
        for place, levels in ((("difficulty",), self.difficulty), (("moves", "earliest_accept"), self._accepts)):
            if sorted(levels) != list(DIFFICULTIES):
                raise mistake_at(place, f"needs one entry for each of {', '.join(map(str, DIFFICULTIES))}")
        for easy, hard in pairwise(DIFFICULTIES):
            easier, harder = self.difficulty[easy], self.difficulty[hard]
            if harder.repair > easier.repair or harder.harm < easier.harm or self._accepts[hard] < self._accepts[easy]:
                raise mistake_at(("difficulty", str(hard)), f"is kinder than {easy}; a higher difficulty may not be")
        return self

    @property
    def _accepts(self) -> dict[int, int]:
        return self.moves.earliest_accept

    def rule(self, event: str) -> EventRule | None:
        return next((rule for rule in self.events if rule.event == event), None)

    def is_harm(self, event: str) -> bool:
        """By what hurts or by what is not there."""
        rule = self.rule(event)
        return rule is not None and rule.kind is not EventKind.REPAIR

    def hurts(self, event: str) -> bool:
        rule = self.rule(event)
        return rule is not None and rule.kind is EventKind.HARM

    def is_repair(self, event: str) -> bool:
        rule = self.rule(event)
        return rule is not None and rule.kind is EventKind.REPAIR

    def label(self, cause: str) -> Shown | None:
        """For an event or one of `reasons`; None where the table no longer holds it."""
        rule = self.rule(cause)
        found: Shown | None = rule.label if rule else getattr(self.reasons, cause, None)
        return found
