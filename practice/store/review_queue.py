"""The queue as one trainer sees it: the grades of talks that they may read, narrowed, sorted, page by page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, case, func, select
from sqlmodel import Session

from practice.domain.access import TRAINING_ROLES
from practice.domain.language import Language
from practice.domain.review import Order, ReviewState, Wanted
from practice.domain.rubric import Scope
from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.grading import GradeRow
from practice.store.person import PersonRow
from practice.store.readable import readable_by
from practice.store.review import ReviewRow
from practice.store.review_narrowing import HAS_REASON, REVEALED, conditions
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow

#: Of a reply and of what it answers, in characters.
_OF_REPLY, _OF_BEFORE = 400, 200


@dataclass(frozen=True)
class Named:
    id: int
    name: str


@dataclass(frozen=True)
class Entry:
    """`words` are the first ones of the reply, or of the last turn of a talk that was graded as a whole; `before` are
    those of the customer's turn that it answers, empty where there is none.
    """

    grade_id: int
    turn_id: str
    conversation_id: str
    scope: Scope
    language: Language
    words: str
    before: str
    trainee: Named
    reasons: tuple[str, ...]
    state: ReviewState
    asked_at: datetime
    assigned_to: Named | None
    done_by: Named | None
    done_at: datetime | None
    rubric_version_id: int


@dataclass(frozen=True)
class Counts:
    """How many there are, how many of them are this trainer's, and what they were practised in and graded by."""

    all: int
    mine: int
    rubric_version_ids: frozenset[int]
    scenario_version_ids: frozenset[int]


@dataclass(frozen=True)
class Group:
    id: str
    name: str


_REVIEW, _GRADE = table_of(ReviewRow), table_of(GradeRow)
_TURN, _TALK = table_of(TurnRow), table_of(ConversationRow)
_BEFORE = _TURN.alias("before")
_PERSON, _VERSION = table_of(PersonRow), table_of(RubricVersionRow)
_COHORT, _MEMBERSHIP = table_of(CohortRow), table_of(MembershipRow)
_OWN, _THEIRS = _MEMBERSHIP.alias("own_membership"), _MEMBERSHIP.alias("their_membership")
_OWNER, _TAKER, _DOER = (_PERSON.alias(name) for name in ("owner", "taker", "doer"))
_URGENCY = case(*((has, place) for place, has in enumerate(HAS_REASON.values())), else_=len(HAS_REASON))
_NEWEST = (_REVIEW.c.created_at.desc(), _REVIEW.c.id.desc())
_OLDEST = (_REVIEW.c.created_at, _REVIEW.c.id)
_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: _NEWEST,
    Order.OLDEST: _OLDEST,
    Order.REASONS: (_URGENCY, *_OLDEST),
    Order.LANGUAGE: (_TALK.c.language, *_NEWEST),
}
#: Only by the rubric of the talk: a grade by another one stands in no report, so nobody can look at it there.
_PLACED = (
    _REVIEW.join(_GRADE, _GRADE.c.id == _REVIEW.c.grade_id)
    .join(_TURN, _TURN.c.id == _REVIEW.c.turn_id)
    .join(
        _TALK,
        (_TALK.c.id == _TURN.c.conversation_id) & (_TALK.c.rubric_version_id == _GRADE.c.rubric_version_id),
    )
)
_ENTRIES: Select[Any] = select(
    _REVIEW.c.grade_id,
    _REVIEW.c.turn_id,
    _TURN.c.conversation_id,
    _GRADE.c.scope,
    _TALK.c.language,
    func.substr(_TURN.c.text, 1, _OF_REPLY + 1).label("words"),
    func.substr(_BEFORE.c.text, 1, _OF_BEFORE + 1).label("before"),
    _PERSON.c.id.label("trainee_id"),
    _PERSON.c.name.label("trainee_name"),
    _REVIEW.c.reasons,
    _REVIEW.c.state,
    _REVIEW.c.created_at,
    _TAKER.c.id.label("taker_id"),
    _TAKER.c.name.label("taker_name"),
    _DOER.c.id.label("doer_id"),
    _DOER.c.name.label("doer_name"),
    _REVIEW.c.done_at,
    _GRADE.c.rubric_version_id,
).select_from(
    _PLACED.join(_PERSON, _PERSON.c.id == _TALK.c.person_id)
    .outerjoin(_BEFORE, _BEFORE.c.id == _TURN.c.parent_id)
    .outerjoin(_TAKER, _TAKER.c.id == _REVIEW.c.assigned_to)
    .outerjoin(_DOER, _DOER.c.id == _REVIEW.c.done_by)
)


def queue_entries(session: Session, trainer_id: int, wanted: Wanted, size: int) -> list[Entry]:
    """One page of so many, and one entry more where there is a next page."""
    # What is sorted is ids alone: most entries are on other pages.
    ids = (
        select(_REVIEW.c.id)
        .select_from(_PLACED)
        .where(*conditions(session, trainer_id, wanted))
        .order_by(*_ORDERS[wanted.order])
        .limit(size + 1)
        .offset((wanted.page - 1) * size)
    )
    asked = _ENTRIES.where(_REVIEW.c.id.in_(ids.scalar_subquery())).order_by(*_ORDERS[wanted.order])
    return [_entry(row) for row in session.connection().execute(asked)]


def entries_in_talk(session: Session, conversation_id: str) -> list[Entry]:
    """What is open, oldest first, whoever asks."""
    # Without its state: SQLite would rather look through everything that is open.
    asked = _ENTRIES.where(_TALK.c.id == conversation_id, REVEALED).order_by(_REVIEW.c.id)
    entries = [_entry(row) for row in session.connection().execute(asked)]
    return [entry for entry in entries if entry.state is ReviewState.OPEN]


def count_queue(session: Session, trainer_id: int, state: ReviewState = ReviewState.OPEN) -> Counts:
    """Of everything in that state, whatever else is wanted."""
    mine = func.count().filter(_REVIEW.c.assigned_to == trainer_id)
    asked = (
        select(_TALK.c.rubric_version_id, _TALK.c.scenario_version_id, func.count().label("all"), mine.label("mine"))
        .select_from(_PLACED)
        .where(*conditions(session, trainer_id, Wanted(state=state)))
        .group_by(_TALK.c.rubric_version_id, _TALK.c.scenario_version_id)
    )
    rows = session.connection().execute(asked).all()
    return Counts(
        sum(row.all for row in rows),
        sum(row.mine for row in rows),
        frozenset(row.rubric_version_id for row in rows),
        frozenset(row.scenario_version_id for row in rows),
    )


def readers_of_talks(session: Session, conversation_ids: Iterable[str]) -> dict[str, tuple[Named, ...]]:
    """Conversation id -> the trainers who may look after its grades, by name."""
    asked = (
        select(_TALK.c.id.label("talk"), _PERSON.c.id, _PERSON.c.name)
        .join(_OWNER, _OWNER.c.id == _TALK.c.person_id)
        .join(_PERSON, _PERSON.c.organisation_id == _OWNER.c.organisation_id)
        .where(
            _TALK.c.id.in_(set(conversation_ids)),
            _PERSON.c.role.in_([role.value for role in TRAINING_ROLES]),
            _PERSON.c.disabled_at.is_(None),
            readable_by(_PERSON.c.id),
        )
        .order_by(func.lower(_PERSON.c.name), _PERSON.c.id)
    )
    found: dict[str, tuple[Named, ...]] = {}
    for row in session.connection().execute(asked):
        found[row.talk] = (*found.get(row.talk, ()), Named(row.id, row.name))
    return found


def groups_of_trainees(session: Session, trainer_id: int, trainee_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Trainee's id -> the names of the cohorts in which this person trains them."""
    asked = (
        select(_OWN.c.person_id, _COHORT.c.name)
        .join(_THEIRS, _THEIRS.c.cohort_id == _OWN.c.cohort_id)
        .join(_COHORT, _COHORT.c.id == _OWN.c.cohort_id)
        .where(
            _OWN.c.person_id.in_(set(trainee_ids)),
            _OWN.c.role == MemberRole.TRAINEE.value,
            _THEIRS.c.person_id == trainer_id,
            _THEIRS.c.role == MemberRole.TRAINER.value,
        )
        .order_by(_COHORT.c.name, _COHORT.c.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in session.connection().execute(asked):
        found[row.person_id] = (*found.get(row.person_id, ()), row.name)
    return found


def groups_trained(session: Session, trainer_id: int) -> tuple[Group, ...]:
    """By name."""
    asked = (
        select(_COHORT.c.id, _COHORT.c.name)
        .join(_THEIRS, _THEIRS.c.cohort_id == _COHORT.c.id)
        .where(_THEIRS.c.person_id == trainer_id, _THEIRS.c.role == MemberRole.TRAINER.value)
        .order_by(func.lower(_COHORT.c.name), _COHORT.c.id)
    )
    return tuple(Group(row.id, row.name) for row in session.connection().execute(asked))


def trains_somebody(session: Session, person_id: int) -> bool:
    """Whether they are a trainer of a cohort with trainees in it."""
    asked = (
        select(_OWN.c.id)
        .join(_THEIRS, _THEIRS.c.cohort_id == _OWN.c.cohort_id)
        .where(
            _OWN.c.role == MemberRole.TRAINEE.value,
            _THEIRS.c.person_id == person_id,
            _THEIRS.c.role == MemberRole.TRAINER.value,
        )
    )
    return session.connection().execute(asked.limit(1)).first() is not None


def rubric_texts(session: Session, version_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Version id -> key and text."""
    return _texts(session, _VERSION, version_ids)


def scenario_texts(session: Session, version_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Version id -> key and text."""
    return _texts(session, table_of(ScenarioVersionRow), version_ids)


def _texts(session: Session, version: Table, version_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    asked = select(version.c.id, version.c.key, version.c.text).where(version.c.id.in_(set(version_ids)))
    return {row.id: (row.key, row.text) for row in session.connection().execute(asked)}


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        grade_id=row.grade_id,
        turn_id=row.turn_id,
        conversation_id=row.conversation_id,
        scope=Scope(row.scope),
        language=Language(row.language),
        words=_first_words(row.words, _OF_REPLY),
        before=_first_words(row.before or "", _OF_BEFORE),
        trainee=Named(row.trainee_id, row.trainee_name),
        reasons=tuple(row.reasons),
        state=ReviewState(row.state),
        asked_at=row.created_at,
        assigned_to=None if row.taker_id is None else Named(row.taker_id, row.taker_name),
        done_by=None if row.doer_id is None else Named(row.doer_id, row.doer_name),
        done_at=row.done_at,
        rubric_version_id=row.rubric_version_id,
    )


def _first_words(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
