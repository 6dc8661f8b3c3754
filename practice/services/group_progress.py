"""How a group is doing: levels over time, what was advised most, and who has not practised for a while."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from practice.domain.group_progress import (
    Attempt,
    Coached,
    CommonAdvice,
    Levels,
    Practising,
    coached,
    levels_over_time,
    people_in,
    quiet_ones,
)
from practice.domain.language import Language
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.domain.scenario import Scenario
from practice.library import read_kept_scenario, read_rubric
from practice.services.access import require_trained_cohort
from practice.store.cohort import Cohort
from practice.store.database import Database
from practice.store.group_progress_reading import (
    Practised,
    RubricUse,
    attempts_in,
    common_advice_in,
    first_points,
    practised,
    texts_of,
)
from practice.store.group_talks import GroupTalks
from practice.store.person import Person
from practice.store.types import now
from practice.store.version import RubricVersionRow, ScenarioVersionRow

#: Of more talks some are left out, evenly over time: their points would hide each other.
MOST_TALKS = 200
NEWEST_ADVICE = 3


class Period(StrEnum):
    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    ALL = "all"

    @property
    def length(self) -> timedelta | None:
        return None if self is Period.ALL else timedelta(days=int(self.value))


@dataclass(frozen=True)
class Asked:
    """`rubric` is a key; where no talk was graded by it, the one of most talks is taken."""

    period: Period = Period.QUARTER
    language: Language | None = None
    rubric: str = ""


@dataclass(frozen=True)
class UsedRubric:
    use: RubricUse
    rubric: Rubric


@dataclass(frozen=True)
class Drawn:
    """What the talks by one rubric amount to. `attempts` are some of them, oldest first; `scenarios` by version id."""

    used: UsedRubric
    attempts: tuple[Attempt, ...]
    begins: datetime
    ends: datetime
    levels: tuple[tuple[Criterion, Levels], ...]
    advice: tuple[CommonAdvice, ...]
    coached: Coached
    scenarios: Mapping[int, Scenario]

    @property
    def people(self) -> int:
        return people_in(self.attempts)


@dataclass(frozen=True)
class GroupProgress:
    """`drawn` is None where no talk was finished. `quiet` have not practised since `quiet_since`, by name."""

    cohort: Cohort
    asked: Asked
    rubrics: tuple[UsedRubric, ...]
    drawn: Drawn | None
    trainees: int
    quiet: tuple[Practising, ...]


class GroupProgressService:
    def __init__(self, database: Database, clock: Callable[[], datetime] = now, most_talks: int = MOST_TALKS) -> None:
        self._database = database
        self._clock = clock
        self._most_talks = most_talks

    def progress(self, person: Person, cohort_id: str, asked: Asked) -> GroupProgress:
        """For the cohort's trainers alone, of the talks that they may read. Raises NotFound."""
        moment = self._clock()
        since = moment - asked.period.length if asked.period.length else None
        with self._database.reading() as session:
            cohort = require_trained_cohort(session, person, cohort_id)
            wanted = GroupTalks(cohort_id, person.id, since, asked.language)
            found = practised(session, wanted)
            rubrics = _rubrics(session, found)
            chosen = next((used for used in rubrics if used.use.key == asked.rubric), next(iter(rubrics), None))
            every = -(-chosen.use.talks // self._most_talks) if chosen else 1
            drawn = _drawn(session, wanted, chosen, moment, every) if chosen else None
        quiet = quiet_ones(found.trainees, since, moment)
        return GroupProgress(cohort, asked, rubrics, drawn, len(found.trainees), quiet)


def _rubrics(session: Session, found: Practised) -> tuple[UsedRubric, ...]:
    texts = texts_of(session, RubricVersionRow, [use.newest_version_id for use in found.rubrics])
    return tuple(
        UsedRubric(use, read_rubric(texts[use.newest_version_id], f"rubric {use.key}")) for use in found.rubrics
    )


def _drawn(session: Session, wanted: GroupTalks, chosen: UsedRubric, moment: datetime, every: int) -> Drawn:
    key = chosen.use.key
    attempts = attempts_in(session, wanted, key, every)
    advice = common_advice_in(session, wanted, key, NEWEST_ADVICE, every)
    said = coached(first_points(session, [attempt.conversation_id for attempt in attempts]))
    texts = texts_of(session, ScenarioVersionRow, [attempt.scenario_version_id for attempt in attempts])
    criteria = chosen.rubric.of_scope(Scope.REPLY)
    begins = wanted.since or attempts[0].when
    return Drawn(
        chosen,
        tuple(attempts),
        begins,
        moment,
        tuple((criterion, levels_over_time(criterion.key, attempts, begins, moment)) for criterion in criteria),
        tuple(entry for entry in advice if entry.criterion in {criterion.key for criterion in criteria}),
        said,
        {version: read_kept_scenario(text, f"scenario version {version}") for version, text in texts.items()},
    )
