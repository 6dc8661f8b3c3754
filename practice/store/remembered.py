"""Browsers that may begin a new session by themselves. The cookie holds the row's id and a random token, the table
only the token's hash."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, new_id, now


@dataclass(frozen=True)
class Remembered:
    id: str
    person_id: int
    created_at: datetime
    #: When it was given the token it has.
    changed_at: datetime
    ends_at: datetime
    ended: bool
    token_hash: str
    previous_hash: str | None

    def had(self, token_hash: str) -> bool:
        """As its token, or as the one just before."""
        return token_hash in (self.token_hash, self.previous_hash)


class RememberedRow(SQLModel, table=True):
    """One browser of one person. Each use gives it another token; the one before is known, to notice a stolen copy."""

    __tablename__ = "remembered"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: int = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    previous_hash: str | None = Field(default=None, max_length=64)
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_remembered(session: Session, person_id: int, token_hash: str, moment: datetime, ends_at: datetime) -> str:
    """Its id."""
    row = RememberedRow(
        person_id=person_id, token_hash=token_hash, changed_at=moment, created_at=moment, ends_at=ends_at
    )
    session.add(row)
    session.flush()
    return row.id


def remembered_with_id(session: Session, remembered_id: str) -> Remembered | None:
    row = session.get(RememberedRow, remembered_id, populate_existing=True)
    return _remembered(row) if row else None


def exchange_token(session: Session, remembered_id: str, old_hash: str, new_hash: str, moment: datetime) -> bool:
    """True for one caller only, whatever else happens at the same moment."""
    exchanged = session.exec(
        update(RememberedRow)
        .where(
            col(RememberedRow.id) == remembered_id,
            col(RememberedRow.token_hash) == old_hash,
            col(RememberedRow.ended_at).is_(None),
            col(RememberedRow.ends_at) > moment,
        )
        .values(token_hash=new_hash, previous_hash=old_hash, changed_at=moment)
    )
    return exchanged.rowcount == 1


def open_remembered(session: Session, person_id: int, moment: datetime) -> list[Remembered]:
    rows = session.exec(
        select(RememberedRow).where(
            RememberedRow.person_id == person_id,
            col(RememberedRow.ended_at).is_(None),
            col(RememberedRow.ends_at) > moment,
        )
    ).all()
    return [_remembered(row) for row in rows]


def forget(session: Session, moment: datetime, *which: ColumnElement[bool]) -> int:
    """How many of `which` ended by this. Sessions that they began are for `practice.store.web_session` to end."""
    ended = session.exec(
        update(RememberedRow).where(*which, col(RememberedRow.ended_at).is_(None)).values(ended_at=moment)
    )
    return ended.rowcount


def _remembered(row: RememberedRow) -> Remembered:
    return Remembered(
        row.id,
        row.person_id,
        row.created_at,
        row.changed_at,
        row.ends_at,
        row.ended_at is not None,
        row.token_hash,
        row.previous_hash,
    )
