"""What trainers write beside a turn, for whose talk it is."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from practice.store.types import UtcDateTime, now


class CommentRow(SQLModel, table=True):
    """`seen_at` is when the talk's owner first saw it."""

    __tablename__ = "comment"

    id: int | None = Field(default=None, primary_key=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    person_id: int = Field(foreign_key="person.id")
    words: str = Field(max_length=2000)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
