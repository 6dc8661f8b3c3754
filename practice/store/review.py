"""The trainer's queue: grades that a person should look at, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, bindparam, func, insert, select, update
from sqlmodel import Field, Session, SQLModel

from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.store.chat import ConversationRow, TurnRow
from practice.store.grading import GradeRow
from practice.store.grading_reading import grades_from
from practice.store.types import UtcDateTime, now, one_of, table_of


class ReviewState(StrEnum):
    OPEN = "open"
    DONE = "done"  #: somebody looked, and said so
    OVERTAKEN = "overtaken"  #: a later grade of the same reply by the same rubric took its place


class ReviewRow(SQLModel, table=True):
    __tablename__ = "review"
    __table_args__ = (one_of("state", ReviewState),)

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", unique=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    reasons: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=ReviewState.OPEN.value, max_length=20, index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    assigned_to: int | None = Field(default=None, foreign_key="person.id")
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class OpenReview:
    """`text` is what the turn says: the reply, or the last turn of a talk that was graded as a whole."""

    turn_id: str
    conversation_id: str
    language: Language
    text: str
    scope: Scope
    asked_at: datetime
    reasons: tuple[str, ...]
    grade: Grade


_REVIEW = table_of(ReviewRow)
_GRADE = table_of(GradeRow)
_TURN = table_of(TurnRow)
_TALK = table_of(ConversationRow)
_ADD_REVIEW = insert(_REVIEW)
_OPEN = _REVIEW.c.state == ReviewState.OPEN.value
_COUNT_OPEN = select(func.count()).select_from(_REVIEW).where(_OPEN)
_NEWEST_OPEN = (
    select(
        _GRADE,
        _REVIEW.c.reasons,
        _REVIEW.c.created_at.label("asked_at"),
        _TURN.c.conversation_id,
        _TURN.c.text,
        _TALK.c.language,
    )
    .join(_REVIEW, _REVIEW.c.grade_id == _GRADE.c.id)
    .join(_TURN, _TURN.c.id == _REVIEW.c.turn_id)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .where(_OPEN)
    .order_by(_REVIEW.c.id.desc())
    .limit(bindparam("most"))
)
_SAME = _GRADE.alias("same")
_OF_ITS_KIND = (
    select(_GRADE.c.id)
    .join(
        _SAME,
        (_SAME.c.turn_id == _GRADE.c.turn_id)
        & (_SAME.c.scope == _GRADE.c.scope)
        & (_SAME.c.rubric_version_id == _GRADE.c.rubric_version_id),
    )
    .where(_SAME.c.id == bindparam("added_grade"))
)
_OVERTAKE = update(_REVIEW).where(_OPEN, _REVIEW.c.grade_id.in_(_OF_ITS_KIND)).values(state=ReviewState.OVERTAKEN.value)


def ask_for_review(session: Session, grade_id: int, turn_id: str, reasons: tuple[str, ...]) -> None:
    """Puts the grade in the queue; what earlier grades by the same rubric asked for is then overtaken."""
    session.connection().execute(_OVERTAKE, {"added_grade": grade_id})
    if reasons:
        values: dict[str, Any] = {
            "grade_id": grade_id,
            "turn_id": turn_id,
            "reasons": list(reasons),
            "state": ReviewState.OPEN.value,
            "created_at": now(),
        }
        session.connection().execute(_ADD_REVIEW, values)


def count_open(session: Session) -> int:
    return session.connection().execute(_COUNT_OPEN).scalar_one()


def open_reviews(session: Session, most: int) -> list[OpenReview]:
    """Newest first."""
    rows = session.connection().execute(_NEWEST_OPEN, {"most": most}).all()
    grades = grades_from(session, rows)
    return [
        OpenReview(
            turn_id=row.turn_id,
            conversation_id=row.conversation_id,
            language=Language(row.language),
            text=row.text,
            scope=Scope(row.scope),
            asked_at=row.asked_at,
            reasons=tuple(row.reasons),
            grade=grades[row.id],
        )
        for row in rows
    ]
