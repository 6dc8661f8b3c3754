"""Who is signed in where. The cookie holds a random token, the table only its hash."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.remembered import RememberedRow, forget
from practice.store.types import UtcDateTime, table_of


@dataclass(frozen=True)
class WebSession:
    id: str  #: the token's hash, which signs nobody in
    person_id: int
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    #: The browser's row of `remembered`, where it may begin the next session by itself.
    remembered_id: str | None
    ended: bool


class WebSessionRow(SQLModel, table=True):
    __tablename__ = "web_session"

    id_hash: str = Field(primary_key=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remembered_id: str | None = Field(default=None, foreign_key="remembered.id", index=True, max_length=32)


_SESSION, _BROWSER = table_of(WebSessionRow), table_of(RememberedRow)
_BY_HASH = (
    select_columns(_SESSION, _BROWSER.c.ended_at.label("forgotten_at"))
    .outerjoin_from(_SESSION, _BROWSER, _SESSION.c.remembered_id == _BROWSER.c.id)
    .where(_SESSION.c.id_hash == bindparam("id_hash"))
)


def add_session(
    session: Session, id_hash: str, person_id: int, moment: datetime, ends_at: datetime, remembered_id: str | None
) -> None:
    times = {"created_at": moment, "seen_at": moment, "ends_at": ends_at}
    session.add(WebSessionRow(id_hash=id_hash, person_id=person_id, remembered_id=remembered_id, **times))


def web_session(session: Session, id_hash: str) -> WebSession | None:
    row = session.connection().execute(_BY_HASH, {"id_hash": id_hash}).first()
    if row is None:
        return None
    found = _session(row)
    # One can begin at the very moment in which its browser is forgotten.
    return replace(found, ended=True) if row.forgotten_at is not None else found


def open_sessions(session: Session, person_id: int, moment: datetime, idle_since: datetime) -> list[WebSession]:
    """Those that would let somebody in; the one seen last comes first."""
    rows = session.exec(
        select(WebSessionRow)
        .where(
            WebSessionRow.person_id == person_id,
            col(WebSessionRow.ended_at).is_(None),
            col(WebSessionRow.ends_at) > moment,
            col(WebSessionRow.seen_at) > idle_since,
        )
        .order_by(col(WebSessionRow.seen_at).desc(), col(WebSessionRow.id_hash))
    ).all()
    return [_session(row) for row in rows]


def newest_session_of(session: Session, remembered_id: str) -> str | None:
    """The id of the open one."""
    return session.exec(
        select(WebSessionRow.id_hash)
        .where(WebSessionRow.remembered_id == remembered_id, col(WebSessionRow.ended_at).is_(None))
        .order_by(col(WebSessionRow.created_at).desc())
        .limit(1)
    ).first()


def last_seen(session: Session, remembered_ids: Collection[str]) -> dict[str, datetime]:
    """When each of these browsers was last there."""
    rows = session.exec(
        select(WebSessionRow.remembered_id, func.max(WebSessionRow.seen_at))
        .where(col(WebSessionRow.remembered_id).in_(remembered_ids))
        .group_by(col(WebSessionRow.remembered_id))
    ).all()
    return {remembered_id: seen_at for remembered_id, seen_at in rows if remembered_id}


def touch_session(session: Session, id_hash: str, moment: datetime) -> None:
    session.exec(update(WebSessionRow).where(col(WebSessionRow.id_hash) == id_hash).values(seen_at=moment))


def end_session(session: Session, person_id: int, id_hash: str, moment: datetime) -> bool:
    """And its browser is remembered no more. False where nothing ended: it did before, or is another person's."""
    its = and_(col(WebSessionRow.id_hash) == id_hash, col(WebSessionRow.person_id) == person_id)
    forget(session, moment, col(RememberedRow.id).in_(select(WebSessionRow.remembered_id).where(its)))
    ended = session.exec(
        update(WebSessionRow).where(its, col(WebSessionRow.ended_at).is_(None)).values(ended_at=moment)
    )
    return ended.rowcount > 0


def end_remembered(session: Session, person_id: int, remembered_id: str, moment: datetime) -> bool:
    """With the sessions that it began. False as in `end_session`."""
    ended = forget(session, moment, col(RememberedRow.id) == remembered_id, col(RememberedRow.person_id) == person_id)
    if ended:
        end_sessions_of(session, remembered_id, moment)
    return ended > 0


def end_sessions_of(session: Session, remembered_id: str, moment: datetime) -> None:
    session.exec(
        update(WebSessionRow)
        .where(col(WebSessionRow.remembered_id) == remembered_id, col(WebSessionRow.ended_at).is_(None))
        .values(ended_at=moment)
    )


def end_sessions(session: Session, person_id: int, moment: datetime, except_for: str = "") -> int:
    """How many sessions and remembered browsers ended by it: all but the session `except_for` and its browser."""
    kept = select(WebSessionRow.remembered_id).where(
        WebSessionRow.id_hash == except_for, col(WebSessionRow.remembered_id).is_not(None)
    )
    forgotten = forget(session, moment, col(RememberedRow.person_id) == person_id, col(RememberedRow.id).not_in(kept))
    ended = session.exec(
        update(WebSessionRow)
        .where(
            col(WebSessionRow.person_id) == person_id,
            col(WebSessionRow.id_hash) != except_for,
            col(WebSessionRow.ended_at).is_(None),
        )
        .values(ended_at=moment)
    )
    return forgotten + ended.rowcount


def drop_sessions_past(session: Session, moment: datetime, longest: timedelta) -> None:
    """Those of a remembered browser stay until it is past, with the last session of at most `longest` that it began."""
    past = col(RememberedRow.ends_at) <= moment - longest
    session.exec(
        delete(WebSessionRow).where(
            or_(
                and_(col(WebSessionRow.remembered_id).is_(None), col(WebSessionRow.ends_at) <= moment),
                col(WebSessionRow.remembered_id).in_(select(RememberedRow.id).where(past)),
            )
        )
    )
    session.exec(delete(RememberedRow).where(past))


def _session(row: WebSessionRow | Row[Any]) -> WebSession:
    ended = row.ended_at is not None
    return WebSession(row.id_hash, row.person_id, row.created_at, row.seen_at, row.ends_at, row.remembered_id, ended)
