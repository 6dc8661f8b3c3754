"""The trainer's queue: grades that a person should look at, and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, bindparam, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.review import DISPUTE, RANDOM_SAMPLE, ReviewState
from practice.store.dispute import DisputeRow
from practice.store.grading import GradeRow
from practice.store.types import UtcDateTime, now, one_of, table_of

#: A later grade says nothing of these: who disputed still waits for an answer, what was drawn stays drawn.
_LASTING = (DISPUTE, RANDOM_SAMPLE)


class ReviewRow(SQLModel, table=True):
    __tablename__ = "review"
    __table_args__ = (one_of("state", ReviewState), Index("ix_review_state_created_at", "state", "created_at"))

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", unique=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=ReviewState.OPEN.value, max_length=20)
    #: When a look was last asked for.
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    assigned_to: int | None = Field(default=None, foreign_key="person.id")
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def was_done_by(self, person_id: int) -> bool:
        return self.state == ReviewState.DONE and self.done_by == person_id


_REVIEW = table_of(ReviewRow)
_GRADE = table_of(GradeRow)
_DISPUTE = table_of(DisputeRow)
_SAME = _GRADE.alias("same")
_ADD_REVIEW = insert(_REVIEW)
_OF_ITS_KIND = (
    select_columns(_GRADE.c.id)
    .join(
        _SAME,
        (_SAME.c.turn_id == _GRADE.c.turn_id)
        & (_SAME.c.scope == _GRADE.c.scope)
        & (_SAME.c.rubric_version_id == _GRADE.c.rubric_version_id),
    )
    .where(_SAME.c.id == bindparam("one_of_them"))
)
#: Those of one turn, without their state: SQLite would rather look through everything that is open.
_AMONG_ITS_TURNS = (
    _REVIEW.c.turn_id
    == select_columns(_SAME.c.turn_id).where(_SAME.c.id == bindparam("one_of_them")).scalar_subquery(),
    _REVIEW.c.grade_id.in_(_OF_ITS_KIND),
)
_UNANSWERED = (
    select_columns(_DISPUTE.c.criterion)
    .where(_DISPUTE.c.grade_id.in_(_OF_ITS_KIND), _DISPUTE.c.answer.is_(None))
    .order_by(_DISPUTE.c.id)
)
_ALL_OF_ITS_KIND = select_columns(_REVIEW).where(*_AMONG_ITS_TURNS).order_by(_REVIEW.c.id)
_OVERTAKE = (
    update(_REVIEW)
    .where(_REVIEW.c.id.in_(bindparam("ids", expanding=True)), _REVIEW.c.state == ReviewState.OPEN.value)
    .values(state=ReviewState.OVERTAKEN.value)
)


def ask_for_review(session: Session, grade_id: int, turn_id: str, reasons: tuple[str, ...]) -> None:
    """Puts the grade in the queue; what earlier grades by the same rubric asked for is then overtaken.

    What a trainee or chance asked for stays asked, and who had taken it keeps it.
    """
    connection = session.connection()
    kept = connection.execute(_ALL_OF_ITS_KIND, {"one_of_them": grade_id}).all()
    earlier = [row for row in kept if row.state == ReviewState.OPEN]
    if earlier:
        connection.execute(_OVERTAKE, {"ids": [row.id for row in earlier]})
    lasting = [reason for row in earlier for reason in row.reasons if reason in _LASTING]
    all_reasons = list(dict.fromkeys((*lasting, *reasons)))
    if all_reasons:
        values: dict[str, Any] = {
            "grade_id": grade_id,
            "turn_id": turn_id,
            "reasons": all_reasons,
            "state": ReviewState.OPEN.value,
            "created_at": now(),
            "assigned_to": earlier[-1].assigned_to if earlier else None,
        }
        connection.execute(_ADD_REVIEW, values)


def ask_for_answer(session: Session, grade_id: int, turn_id: str, moment: datetime) -> None:
    """A dispute joins what waits of the same reply by the same rubric; a grade that was looked at waits again."""
    row = next(iter(_waiting(session, grade_id)), None) or review_of(session, grade_id)
    if row is None:
        row = ReviewRow(grade_id=grade_id, turn_id=turn_id, created_at=moment)
    if row.state != ReviewState.OPEN:
        row.state, row.done_by, row.done_at, row.created_at = ReviewState.OPEN.value, None, None, moment
    row.reasons = list(dict.fromkeys((DISPUTE, *row.reasons)))
    session.add(row)
    session.flush()


def settle_dispute(session: Session, grade_id: int, person_id: int, moment: datetime) -> None:
    """Once all is answered. What waits for nothing else is done by whoever answered; that it waited stays told."""
    for row in _waiting(session, grade_id):
        others = [reason for reason in row.reasons if reason != DISPUTE]
        if others:
            row.reasons = others
        else:
            row.state, row.done_by, row.done_at = ReviewState.DONE.value, person_id, moment
        session.add(row)
    session.flush()


def unanswered(session: Session, grade_id: int) -> list[str]:
    """The criteria of what this grades whose second look still waits for an answer, asked for at whichever grade."""
    return list(session.connection().execute(_UNANSWERED, {"one_of_them": grade_id}).scalars())


def review_of(session: Session, grade_id: int) -> ReviewRow | None:
    """Others who would change it wait until this transaction is over."""
    return session.exec(select(ReviewRow).where(ReviewRow.grade_id == grade_id).with_for_update()).first()


def _waiting(session: Session, grade_id: int) -> list[ReviewRow]:
    """Of the same reply by the same rubric, newest first."""
    wanted = select(ReviewRow).where(*_AMONG_ITS_TURNS).order_by(col(ReviewRow.id).desc()).with_for_update()
    rows = session.exec(wanted, params={"one_of_them": grade_id}).all()
    return [row for row in rows if row.state == ReviewState.OPEN]
