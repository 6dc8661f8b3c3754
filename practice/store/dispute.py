"""What a trainee holds against a level, in a sentence, and what a trainer answers."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, update

from practice.store.types import UtcDateTime, added, now


class DisputeRow(SQLModel, table=True):
    """One for each criterion of a grade."""

    __tablename__ = "dispute"
    __table_args__ = (UniqueConstraint("grade_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id")
    criterion: str = Field(max_length=80)
    person_id: int = Field(foreign_key="person.id")
    words: str = Field(max_length=1000)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    answer: str | None = Field(default=None, max_length=1000)
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: When who asked first saw the answer.
    answer_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def add_dispute(session: Session, row: DisputeRow) -> bool:
    """False where this criterion of the grade was disputed before."""
    return added(session, row)


def answer_dispute(session: Session, dispute_id: int, words: str, person_id: int, moment: datetime) -> bool:
    """False where somebody has answered it before."""
    changed = session.exec(
        update(DisputeRow)
        .where(col(DisputeRow.id) == dispute_id, col(DisputeRow.answer).is_(None))
        .values(answer=words, answered_by=person_id, answered_at=moment)
    )
    return changed.rowcount == 1
