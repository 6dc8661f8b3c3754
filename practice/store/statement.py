"""xAPI statements that wait for a learning record store, in the order in which they were made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint, delete, func, select, update
from sqlmodel import Field, Session, SQLModel

from practice.store.job import JobKind, JobRow, JobState
from practice.store.types import UtcDateTime, added, new_id, now, table_of


class StatementRow(SQLModel, table=True):
    """Its id is the subject of its job, and the statement's UUID without dashes: sent twice, it counts once.

    `about` tells statements apart, such as `answered:<turn id>`, so that none is made twice.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("about"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True, max_length=32)
    about: str = Field(max_length=80)
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_STATEMENT, _JOB = table_of(StatementRow), table_of(JobRow)
_OF_STATEMENTS = _JOB.c.kind == JobKind.STATEMENT.value


@dataclass(frozen=True)
class Outbox:
    """How many statements were sent, wait, or were refused for good; `trouble` is the newest reason, if one waits."""

    sent: int
    waiting: int
    refused: int
    trouble: str | None = None
    troubled_since: datetime | None = None


def abouts_kept(session: Session, conversation_id: str) -> frozenset[str]:
    asked = select(_STATEMENT.c.about).where(_STATEMENT.c.conversation_id == conversation_id)
    return frozenset(session.connection().execute(asked).scalars())


def add_statement(session: Session, row: StatementRow) -> bool:
    """False where another process has made the same one meanwhile."""
    return added(session, row)


def withdraw_statement(session: Session, statement_id: str) -> None:
    """It can be made anew: then it is the same one."""
    unsent = (_STATEMENT.c.id == statement_id, _STATEMENT.c.sent_at.is_(None))
    session.connection().execute(delete(_STATEMENT).where(*unsent))


def mark_sent(session: Session, statement_id: str, moment: datetime) -> None:
    session.connection().execute(update(_STATEMENT).where(_STATEMENT.c.id == statement_id).values(sent_at=moment))


def send_again(session: Session) -> int:
    """Lets everything that was refused be tried once more; how many that is."""
    refused = update(_JOB).where(_OF_STATEMENTS, _JOB.c.state == JobState.FAILED.value)
    changed = session.connection().execute(
        refused.values(state=JobState.QUEUED.value, attempts=0, available_at=now(), lease_until=None)
    )
    return int(changed.rowcount)


def outbox(session: Session, organisation_id: int | None = None) -> Outbox:
    """Of one organisation, or of the whole service."""
    own = [] if organisation_id is None else [_STATEMENT.c.organisation_id == organisation_id]
    connection = session.connection()
    sent = select(func.count()).select_from(_STATEMENT).where(_STATEMENT.c.sent_at.is_not(None), *own)
    held = (
        select(_JOB.c.state, func.count().label("many"))
        .join(_STATEMENT, _STATEMENT.c.id == _JOB.c.subject_id)
        .where(_OF_STATEMENTS, _STATEMENT.c.sent_at.is_(None), *own)
        .group_by(_JOB.c.state)
    )
    states = {row.state: int(row.many) for row in connection.execute(held)}
    refused = states.pop(JobState.FAILED.value, 0)
    newest = (
        select(_JOB.c.last_error, _STATEMENT.c.created_at)
        .join(_STATEMENT, _STATEMENT.c.id == _JOB.c.subject_id)
        .where(_OF_STATEMENTS, _STATEMENT.c.sent_at.is_(None), _JOB.c.last_error != "", *own)
        .order_by(_JOB.c.available_at.desc())
        .limit(1)
    )
    trouble = connection.execute(newest).first()
    return Outbox(
        connection.execute(sent).scalar_one(),
        sum(states.values()),
        refused,
        trouble.last_error if trouble else None,
        trouble.created_at if trouble else None,
    )
