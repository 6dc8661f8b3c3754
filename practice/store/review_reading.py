"""What waits in the whole queue, newest first, for whoever runs the service; private practice stays private."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from practice.domain.grade import Grade
from practice.domain.language import Language
from practice.domain.review import ReviewState
from practice.domain.rubric import Scope
from practice.store.chat import ConversationRow, TurnRow
from practice.store.export_reading import OPEN_TO_OTHERS
from practice.store.grading import GradeRow
from practice.store.grading_reading import grades_from
from practice.store.review import ReviewRow
from practice.store.types import table_of


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
_OPEN = _REVIEW.c.state == ReviewState.OPEN.value
_COUNT_OPEN = (
    select(func.count())
    .select_from(_REVIEW)
    .join(_TURN, _TURN.c.id == _REVIEW.c.turn_id)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .where(_OPEN, OPEN_TO_OTHERS)
)
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
    .where(_OPEN, OPEN_TO_OTHERS)
    .order_by(_REVIEW.c.created_at.desc(), _REVIEW.c.id.desc())
    .limit(bindparam("most"))
)


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
