"""What trainers write beside a turn, for whose talk it is."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import Field, Session, SQLModel

from practice.store.types import UtcDateTime, now, table_of


class CommentRow(SQLModel, table=True):
    """`seen_at` is when the talk's owner first saw it."""

    __tablename__ = "comment"

    id: int | None = Field(default=None, primary_key=True)
    turn_id: str = Field(foreign_key="turn.id", index=True, max_length=32)
    person_id: int = Field(foreign_key="person.id")
    words: str = Field(max_length=2000)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_COMMENT = table_of(CommentRow)
_ADD = insert(_COMMENT)
_MARK_SEEN = (
    update(_COMMENT)
    .where(_COMMENT.c.id.in_(bindparam("comment_ids", expanding=True)), _COMMENT.c.seen_at.is_(None))
    .values(seen_at=bindparam("moment"))
)
_WITHDRAW = delete(_COMMENT).where(_COMMENT.c.id == bindparam("comment_id"), _COMMENT.c.seen_at.is_(None))


def add_comment(session: Session, turn_id: str, author_id: int, words: str, moment: datetime) -> None:
    values = {"turn_id": turn_id, "person_id": author_id, "words": words, "created_at": moment}
    session.connection().execute(_ADD, values)


def mark_comments_seen(session: Session, comment_ids: Iterable[int], moment: datetime) -> None:
    """Those that were seen before keep the time of that."""
    session.connection().execute(_MARK_SEEN, {"comment_ids": list(comment_ids), "moment": moment})


def withdraw_comment(session: Session, comment_id: int) -> bool:
    """False where it has been seen, and so stays."""
    return bool(session.connection().execute(_WITHDRAW, {"comment_id": comment_id}).rowcount)
