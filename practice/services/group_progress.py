"""How a group is doing: levels over time, what was advised most, and who has not practised for a while."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from practice.domain.group_progress import Practising, quiet_ones
from practice.domain.language import Language
from practice.domain.scenario import Scenario
from practice.library import read_rubric
from practice.services.access import require_trained_cohort
from practice.services.drawn_levels import Drawn, UsedRubric, drawn, scenarios_of
from practice.store.assignment import Assignment
from practice.store.cohort import Cohort
from practice.store.database import Database
from practice.store.group_progress_reading import Use, asked_for, practised, texts_of
from practice.store.group_talks import GroupTalks, SomeOfGroup
from practice.store.person import Person
from practice.store.types import now
from practice.store.version import RubricVersionRow

#: Of more talks some are left out, evenly over time: their points would hide each other.
MOST_TALKS = 200


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
    """`rubric` and `scenario` are keys, `assignment` is an id; what none of the group's talks has is not asked for.

    Without a rubric, the one of most talks is taken.
    """

    period: Period = Period.QUARTER
    language: Language | None = None
    rubric: str = ""
    scenario: str = ""
    assignment: str = ""


@dataclass(frozen=True)
class UsedScenario:
    """As its newest version that was practised has it."""

    key: str
    scenario: Scenario


@dataclass(frozen=True)
class GroupProgress:
    """`drawn` is None where no talk was finished. `quiet` have not practised since `quiet_since`, by name.

    `scenarios` and `assignments` are those of readable talks; of `private` ones there is nothing but their number.
    """

    cohort: Cohort
    asked: Asked
    rubrics: tuple[UsedRubric, ...]
    scenarios: tuple[UsedScenario, ...]
    assignments: tuple[Assignment, ...]
    drawn: Drawn | None
    trainees: int
    private: int
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
            asked = _known(asked, found.uses)
            wanted = replace(wanted, scenario_key=asked.scenario, assignment_id=asked.assignment)
            rubrics = _rubrics(session, [use for use in found.uses if _is_asked(use, asked)])
            chosen = next((used for used in rubrics if used.key == asked.rubric), next(iter(rubrics), None))
            picture = drawn(session, chosen, self._some(wanted, chosen), since, moment) if chosen else None
            scenarios = _scenarios(session, found.uses)
            assignments = _assignments(session, cohort_id, found.uses)
        return GroupProgress(
            cohort,
            asked,
            rubrics,
            scenarios,
            assignments,
            picture,
            len(found.trainees),
            found.private,
            quiet_ones(found.trainees, since, moment),
        )

    def _some(self, wanted: GroupTalks, chosen: UsedRubric) -> SomeOfGroup:
        return SomeOfGroup(wanted, chosen.key, -(-chosen.talks // self._most_talks))


def _known(asked: Asked, uses: Iterable[Use]) -> Asked:
    known = list(uses)
    scenario = asked.scenario if asked.scenario in [use.scenario_key for use in known] else ""
    assignment = asked.assignment if asked.assignment in [use.assignment_id for use in known] else ""
    return replace(asked, scenario=scenario, assignment=assignment)


def _is_asked(use: Use, asked: Asked) -> bool:
    return asked.scenario in ("", use.scenario_key) and asked.assignment in ("", use.assignment_id)


def _rubrics(session: Session, uses: Iterable[Use]) -> tuple[UsedRubric, ...]:
    """The one of most talks comes first."""
    talks: dict[str, dict[int, int]] = {}
    for use in uses:
        if use.talks:
            versions = talks.setdefault(use.rubric_key, {})
            versions[use.rubric_version_id] = versions.get(use.rubric_version_id, 0) + use.talks
    texts = texts_of(session, RubricVersionRow, [max(versions) for versions in talks.values()])
    found = [
        UsedRubric(key, read_rubric(texts[max(of)], f"rubric {key}"), sum(of.values()), len(of))
        for key, of in talks.items()
    ]
    return tuple(sorted(found, key=lambda used: (-used.talks, used.key)))


def _assignments(session: Session, cohort_id: str, uses: Iterable[Use]) -> tuple[Assignment, ...]:
    ids = {use.assignment_id for use in uses if use.assignment_id}
    return tuple(task for task in asked_for(session, ids) if task.cohort_id == cohort_id) if ids else ()


def _scenarios(session: Session, uses: Iterable[Use]) -> tuple[UsedScenario, ...]:
    newest: dict[str, int] = {}
    for use in uses:
        newest[use.scenario_key] = max(use.scenario_version_id, newest.get(use.scenario_key, 0))
    scenarios = scenarios_of(session, list(newest.values()))
    return tuple(UsedScenario(key, scenarios[version]) for key, version in sorted(newest.items()))
