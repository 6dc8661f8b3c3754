"""How the customer feels, and how events move it: pure arithmetic over a table that people can read and change."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, refuse_repeats
from practice.domain.language import Key, Shown, Text


class Mood(BaseModel):
    """Three gauges, each 0-100: a high frustration is bad, a high trust or patience is good."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    frustration: int = Field(ge=0, le=100)
    trust: int = Field(ge=0, le=100)
    patience: int = Field(ge=0, le=100)


class EventKind(StrEnum):
    REPAIR = "repair"
    HARM = "harm"


class EventRule(BaseModel):
    """One row of the table: what the event means and how it moves each gauge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: Key
    kind: EventKind
    means: Text = Field(description="English, for the appraiser's prompt")
    label: Shown = Field(description="the customer's feeling, shown beside the words that caused it")
    about: Literal["remedy", "topic"] | None = Field(default=None, description="what the event may name")
    frustration: int = Field(ge=-40, le=40)
    trust: int = Field(ge=-40, le=40)
    patience: int = Field(ge=-40, le=40)

    @model_validator(mode="after")
    def _harm_does_no_good(self) -> "EventRule":
        if self.kind is EventKind.HARM:
            if self.frustration < 0:
                raise mistake_at(("frustration",), "an event of kind 'harm' cannot lower frustration")
            for gauge in ("trust", "patience"):
                if getattr(self, gauge) > 0:
                    raise mistake_at((gauge,), f"an event of kind 'harm' cannot raise {gauge}")
        return self


#: Events that the rules for the customer's moves look for by name.
INSULT = "insult"
OPEN_QUESTION = "asks_open_question"
CONCRETE_STEP = "concrete_step"
WHO_AND_WHEN = "who_and_when"
_NEEDED = (INSULT, OPEN_QUESTION, CONCRETE_STEP, WHO_AND_WHEN)


class MoodTable(BaseModel):
    """`prompts/mood.yaml`. All changes are points on the 0-100 gauges."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_change_per_turn: int = Field(ge=1, le=100)
    waiting_costs_patience: int = Field(ge=0, le=40, description="points a turn, whatever was said")
    nothing_new_costs_patience: int = Field(ge=0, le=40, description="points for a turn without any repair")
    events: list[EventRule] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> "MoodTable":
        names = [rule.event for rule in self.events]
        refuse_repeats(("events",), names, "event")
        lacking = [event for event in _NEEDED if event not in names]
        if lacking:
            raise mistake_at(("events",), f"needs the event {lacking[0]!r}: the customer's moves are decided by it")
        return self

    def rule(self, event: str) -> EventRule | None:
        return next((rule for rule in self.events if rule.event == event), None)


@dataclass(frozen=True)
class AppraisedEvent:
    """Something this customer noticed in a reply. `about` is a remedy or topic key of the scenario."""

    event: str
    words: str
    about: str | None = None


@dataclass(frozen=True)
class MoodEffect:
    """Why a gauge moved: the event, the trainee's words, and the points before clamping."""

    event: str
    words: str
    frustration: int
    trust: int
    patience: int
    about: str | None = None


@dataclass(frozen=True)
class MoodChange:
    before: Mood
    after: Mood
    effects: tuple[MoodEffect, ...]


def move_mood(before: Mood, events: tuple[AppraisedEvent, ...], table: MoodTable) -> MoodChange:
    """The mood after a reply.

    The same event counts once a turn, however many remedies or topics it names. Frustration cannot fall in a turn
    that did harm (harm outweighs repair).
    Each gauge moves at most `table.most_change_per_turn` points and stays within 0-100.
    """
    effects = _effects(events, table)
    rules = [rule for effect in effects if (rule := table.rule(effect.event))]
    harmed = any(rule.kind is EventKind.HARM for rule in rules)
    repaired = any(rule.kind is EventKind.REPAIR for rule in rules)
    frustration = sum(effect.frustration for effect in effects)
    if harmed:
        frustration = max(frustration, 0)
    patience = sum(effect.patience for effect in effects) - table.waiting_costs_patience
    if not repaired:
        patience -= table.nothing_new_costs_patience
    limit = table.most_change_per_turn
    after = Mood(
        frustration=_moved(before.frustration, frustration, limit),
        trust=_moved(before.trust, sum(effect.trust for effect in effects), limit),
        patience=_moved(before.patience, patience, limit),
    )
    return MoodChange(before, after, effects)


def _effects(events: tuple[AppraisedEvent, ...], table: MoodTable) -> tuple[MoodEffect, ...]:
    """One effect an event; a further remedy or topic named by it is kept too, but moves nothing."""
    seen: set[str] = set()
    abouts: set[tuple[str, str]] = set()
    effects: list[MoodEffect] = []
    for event in events:
        rule = table.rule(event.event)
        if rule is None:
            continue
        points = (rule.frustration, rule.trust, rule.patience)
        if event.event in seen:
            if event.about is None or (event.event, event.about) in abouts:
                continue
            points = (0, 0, 0)
        seen.add(event.event)
        if event.about:
            abouts.add((event.event, event.about))
        effects.append(MoodEffect(event.event, event.words, *points, event.about))
    return tuple(effects)


def _moved(gauge: int, points: int, limit: int) -> int:
    return min(100, max(0, gauge + min(limit, max(-limit, points))))
