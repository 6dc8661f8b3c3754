"""What a change in a cohort takes out of its trainers' sight, counted before anybody makes it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import Session

from practice.domain.conversation import Mode
from practice.domain.review import ReviewState
from practice.store.chat import ConversationRow, TurnRow
from practice.store.cohort import MemberRole, MembershipRow
from practice.store.dispute import DisputeRow
from practice.store.gold import GoldItemRow
from practice.store.grading import GradeRow
from practice.store.override import OverrideRow
from practice.store.readable import open_elsewhere, open_in
from practice.store.review import ReviewRow
from practice.store.types import table_of

_TALK, _TURN, _GRADE = table_of(ConversationRow), table_of(TurnRow), table_of(GradeRow)
_DISPUTE, _OVERRIDE, _MEMBER = table_of(DisputeRow), table_of(OverrideRow), table_of(MembershipRow)
_REVIEW, _ITEM = table_of(ReviewRow), table_of(GoldItemRow)


@dataclass(frozen=True)
class OutOfSight:
    """Talks that whoever trains the cohort reads now and will not any more, and of how many trainees they are.

    Of these talks, `asked` have a second look that nobody has answered, `judged` have a level that a trainer set, and
    `elsewhere` stay open to the trainers of another cohort. `queued` are open entries of the queue about them,
    `labelled` replies of them in gold sets that no trainer may read any more.
    """

    talks: int = 0
    trainees: int = 0
    asked: int = 0
    judged: int = 0
    queued: int = 0
    labelled: int = 0
    elsewhere: int = 0


def made_private(session: Session, cohort_id: str) -> OutOfSight:
    """By making the practice of the whole cohort private until it is handed in."""
    # What still goes on becomes private in every cohort of its owner.
    elsewhere = and_(open_elsewhere(cohort_id), _TALK.c.ended_at.is_not(None))
    return _counted(session, and_(_open_in(cohort_id), _TALK.c.handed_in_at.is_(None)), elsewhere)


def member_removed(session: Session, cohort_id: str, person_id: int) -> OutOfSight:
    """By removing one person from the cohort, as far as what they practise there is concerned."""
    return _counted(session, and_(open_in(cohort_id), _TALK.c.person_id == person_id), open_elsewhere(cohort_id))


def trainer_removed(session: Session, cohort_id: str) -> OutOfSight:
    """What any of the cohort's trainers reads by training it: only talks and trainees are counted."""
    asked = select(func.count(), func.count(_TALK.c.person_id.distinct())).where(_open_in(cohort_id))
    return OutOfSight(*session.connection().execute(asked).one())


def _open_in(cohort_id: str) -> ColumnElement[bool]:
    # Talks are found by person.
    trainees = select(_MEMBER.c.person_id).where(
        _MEMBER.c.cohort_id == cohort_id, _MEMBER.c.role == MemberRole.TRAINEE.value
    )
    return and_(_TALK.c.person_id.in_(trainees), open_in(cohort_id))


def _counted(session: Session, leaving: ColumnElement[bool], elsewhere: ColumnElement[bool]) -> OutOfSight:
    connection = session.connection()
    talk = select(
        _TALK.c.id,
        _TALK.c.person_id,
        _TALK.c.rubric_version_id,
        or_(_TALK.c.mode == Mode.PRACTICE.value, _TALK.c.ended_at.is_not(None)).label("revealed"),
        elsewhere.label("elsewhere"),
    )
    gone = talk.where(leaving).cte("gone")
    graded = exists().where(
        _TURN.c.conversation_id == gone.c.id,
        _GRADE.c.turn_id == _TURN.c.id,
        _GRADE.c.rubric_version_id == gone.c.rubric_version_id,
    )
    asked = graded.where(_DISPUTE.c.grade_id == _GRADE.c.id, _DISPUTE.c.answer.is_(None))
    judged = graded.where(_OVERRIDE.c.grade_id == _GRADE.c.id)
    told = select(
        func.count().label("talks"),
        func.count(gone.c.person_id.distinct()).label("trainees"),
        func.count().filter(asked).label("asked"),
        func.count().filter(judged).label("judged"),
        func.count().filter(gone.c.elsewhere).label("elsewhere"),
    )
    talks = connection.execute(told.select_from(gone)).one()
    queued = (
        select(func.count())
        .select_from(_REVIEW)
        .join(_GRADE, _GRADE.c.id == _REVIEW.c.grade_id)
        .join(_TURN, _TURN.c.id == _REVIEW.c.turn_id)
        .join(gone, and_(gone.c.id == _TURN.c.conversation_id, gone.c.rubric_version_id == _GRADE.c.rubric_version_id))
        .where(gone.c.revealed, _REVIEW.c.state == ReviewState.OPEN.value)
    )
    labelled = (
        select(func.count())
        .select_from(_ITEM)
        .join(_TURN, _TURN.c.id == _ITEM.c.turn_id)
        .join(gone, gone.c.id == _TURN.c.conversation_id)
        .where(~gone.c.elsewhere, _ITEM.c.taken_out_at.is_(None), _ITEM.c.added_by != gone.c.person_id)
    )
    counts = {"queued": queued, "labelled": labelled}
    return OutOfSight(**talks._mapping, **{name: connection.execute(one).scalar_one() for name, one in counts.items()})
