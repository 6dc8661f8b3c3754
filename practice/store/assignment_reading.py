"""Assignments and what was done for them: one statement for each list, however long it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlmodel import Session

from practice.domain.alphabet import place_of
from practice.domain.audit import words_in
from practice.domain.language import Language
from practice.store.assignment import Assignment, AssignmentRow, assignment_of
from practice.store.chat import ConversationRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.finding import holds
from practice.store.person import Person, PersonRow, person_of
from practice.store.readable import readable_by
from practice.store.types import storable, table_of

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


class DoingOrder(StrEnum):
    NAME = "name"
    STAGE = "stage"
    ATTEMPTS = "attempts"
    FINISHED = "finished"
    HANDED_IN = "handed_in"
    PRACTISED = "practised"


@dataclass(frozen=True)
class WantedDoings:
    """`stage`: only trainees who have come so far. Each of the words stands in their name or address.

    Names stand as in the alphabet of `language`.
    """

    stage: Stage | None = None
    words: str = ""
    order: DoingOrder = DoingOrder.NAME
    descending: bool = False
    language: Language = Language.EN


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

_NAME, _PRACTISED = func.lower(_PERSON.c.name), func.max(_TALK.c.started_at)
_ORDERS: Mapping[DoingOrder, ColumnElement[Any]] = {
    DoingOrder.NAME: _NAME,
    DoingOrder.STAGE: case(*((reached, place) for place, reached in enumerate(_STAGES.values()))),
    DoingOrder.ATTEMPTS: func.count(_TALK.c.id),
    DoingOrder.FINISHED: func.count(_TALK.c.ended_at),
    DoingOrder.HANDED_IN: func.count(_TALK.c.handed_in_at),
    DoingOrder.PRACTISED: _PRACTISED,
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


def has_begun(session: Session, assignment_id: str) -> bool:
    """Whether anybody has, be they in the cohort still or not."""
    begun = select(_TALK.c.id).where(_TALK.c.assignment_id == assignment_id).limit(1)
    return session.connection().execute(begun).first() is not None


def with_more_attempts(session: Session, assignment: Assignment, attempts: int) -> list[TraineesDoing]:
    """The cohort's trainees who have begun more than so many; who has begun most comes first."""
    made = func.count(_TALK.c.id)
    asked = _doings(assignment, "", _PERSON, *_DOING).having(made > attempts)
    return _found(session, asked.order_by(made.desc(), _NAME, _PERSON.c.id))


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


def stages_in(session: Session, assignment: Assignment, words: str = "") -> dict[Stage, int]:
    """How many of the cohort's trainees who are found by the words have come how far. Raises BadInput for too many."""
    each = _doings(assignment, words, *_DOING).subquery()
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
    session: Session, assignment: Assignment, wanted: WantedDoings, most: int, offset: int
) -> list[TraineesDoing]:
    """Of the cohort's trainees. Those who are alike stand by name, who has never practised last.

    Each database orders letters in its own way, so by name all are read and sorted here.
    """
    asked = _doings(assignment, wanted.words, _PERSON, *_DOING)
    if wanted.stage is not None:
        asked = asked.having(_STAGES[wanted.stage])
    asked = asked.order_by(*_order(wanted))
    if wanted.order is not DoingOrder.NAME:
        return _found(session, asked.limit(most).offset(offset))
    every = _found(session, asked)
    every.sort(key=lambda one: place_of(one.person.name, wanted.language), reverse=wanted.descending)
    return every[offset : offset + most]


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


def _order(wanted: WantedDoings) -> Iterator[ColumnElement[Any]]:
    by = _ORDERS[wanted.order]
    if wanted.order is DoingOrder.PRACTISED:
        yield _PRACTISED.is_(None)
    yield by.desc() if wanted.descending else by
    yield from (_NAME, _PERSON.c.id)


def _doings(assignment: Assignment, words: str, *columns: Any) -> Any:  # noqa: ANN401 - and the statement made of them
    found = (holds(word, _PERSON.c.name, _PERSON.c.email) for word in words_in(storable(words)))
    return (
        select(*columns)
        .select_from(_MEMBER)
        .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
        .outerjoin(_TALK, and_(_TALK.c.assignment_id == assignment.id, _TALK.c.person_id == _PERSON.c.id))
        .where(_MEMBER.c.cohort_id == assignment.cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value, *found)
        .group_by(_PERSON.c.id)
    )


def _found(session: Session, asked: Select[Any]) -> list[TraineesDoing]:
    return [TraineesDoing(person_of(row), _doing(row)) for row in session.connection().execute(asked)]


def _doing(row: Row[Any]) -> Doing:
    return Doing(row.made, row.finished, row.handed_in, row.practised_at, row.first_finished_at, row.first_handed_in_at)
