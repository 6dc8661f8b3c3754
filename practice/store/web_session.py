"""Who is signed in where. The cookie holds a random token, the table only its hash."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime


@dataclass(frozen=True)
class WebSession:
    id: str  #: the token's hash, which signs nobody in
    person_id: int
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    remembered: bool
    ended: bool


class WebSessionRow(SQLModel, table=True):
    __tablename__ = "web_session"

    id_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remembered: bool


def add_session(
    session: Session, id_hash: str, person_id: int, moment: datetime, ends_at: datetime, remembered: bool
) -> None:
    times = {"created_at": moment, "seen_at": moment, "ends_at": ends_at}
    session.add(WebSessionRow(id_hash=id_hash, person_id=person_id, remembered=remembered, **times))


def web_session(session: Session, id_hash: str) -> WebSession | None:
    row = session.get(WebSessionRow, id_hash)
    return _session(row) if row else None


def open_sessions(session: Session, person_id: int, moment: datetime, idle_since: datetime) -> list[WebSession]:
    """Those that would let somebody in; the one seen last comes first."""
    rows = session.exec(
        select(WebSessionRow)
        .where(
            WebSessionRow.person_id == person_id,
            col(WebSessionRow.ended_at).is_(None),
            col(WebSessionRow.ends_at) > moment,
            or_(col(WebSessionRow.remembered), col(WebSessionRow.seen_at) > idle_since),
        )
        .order_by(col(WebSessionRow.seen_at).desc(), col(WebSessionRow.id_hash))
    ).all()
    return [_session(row) for row in rows]


def touch_session(session: Session, id_hash: str, moment: datetime) -> None:
    session.exec(update(WebSessionRow).where(col(WebSessionRow.id_hash) == id_hash).values(seen_at=moment))


def end_session(session: Session, person_id: int, id_hash: str, moment: datetime) -> None:
    """Nothing happens where it is another person's."""
    session.exec(
        update(WebSessionRow)
        .where(
            col(WebSessionRow.id_hash) == id_hash,
            col(WebSessionRow.person_id) == person_id,
            col(WebSessionRow.ended_at).is_(None),
        )
        .values(ended_at=moment)
    )


def end_sessions(session: Session, person_id: int, moment: datetime, except_for: str = "") -> None:
    session.exec(
        update(WebSessionRow)
        .where(
            col(WebSessionRow.person_id) == person_id,
            col(WebSessionRow.id_hash) != except_for,
            col(WebSessionRow.ended_at).is_(None),
        )
        .values(ended_at=moment)
    )


def drop_sessions_past(session: Session, moment: datetime) -> None:
    session.exec(delete(WebSessionRow).where(col(WebSessionRow.ends_at) <= moment))


def _session(row: WebSessionRow) -> WebSession:
    ended = row.ended_at is not None
    return WebSession(row.id_hash, row.person_id, row.created_at, row.seen_at, row.ends_at, row.remembered, ended)
