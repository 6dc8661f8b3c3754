"""Levels that a trainer set in place of the machine's, which stays beside them."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, SQLModel

from practice.domain.override import OverrideReason
from practice.store.types import UtcDateTime, now, one_of


class OverrideRow(SQLModel, table=True):
    """Of several for one criterion of one reply the newest counts. `level` is None for not shown."""

    __tablename__ = "override"
    __table_args__ = (one_of("reason", OverrideReason), CheckConstraint("level BETWEEN 1 AND 5", name="level_on_scale"))

    id: int | None = Field(default=None, primary_key=True)
    grade_id: int = Field(foreign_key="grade.id", index=True)
    criterion: str = Field(max_length=80)
    level: int | None = None
    reason: str = Field(max_length=20)
    words: str = Field(max_length=1000)
    person_id: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: When the talk's owner first saw it.
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def add_override(session: Session, row: OverrideRow) -> None:
    session.add(row)
    session.flush()
