"""How a reply moves the mood: pure arithmetic over the mood table, every point of it explained."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from practice.domain.mood import GAUGES, AppraisedEvent, Mood, MoodChange, MoodEffect, moved_by
from practice.domain.mood_table import DecisionStyle, EventRule, MoodTable
from practice.domain.stock import Move

_LOWERING_IS_GOOD = frozenset({"frustration"})


@dataclass(frozen=True)
class Temper:
    """What makes the same reply mean more or less: the difficulty (1-5) and this person."""

    difficulty: int
    style: DecisionStyle
    weighs: Mapping[str, float]

    def weight(self, event: str, table: MoodTable) -> float:
        return self.weighs.get(event, 1.0) * table.decision_style.get(self.style, {}).get(event, 1.0)


@dataclass(frozen=True)
class Given:
    """What the customer was given in the talk so far."""

    heard: bool = False
    concrete: bool = False

    @property
    def both(self) -> bool:
        return self.heard and self.concrete


def given_by(events: Iterable[str], table: MoodTable) -> Given:
    gives = {rule.gives for event in events if (rule := table.rule(event))}
    return Given("heard" in gives, "concrete" in gives)


def move_mood(
    before: Mood,
    events: tuple[AppraisedEvent, ...],
    table: MoodTable,
    temper: Temper,
    earlier: Given,
    wait_costs: int = 0,
) -> MoodChange:
    """The mood after a reply. `earlier`: what replies before this one gave; `wait_costs`: points of patience.

    The same event counts once a turn, however many remedies or topics it names. Frustration cannot fall in a turn
    that did harm (harm outweighs repair), nor, from `table.both_needed_from` on, before the customer was both heard
    and given something concrete. A gauge moves at most `most_harm_per_turn` or `most_repair_per_turn` points.
    """
    effects = _effects(events, table, temper)
    known = [effect.event for effect in effects]
    effects += _of_time(table, temper, wait_costs, repaired=any(map(table.is_repair, known)))
    fall = -_sum(effects, "frustration")
    now = given_by(known, table)
    both = Given(earlier.heard or now.heard, earlier.concrete or now.concrete).both
    if fall > 0 and any(map(table.is_harm, known)):
        effects.append(_because("harm_outweighs", frustration=fall))
    elif fall > 0 and temper.difficulty >= table.both_needed_from and not both:
        effects.append(_because("not_both_yet", frustration=fall))
    repair = round(table.most_repair_per_turn * table.difficulty[temper.difficulty].repair)
    effects += _kept_within(effects, "not_so_fast", lambda gauge, points: _limited(gauge, points, table, repair))
    lowest = min(before.frustration, table.lowest_until_settled)
    highest = 100 if any(map(table.hurts, known)) else max(before.frustration, table.endings.gave_up)
    effects += _kept_within(
        effects, "at_the_end", lambda gauge, points: _on_gauge(before, gauge, points, lowest, highest)
    )
    return moved_by(before, tuple(effects))


def end_mood(change: MoodChange, move: Move, table: MoodTable) -> MoodChange:
    """Relief where the matter is settled; where the customer goes, what is left of the mood."""
    now, causes = change.after.frustration, [effect.event for effect in change.effects]
    hurt, harmed = any(map(table.hurts, causes)), any(map(table.is_harm, causes))
    match move:
        case Move.ACCEPT:
            reason, then = "settled", min(now, table.endings.settled)
        case Move.LEAVE if hurt:
            reason, then = "walked_out", max(now, table.endings.walked_out)
        case Move.LEAVE:
            reason, then = "gave_up", max(now, table.endings.gave_up)
        case Move.ESCALATE if harmed or not any(map(table.is_repair, causes)):
            reason, then = "gave_up", max(now, table.endings.gave_up)
        case _:
            return change
    if then == now:
        return change
    return moved_by(change.before, (*change.effects, _because(reason, frustration=then - now)))


def _effects(events: tuple[AppraisedEvent, ...], table: MoodTable, temper: Temper) -> list[MoodEffect]:
    """One effect an event; a further remedy or topic named by it is kept too, but moves nothing."""
    seen: set[tuple[str, str | None]] = set()
    effects: list[MoodEffect] = []
    for event in events:
        rule = table.rule(event.event)
        weight = temper.weight(event.event, table)
        if rule is None or weight == 0 or (event.event, event.about) in seen:
            continue
        again = any(known == event.event for known, _ in seen)
        if again and event.about is None:
            continue
        points = {gauge: 0 if again else _weighed(rule, gauge, weight, table, temper) for gauge in GAUGES}
        seen.add((event.event, event.about))
        effects.append(MoodEffect(event.event, event.words, about=event.about, **points))
    return effects


def _weighed(rule: EventRule, gauge: str, weight: float, table: MoodTable, temper: Temper) -> int:
    points: int = getattr(rule, gauge)
    strength = table.difficulty[temper.difficulty]
    good = points < 0 if gauge in _LOWERING_IS_GOOD else points > 0
    return round(points * weight * (strength.repair if good else strength.harm))


def _of_time(table: MoodTable, temper: Temper, wait_costs: int, *, repaired: bool) -> list[MoodEffect]:
    costs = {
        "time_passes": table.waiting_costs_patience,
        "nothing_new": 0 if repaired else table.nothing_new_costs_patience * table.difficulty[temper.difficulty].harm,
        "long_wait": wait_costs,
    }
    return [_because(reason, patience=-round(points)) for reason, points in costs.items() if round(points)]


def _kept_within(effects: list[MoodEffect], reason: str, allowed: Callable[[str, int], int]) -> list[MoodEffect]:
    """One more effect where the points of a gauge go beyond what is `allowed`."""
    sums = {gauge: _sum(effects, gauge) for gauge in GAUGES}
    back = {gauge: allowed(gauge, points) - points for gauge, points in sums.items()}
    return [_because(reason, **back)] if any(back.values()) else []


def _limited(gauge: str, points: int, table: MoodTable, repair: int) -> int:
    """A feeling turns slowly, and for the better most slowly."""
    if gauge == "disclosure":
        return min(table.most_disclosure_per_turn, points)
    lowest, highest = -table.most_harm_per_turn, repair
    if gauge in _LOWERING_IS_GOOD:
        lowest, highest = -repair, table.most_harm_per_turn
    return min(highest, max(lowest, points))


def _on_gauge(before: Mood, gauge: str, points: int, lowest: int, highest: int) -> int:
    """`lowest` and `highest` hold for frustration; the other gauges have their whole length."""
    start: int = getattr(before, gauge)
    if gauge != "frustration":
        lowest, highest = 0, 100
    return min(highest, max(lowest, start + points)) - start


def _sum(effects: Iterable[MoodEffect], gauge: str) -> int:
    return sum(getattr(effect, gauge) for effect in effects)


def _because(reason: str, frustration: int = 0, trust: int = 0, patience: int = 0, disclosure: int = 0) -> MoodEffect:
    return MoodEffect(reason, "", frustration, trust, patience, disclosure=disclosure)
