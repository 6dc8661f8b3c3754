"""Changing what a group was asked, as far as that is fair to who has begun."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.scenario import Scenario
from practice.errors import Conflict
from practice.services.access import require_cohort
from practice.services.assignments import AssignmentService, Task, UnfitTask, assignment_in, refuse_unfit
from practice.store.assignment import Assignment, AssignmentRow, assignment_of, hold_assignment
from practice.store.assignment_reading import has_begun, load_assignment, with_more_attempts
from practice.store.audit import add_audit
from practice.store.cohort import Cohort
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import now, storable


@dataclass(frozen=True)
class Used:
    name: str
    attempts: int


class TooFewAttempts(UnfitTask):
    """Some trainees have made more; `used` are all of these, who has made the most first."""

    def __init__(self, used: tuple[Used, ...]) -> None:
        super().__init__("attempts", f"{used[0].name} has made {used[0].attempts} already")
        self.used = used


class SomebodyHasBegun(UnfitTask):
    """What everybody is to practise alike was to change."""

    def __init__(self) -> None:
        super().__init__("begun", "scenario, language, difficulty and mode stay once somebody has begun")


class ChangedMeanwhile(Conflict):
    """It is not any more as it was when the change was begun. `withdrawn`: nor can it be changed again."""

    def __init__(self, withdrawn: bool) -> None:
        super().__init__("the assignment was withdrawn" if withdrawn else "the assignment has changed")
        self.withdrawn = withdrawn


@dataclass(frozen=True)
class Changeable:
    """`scenario` is None where it is there no more. With `begun` only dates, attempts and the note can change."""

    cohort: Cohort
    assignment: Assignment
    scenario: Scenario | None
    begun: bool

    @property
    def seen(self) -> str:
        """Stands for all that can change: who sends a change gives it back."""
        return _mark(self.assignment)


class AssignmentChanges:
    """Raises NotFound for a cohort that is hidden from who asks, and for an assignment of another."""

    def __init__(self, database: Database, assignments: AssignmentService, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._assignments = assignments
        self._clock = clock

    def opened(self, person: Person, cohort_id: str, assignment_id: str) -> Changeable:
        scenarios = self._assignments.scenarios(person)
        with self._database.reading() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            assignment = assignment_in(cohort, load_assignment(session, assignment_id))
            begun = has_begun(session, assignment_id)
        return Changeable(cohort, assignment, scenarios.get(assignment.scenario_key), begun)

    def change(
        self, person: Person, cohort_id: str, assignment_id: str, task: Task, seen: str, address: str = ""
    ) -> None:
        """`seen` is that of the Changeable which the change began with. No change is no error.

        Raises UnfitTask and ChangedMeanwhile.
        """
        scenarios, moment = self._assignments.scenarios(person), self._clock()
        with self._database.writing() as session:
            cohort = require_cohort(session, person, Act.CHANGE, cohort_id)
            row = hold_assignment(session, assignment_id)
            before = assignment_in(cohort, assignment_of(row) if row else None)
            assert row is not None
            if before.withdrawn_at is not None or _mark(before) != seen:
                raise ChangedMeanwhile(before.withdrawn_at is not None)
            asked, task = _task_of(before), replace(task, note=storable(task.note).strip())
            if _same_minute(task.due_at, asked.due_at):
                task = replace(task, due_at=asked.due_at)
            if task == asked:
                return
            if _of_everybody(task) != _of_everybody(asked) and has_begun(session, assignment_id):
                raise SomebodyHasBegun
            # What stays may be past, or there no more.
            looked_at = task if task.due_at != asked.due_at else replace(task, due_at=None)
            refuse_unfit(looked_at, {*scenarios, asked.scenario_key}, moment)
            if task.attempts is not None and (more := with_more_attempts(session, before, task.attempts)):
                raise TooFewAttempts(tuple(Used(one.person.name, one.doing.attempts) for one in more))
            _write(row, task)
            session.add(row)
            about = Audited(AuditedKind.ASSIGNMENT, assignment_id, f"{task.scenario_key}, {cohort.name}")
            add_audit(session, person, AuditAct.ASSIGNMENT_CHANGED, about, _told(asked, task), address=address)


def _task_of(assignment: Assignment) -> Task:
    return Task(
        assignment.scenario_key,
        assignment.mode,
        assignment.language,
        assignment.difficulty,
        assignment.attempts,
        assignment.due_at,
        assignment.note,
    )


def _of_everybody(task: Task) -> Task:
    """What all who begin are to have alike."""
    return replace(task, attempts=None, due_at=None, note="")


def _same_minute(one: datetime | None, other: datetime | None) -> bool:
    """Forms have no seconds."""
    return (
        one is not None
        and other is not None
        and one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)
    )


def _write(row: AssignmentRow, task: Task) -> None:
    row.scenario_key, row.mode = task.scenario_key, task.mode.value
    row.language = task.language.value if task.language else None
    row.difficulty, row.attempts, row.due_at, row.note = task.difficulty, task.attempts, task.due_at, task.note


def _mark(assignment: Assignment) -> str:
    values = "\n".join(_value(value) for value in vars(_task_of(assignment)).values())
    return sha256(values.encode()).hexdigest()[:20]


def _told(before: Task, after: Task) -> str:
    """Each thing that changed, as it is and as it was."""
    names = {"scenario_key": "scenario", "due_at": "due"}
    was, now_is = vars(before), vars(after)
    changes = (
        f"{names.get(name, name)} {_value(now_is[name])}, before: {_value(was[name])}"
        for name in was
        if was[name] != now_is[name]
    )
    return f"changed: {'; '.join(changes)}"


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return "none" if value in (None, "") else str(value)
