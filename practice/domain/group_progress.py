"""How the levels of a group move over time: a point for each talk, without a name at any of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import quantiles

from practice.domain.debrief import Point
from practice.domain.language import Language

#: Of fewer people a middle would say little, and of whom it says it would be known.
FEWEST_PEOPLE = 5
#: Into how many stretches of the same length a period may fall, each with a middle of its own.
STRETCHES = (8, 4, 2, 1)
#: Who has not practised for longer is named even where a longer period is looked at.
QUIET_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Tally:
    """One criterion in one talk: `scored` of its replies have a level, and `points` is the sum of those."""

    scored: int = 0
    points: int = 0
    not_shown: int = 0
    by_trainer: int = 0

    @property
    def mean(self) -> float | None:
        return self.points / self.scored if self.scored else None


@dataclass(frozen=True)
class Attempt:
    """A finished talk. `tallies` are by criterion, and a criterion without a graded reply has none."""

    conversation_id: str
    person_id: int
    when: datetime
    scenario_version_id: int
    replies: int = 0
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    def tally(self, criterion: str) -> Tally:
        return self.tallies.get(criterion, Tally())

    def not_graded(self, criterion: str) -> int:
        tally = self.tally(criterion)
        return self.replies - tally.scored - tally.not_shown


@dataclass(frozen=True)
class Middle:
    """Of the talks in one stretch of time: half of them lie between `lower` and `upper`, half below `median`."""

    begins: datetime
    ends: datetime
    talks: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class Levels:
    """One criterion over time; what has no level is counted, and never a point."""

    criterion: str
    middles: tuple[Middle, ...]
    talks: int
    without_level: int
    not_graded: int
    not_shown: int
    by_trainer: int


@dataclass(frozen=True)
class Practising:
    """A trainee. `last` is when they last began a talk, private or not."""

    person_id: int
    name: str
    last: datetime | None


@dataclass(frozen=True)
class Advice:
    """What stood beside a reply as the one thing to work on."""

    conversation_id: str
    when: datetime
    language: Language
    text: str


@dataclass(frozen=True)
class CommonAdvice:
    """`replies`: for how many this criterion was the one thing to work on. `newest` come first."""

    criterion: str
    replies: int
    newest: tuple[Advice, ...]


@dataclass(frozen=True)
class Coached:
    """Of `talks` the coach said something; `first` is how often each criterion was the first thing to work on."""

    talks: int
    first: Mapping[str, int]


def levels_over_time(criterion: str, attempts: Sequence[Attempt], begins: datetime, ends: datetime) -> Levels:
    tallies = [attempt.tally(criterion) for attempt in attempts]
    return Levels(
        criterion,
        _middles(criterion, attempts, begins, ends),
        talks=len(attempts),
        without_level=sum(tally.mean is None for tally in tallies),
        not_graded=sum(attempt.not_graded(criterion) for attempt in attempts),
        not_shown=sum(tally.not_shown for tally in tallies),
        by_trainer=sum(tally.by_trainer for tally in tallies),
    )


def people_in(attempts: Iterable[Attempt]) -> int:
    return len({attempt.person_id for attempt in attempts})


def quiet_ones(trainees: Iterable[Practising], since: datetime | None, now: datetime) -> tuple[Practising, ...]:
    """Those without a talk since then, or for as long as QUIET_AFTER, in the order in which they come."""
    threshold = now - QUIET_AFTER if since is None else max(since, now - QUIET_AFTER)
    return tuple(trainee for trainee in trainees if trainee.last is None or trainee.last < threshold)


def coached(first_points: Iterable[Point | None]) -> Coached:
    """One for each talk of which the coach wrote; None where nothing was left to work on."""
    points = list(first_points)
    return Coached(len(points), Counter(point.criterion for point in points if point and point.criterion))


def _middles(criterion: str, attempts: Sequence[Attempt], begins: datetime, ends: datetime) -> tuple[Middle, ...]:
    """In the shortest stretches of which at least half have one."""
    known = [
        (entry.when, entry.person_id, mean) for entry in attempts if (mean := entry.tally(criterion).mean) is not None
    ]
    for number in STRETCHES:
        length = (ends - begins) / number
        stretches = [(begins + length * place, begins + length * (place + 1)) for place in range(number)]
        found = [middle for stretch in stretches if (middle := _middle(known, *stretch, last=stretch[1] >= ends))]
        if 2 * len(found) >= number:
            return tuple(found)
    return ()


def _middle(
    known: Iterable[tuple[datetime, int, float]], begins: datetime, ends: datetime, last: bool
) -> Middle | None:
    """None where there are too few people. The last stretch has its own end in it."""
    inside = [entry for entry in known if begins <= entry[0] and (entry[0] < ends or last)]
    if len({person for _, person, _ in inside}) < FEWEST_PEOPLE:
        return None
    lower, median, upper = quantiles([mean for *_, mean in inside], n=4, method="inclusive")
    return Middle(begins, ends, len(inside), lower, median, upper)
