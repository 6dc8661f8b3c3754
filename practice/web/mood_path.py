"""How each customer's mood went, reply by reply, and why: for the chat page's curve and for the report."""

from collections.abc import Iterator
from dataclasses import dataclass

from practice.domain.conversation import Reaction, TurnStatus
from practice.domain.customer import Customer
from practice.domain.mood import Mood, MoodEffect
from practice.domain.mood_table import MoodTable
from practice.domain.transcript import Speaker
from practice.services.talk import ConversationView
from practice.web.charts import MoodPoint
from practice.web.language import in_page_language
from practice.web.words import GAUGES


@dataclass(frozen=True)
class Points:
    """Changes of the three gauges that are shown."""

    frustration: int
    trust: int
    patience: int

    @property
    def moved(self) -> dict[str, int]:
        return {gauge: points for gauge in GAUGES if (points := getattr(self, gauge))}


@dataclass(frozen=True)
class Cause:
    """`label` is None where today's table no longer has it; `helped` is None for what is neither good nor bad."""

    label: str | None
    effect: MoodEffect
    helped: bool | None

    @property
    def points(self) -> Points:
        return Points(self.effect.frustration, self.effect.trust, self.effect.patience)

    @property
    def counts(self) -> bool:
        """False where the same event had moved the mood in this turn already."""
        return bool(self.points.moved)


@dataclass(frozen=True)
class MoodChanged:
    """The points of `causes` add up to `change`."""

    mood: Mood
    change: Points
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class MoodStep:
    """`reaction` is None where reply `number` got none: the customer could not answer, or was stopped before."""

    number: int
    reaction: MoodChanged | None


@dataclass(frozen=True)
class MoodPath:
    """One customer's. `side` is 1 or 2: which of the customers it is."""

    key: str
    name: str
    side: int
    start: Mood
    steps: tuple[MoodStep, ...]

    @property
    def points(self) -> tuple[MoodPoint, ...]:
        known = [MoodPoint(step.number, step.reaction.mood) for step in self.steps if step.reaction]
        return (MoodPoint(0, self.start), *known)

    @property
    def now(self) -> Mood:
        return self.points[-1].mood

    @property
    def last(self) -> MoodStep | None:
        return self.steps[-1] if self.steps else None


def mood_paths(view: ConversationView, table: MoodTable) -> tuple[MoodPath, ...]:
    names = view.scenario.names(view.conversation.language)
    return tuple(
        MoodPath(customer.key, name, side, customer.start_mood, tuple(_steps(view, customer, table)))
        for side, (customer, name) in enumerate(zip(view.scenario.customers, names, strict=True), start=1)
    )


def _steps(view: ConversationView, customer: Customer, table: MoodTable) -> Iterator[MoodStep]:
    """A reply that the customer is still thinking about is no step yet."""
    mood, number = customer.start_mood, 0
    for turn in (entry.turn for entry in view.turns):
        if turn.speaker is Speaker.TRAINEE:
            number += 1
            continue
        reaction = turn.reaction(customer.key)
        if number and (reaction or turn.status is not TurnStatus.SPEAKING):
            yield MoodStep(number, _changed(mood, reaction, table) if reaction else None)
        mood = reaction.mood if reaction else mood


def _changed(before: Mood, reaction: Reaction, table: MoodTable) -> MoodChanged:
    after = reaction.mood
    change = Points(
        after.frustration - before.frustration, after.trust - before.trust, after.patience - before.patience
    )
    return MoodChanged(after, change, tuple(_cause(effect, table) for effect in reaction.effects if _shown(effect)))


def _shown(effect: MoodEffect) -> bool:
    """What moved only the gauge that nobody sees is left out; a remedy named once more says that it counted already."""
    return bool(effect.frustration or effect.trust or effect.patience) or bool(effect.about and not effect.disclosure)


def _cause(effect: MoodEffect, table: MoodTable) -> Cause:
    label = table.label(effect.event)
    helped = True if table.is_repair(effect.event) else False if table.is_harm(effect.event) else None
    return Cause(in_page_language(label) if label else None, effect, helped)
