"""What the report on a person shows: their talks as points in the order in which they were begun, and as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from practice.domain.group_progress import Attempt, Tally
from practice.domain.language import Shown
from practice.domain.rubric import Criterion
from practice.services.drawn_levels import Drawn
from practice.services.person_progress import PersonProgress
from practice.store.person_talks import PersonTalk
from practice.web.charts import Tick
from practice.web.group_progress_page import (
    FRAME,
    Panel,
    Place,
    level_rows,
    number_in_words,
    points_of,
    report_addresses,
    written_days,
)
from practice.web.language import in_page_language
from practice.web.tables import Column, Listed, Sorting, Table, listed

MOST_TICKS = 6


@dataclass(frozen=True)
class Cell:
    """`mean` is None and `number` empty where no reply has a level, and `not_shown` where the grader looked for it in
    every reply.
    """

    mean: float | None
    number: str
    by_trainer: bool
    not_shown: bool


@dataclass(frozen=True)
class Row:
    number: int
    talk: PersonTalk
    scenario: str
    report: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RubricPart:
    """The talks by one rubric: their points, oldest first, and their rows, as they are wanted."""

    drawn: Drawn
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    panels: tuple[Panel, ...]
    talks: Listed[Row]

    frame = FRAME
    middles = dated = False

    @property
    def names(self) -> dict[str, Shown]:
        """By the criterion's key."""
        return {panel.criterion.key: panel.criterion.name for panel in self.panels}

    @property
    def by_trainer(self) -> bool:
        return any(panel.levels.by_trainer for panel in self.panels)


def rubric_parts(progress: PersonProgress, path: str) -> tuple[RubricPart, ...]:
    """`path` is that of the page. Raises BadInput for a column that there is not."""
    talks = {talk.id: talk for talk in progress.talks}
    number = cache(number_in_words)
    return tuple(_part(drawn, talks, progress.places, number, path) for drawn in progress.drawn)


def _part(
    drawn: Drawn, talks: dict[str, PersonTalk], numbers: dict[str, int], number: Callable[[float], str], path: str
) -> RubricPart:
    criteria = [criterion for criterion, _ in drawn.levels]
    day, report = written_days(), report_addresses()
    scenarios = {version: in_page_language(scenario.title) for version, scenario in drawn.scenarios.items()}
    ids = [attempt.conversation_id for attempt in drawn.attempts]
    across = {talk_id: FRAME.across(place, len(ids)) for place, talk_id in enumerate(ids)}
    places: list[Place] = [
        (
            attempt,
            across[attempt.conversation_id],
            f"{numbers[attempt.conversation_id]}. {day(attempt.when)}, {scenarios[attempt.scenario_version_id]}",
        )
        for attempt in drawn.attempts
    ]
    rows = [
        Row(
            numbers[talk_id],
            talks[talk_id],
            scenarios[attempt.scenario_version_id],
            report(talk_id),
            _cells(attempt, criteria, number),
        )
        for talk_id, attempt in zip(ids, drawn.attempts, strict=True)
    ]
    return RubricPart(
        drawn,
        level_rows(),
        tuple(Tick(across[talk_id], str(numbers[talk_id])) for talk_id in _some(ids)),
        tuple(
            Panel(criterion, levels, tuple(points_of(criterion, places, number)), ())
            for criterion, levels in drawn.levels
        ),
        listed(_table(drawn.used.key, criteria), reversed(rows), path),
    )


def _table(name: str, criteria: list[Criterion]) -> Table[Row]:
    """By levels as well: they are all one person's."""
    levels = (Column[Row](f"level-{criterion.key}", partial(_mean, place)) for place, criterion in enumerate(criteria))
    return Table(
        (
            Column("when", lambda row: row.talk.started_at),
            Column("scenario", lambda row: row.scenario),
            *levels,
        ),
        at_first=Sorting("when", descending=True),
        name=name,
        page_by_page=True,
    )


def _mean(place: int, row: Row) -> float | None:
    return row.cells[place].mean


def _some(ids: list[str]) -> list[str]:
    """The first, the last, and some between them, evenly."""
    if len(ids) <= MOST_TICKS:
        return ids
    return [ids[round(place * (len(ids) - 1) / (MOST_TICKS - 1))] for place in range(MOST_TICKS)]


def _cells(attempt: Attempt, criteria: list[Criterion], number: Callable[[float], str]) -> tuple[Cell, ...]:
    return tuple(_cell(attempt.tally(criterion.key), attempt.replies, number) for criterion in criteria)


def _cell(tally: Tally, replies: int, number: Callable[[float], str]) -> Cell:
    mean = tally.mean
    shown = "" if mean is None else number(round(mean, 1))
    return Cell(mean, shown, bool(tally.by_trainer), 0 < replies == tally.not_shown)
