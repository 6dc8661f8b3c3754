"""Assignments and what was done for them: one statement for each list, however long it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlmodel import Session

from practice.store.assignment import Assignment, AssignmentRow, assignment_of
from practice.store.chat import ConversationRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.person import Person, PersonRow, person_of
from practice.store.readable import readable_by
from practice.store.types import table_of

_TASK, _TALK = table_of(AssignmentRow), table_of(ConversationRow)
_COHORT, _MEMBER, _PERSON = table_of(CohortRow), table_of(MembershipRow), table_of(PersonRow)


class Stage(StrEnum):
    """How far somebody has come; the last two are reached by at least one attempt."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    FINISHED = "finished"
    HANDED_IN = "handed_in"


@dataclass(frozen=True)
class Doing:
    """What one trainee has done for an assignment: how many talks were begun, ended, handed in."""

    attempts: int = 0
    finished: int = 0
    handed_in: int = 0
    practised_at: datetime | None = None
    first_finished_at: datetime | None = None
    first_handed_in_at: datetime | None = None

    @property
    def stage(self) -> Stage:
        if self.handed_in:
            return Stage.HANDED_IN
        if self.finished:
            return Stage.FINISHED
        return Stage.BEGUN if self.attempts else Stage.NOT_BEGUN

    def late(self, due_at: datetime | None, moment: datetime) -> bool:
        """Nothing was finished or handed in by the due date, and that has passed."""
        done_at = min((at for at in (self.first_finished_at, self.first_handed_in_at) if at), default=moment)
        return due_at is not None and done_at > due_at


@dataclass(frozen=True)
class AskedOf:
    """`private`: the cohort's trainers read what was practised only once it is handed in."""

    assignment: Assignment
    cohort: str
    private: bool
    doing: Doing


@dataclass(frozen=True)
class AssignmentSummary:
    """`begun` and `finished` are numbers of the cohort's trainees."""

    assignment: Assignment
    begun: int
    finished: int


@dataclass(frozen=True)
class TraineesDoing:
    person: Person
    doing: Doing


@dataclass(frozen=True)
class Attempt:
    id: str
    started_at: datetime


_DOING = (
    func.count(_TALK.c.id).label("made"),
    func.count(_TALK.c.ended_at).label("finished"),
    func.count(_TALK.c.handed_in_at).label("handed_in"),
    func.max(_TALK.c.started_at).label("practised_at"),
    func.min(_TALK.c.ended_at).label("first_finished_at"),
    func.min(_TALK.c.handed_in_at).label("first_handed_in_at"),
)
_STAGES: dict[Stage, ColumnElement[bool]] = {
    Stage.NOT_BEGUN: func.count(_TALK.c.id) == 0,
    Stage.BEGUN: and_(
        func.count(_TALK.c.id) > 0, func.count(_TALK.c.ended_at) == 0, func.count(_TALK.c.handed_in_at) == 0
    ),
    Stage.FINISHED: and_(func.count(_TALK.c.ended_at) > 0, func.count(_TALK.c.handed_in_at) == 0),
    Stage.HANDED_IN: func.count(_TALK.c.handed_in_at) > 0,
}


def load_assignment(session: Session, assignment_id: str) -> Assignment | None:
    row = session.get(AssignmentRow, assignment_id)
    return assignment_of(row) if row else None


def asked_of(session: Session, person_id: int, assignment_id: str | None = None) -> list[AskedOf]:
    """What is asked in the cohorts in which this person practises, withdrawn or not; what is due first comes first."""
    wanted = (
        select(_TASK, _COHORT.c.name.label("cohort"), _COHORT.c.private_until_handed_in.label("private"), *_DOING)
        .join(_COHORT, _COHORT.c.id == _TASK.c.cohort_id)
        .join(_MEMBER, and_(_MEMBER.c.cohort_id == _COHORT.c.id, _MEMBER.c.role == MemberRole.TRAINEE.value))
        .outerjoin(_TALK, and_(_TALK.c.assignment_id == _TASK.c.id, _TALK.c.person_id == person_id))
        .where(_MEMBER.c.person_id == person_id)
        .group_by(_TASK.c.id, _COHORT.c.id)
        .order_by(_TASK.c.due_at.is_(None), _TASK.c.due_at, _TASK.c.created_at, _TASK.c.id)
    )
    if assignment_id is None:
        wanted = wanted.where(_TASK.c.withdrawn_at.is_(None))
    else:
        wanted = wanted.where(_TASK.c.id == assignment_id)
    rows = session.connection().execute(wanted)
    return [AskedOf(assignment_of(row), row.cohort, bool(row.private), _doing(row)) for row in rows]


def attempts_of(session: Session, person_id: int, assignment_id: str) -> int:
    made = select(func.count()).where(_TALK.c.assignment_id == assignment_id, _TALK.c.person_id == person_id)
    return int(session.connection().execute(made).scalar_one())


def assignments_of(session: Session, cohort_id: str) -> list[AssignmentSummary]:
    """Those that stand come first, the newest of them before the rest."""
    people = func.count(_TALK.c.person_id.distinct())
    done = (
        select(_TASK.c.id, people.label("begun"), people.filter(_TALK.c.ended_at.is_not(None)).label("finished"))
        .join(_TALK, _TALK.c.assignment_id == _TASK.c.id)
        .join(_MEMBER, and_(_MEMBER.c.cohort_id == _TASK.c.cohort_id, _MEMBER.c.person_id == _TALK.c.person_id))
        .where(_TASK.c.cohort_id == cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value)
        .group_by(_TASK.c.id)
        .subquery()
    )
    wanted = (
        select(
            _TASK, func.coalesce(done.c.begun, 0).label("begun"), func.coalesce(done.c.finished, 0).label("finished")
        )
        .outerjoin(done, done.c.id == _TASK.c.id)
        .where(_TASK.c.cohort_id == cohort_id)
        .order_by(_TASK.c.withdrawn_at.is_not(None), _TASK.c.created_at.desc(), _TASK.c.id)
    )
    rows = session.connection().execute(wanted)
    return [AssignmentSummary(assignment_of(row), row.begun, row.finished) for row in rows]


def stages_in(session: Session, assignment: Assignment) -> dict[Stage, int]:
    """How many of the cohort's trainees have come how far."""
    each = _doings(assignment, *_DOING).subquery()
    attempts, finished, handed_in = each.c.made, each.c.finished, each.c.handed_in
    found = session.connection().execute(
        select(
            func.count().filter(attempts == 0),
            func.count().filter(attempts > 0, finished == 0, handed_in == 0),
            func.count().filter(finished > 0, handed_in == 0),
            func.count().filter(handed_in > 0),
        ).select_from(each)
    )
    return dict(zip(Stage, found.one(), strict=True))


def doings(
    session: Session, assignment: Assignment, stage: Stage | None, most: int, offset: int
) -> list[TraineesDoing]:
    """Of the cohort's trainees, by name; `stage`: only those who have come so far."""
    wanted = _doings(assignment, _PERSON, *_DOING)
    if stage is not None:
        wanted = wanted.having(_STAGES[stage])
    wanted = wanted.order_by(func.lower(_PERSON.c.name), _PERSON.c.id).limit(most).offset(offset)
    rows = session.connection().execute(wanted)
    return [TraineesDoing(person_of(row), _doing(row)) for row in rows]


def attempts_readable(
    session: Session, assignment: Assignment, people: list[int], trainer_id: int
) -> dict[int, list[Attempt]]:
    """Of each of these people, the first begun first: those that this trainer may read."""
    rows = session.connection().execute(
        select(_TALK.c.id, _TALK.c.person_id, _TALK.c.started_at)
        .where(_TALK.c.assignment_id == assignment.id, _TALK.c.person_id.in_(people), readable_by(trainer_id))
        .order_by(_TALK.c.started_at, _TALK.c.id)
    )
    found: dict[int, list[Attempt]] = {person_id: [] for person_id in people}
    for row in rows:
        found[row.person_id].append(Attempt(row.id, row.started_at))
    return found


def _doings(assignment: Assignment, *columns: Any) -> Any:  # noqa: ANN401 - columns, and the statement made of them
    return (
        select(*columns)
        .select_from(_MEMBER)
        .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
        .outerjoin(_TALK, and_(_TALK.c.assignment_id == assignment.id, _TALK.c.person_id == _PERSON.c.id))
        .where(_MEMBER.c.cohort_id == assignment.cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value)
        .group_by(_PERSON.c.id)
    )


def _doing(row: Row[Any]) -> Doing:
    return Doing(row.made, row.finished, row.handed_in, row.practised_at, row.first_finished_at, row.first_handed_in_at)
