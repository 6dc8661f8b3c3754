"""What the page about a group shows, worked out from its talks: points and middles in pictures, and as rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from flask import url_for
from flask_babel import format_date, format_decimal

from practice.domain.group_progress import FEWEST_PEOPLE, Attempt, Levels
from practice.domain.language import Shown
from practice.domain.rubric import LEVELS, Criterion
from practice.services.drawn_levels import Drawn
from practice.web.charts import Frame, Tick
from practice.web.language import in_page_language
from practice.web.tables import Column, Sorting, Table

#: A talk, where it stands across, and its date and scenario in words.
Place = tuple[Attempt, float, str]

FRAME = Frame(width=400, height=210, left=26, right=390, top=12, bottom=178)


@dataclass(frozen=True)
class Point:
    """A talk. `ring`: a trainer set a level in it."""

    x: float
    y: float
    title: str
    ring: bool


@dataclass(frozen=True)
class Box:
    """The middle half of the talks in a stretch of time, and their median."""

    x: float
    width: float
    top: float
    height: float
    median: float


@dataclass(frozen=True)
class Panel:
    criterion: Criterion
    levels: Levels
    points: tuple[Point, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Row:
    """A talk in words; `report` is an address, and an empty cell has no level."""

    report: str
    at: datetime
    when: str
    scenario: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ProgressPage:
    frame: Frame
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    talks: tuple[Row, ...]
    few: bool

    dated = True

    @property
    def names(self) -> dict[str, Shown]:
        """By the criterion's key."""
        return {panel.criterion.key: panel.criterion.name for panel in self.panels}

    @property
    def by_trainer(self) -> bool:
        return any(panel.levels.by_trainer for panel in self.panels)

    @property
    def middles(self) -> bool:
        return any(panel.boxes for panel in self.panels)


#: By no level: who trains a group is to see how it is doing, not who is best.
TALKS: Table[Row] = Table(
    (
        Column("when", lambda row: row.at, lambda row: row.when),
        Column("scenario", lambda row: row.scenario),
    ),
    at_first=Sorting("when", descending=True),
    name="talks",
)


def progress_page(drawn: Drawn) -> ProgressPage:
    """Each date and number is written once, however many points have it."""
    day, number, report = written_days(), cache(number_in_words), report_addresses()
    criteria = [criterion for criterion, _ in drawn.levels]
    scenarios = {version: in_page_language(scenario.title) for version, scenario in drawn.scenarios.items()}
    told = [(day(attempt.when), scenarios[attempt.scenario_version_id]) for attempt in drawn.attempts]
    places = [
        (attempt, _across(drawn, attempt.when), ", ".join(words))
        for attempt, words in zip(drawn.attempts, told, strict=True)
    ]
    rows = [
        Row(report(attempt.conversation_id), attempt.when, *words, _cells(attempt, criteria, number))
        for attempt, words in zip(drawn.attempts, told, strict=True)
    ]
    return ProgressPage(
        FRAME,
        rows=level_rows(),
        columns=_columns(drawn, day),
        panels=tuple(
            Panel(criterion, levels, tuple(points_of(criterion, places, number)), tuple(_boxes(drawn, levels)))
            for criterion, levels in drawn.levels
        ),
        talks=tuple(reversed(rows)),
        few=drawn.people < FEWEST_PEOPLE,
    )


def level_rows() -> tuple[Tick, ...]:
    return tuple(Tick(_height(level), str(level)) for level in LEVELS)


def points_of(criterion: Criterion, places: list[Place], number: Callable[[float], str]) -> Iterator[Point]:
    for attempt, x, told in places:
        tally = attempt.tally(criterion.key)
        if tally.mean is not None:
            yield Point(x, _height(tally.mean), f"{told}: {number(round(tally.mean, 1))}", bool(tally.by_trainer))


def _boxes(drawn: Drawn, levels: Levels) -> list[Box]:
    found = []
    for middle in levels.middles:
        left, right = _across(drawn, middle.begins), _across(drawn, middle.ends)
        top, bottom = _height(middle.upper), _height(middle.lower)
        found.append(Box(left, round(right - left, 1), top, round(bottom - top, 1), _height(middle.median)))
    return found


def _columns(drawn: Drawn, day: Callable[[datetime], str]) -> tuple[Tick, ...]:
    between = drawn.begins + (drawn.ends - drawn.begins) / 2
    return tuple(Tick(_across(drawn, when), day(when)) for when in (drawn.begins, between, drawn.ends))


def _across(drawn: Drawn, when: datetime) -> float:
    length = (drawn.ends - drawn.begins).total_seconds()
    share = (when - drawn.begins).total_seconds() / length if length > 0 else 1.0
    return round(FRAME.left + (FRAME.right - FRAME.left) * min(max(share, 0.0), 1.0), 1)


def _height(level: float) -> float:
    return FRAME.upward((level - LEVELS[0]) / (LEVELS[-1] - LEVELS[0]))


def _cells(attempt: Attempt, criteria: list[Criterion], number: Callable[[float], str]) -> tuple[str, ...]:
    means = (attempt.tally(criterion.key).mean for criterion in criteria)
    return tuple("" if mean is None else number(round(mean, 1)) for mean in means)


def number_in_words(value: float) -> str:
    return str(format_decimal(value, format="0.0"))


def report_addresses() -> Callable[[str], str]:
    """By the talk's id. Only the first is built from the route, which would take as long as the rest of a row."""
    some_id = "0" * 32
    before, after = url_for("report.show", conversation_id=some_id).split(some_id)
    return lambda conversation_id: f"{before}{conversation_id}{after}"


def written_days() -> Callable[[datetime], str]:
    """By the quarter of an hour, which is as fine as zones of time are cut and coarse enough to come again."""
    written = cache(lambda quarter: str(format_date(quarter, "medium")))
    return lambda when: written(when.replace(minute=when.minute // 15 * 15, second=0, microsecond=0))
