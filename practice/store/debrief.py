"""What the coach said after a talk, or why it could not."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Row, bindparam, literal, true
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief, Point
from practice.store.job import JobKind, open_job
from practice.store.types import UtcDateTime, now, storable, table_of


class DebriefRow(SQLModel, table=True):
    __tablename__ = "debrief"

    id: int | None = Field(default=None, primary_key=True)
    job_id: int = Field(foreign_key="job.id", unique=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True, max_length=32)
    points: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None
    model: str = Field(max_length=200)
    prompt_hash: str = Field(max_length=64)
    raw_answer: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_DEBRIEF = table_of(DebriefRow)
_LATEST = (
    select_columns(_DEBRIEF)
    .where(_DEBRIEF.c.conversation_id == bindparam("conversation_id"))
    .order_by(_DEBRIEF.c.id.desc())
    .limit(1)
    .subquery("latest")
)
_ONE = select_columns(literal(1).label("one")).subquery("one")
_STANDING = select_columns(
    _LATEST, open_job(JobKind.DEBRIEF, bindparam("conversation_id")).label("being_written")
).select_from(_ONE.outerjoin(_LATEST, true()))


def add_debrief(
    session: Session,
    conversation_id: str,
    job_id: int,
    result: Debrief | Problem,
    model: str,
    prompt_hash: str,
    raw_answer: str | None,
) -> None:
    row = DebriefRow(
        job_id=job_id,
        conversation_id=conversation_id,
        model=model,
        prompt_hash=prompt_hash,
        raw_answer=raw_answer and storable(raw_answer),
    )
    if isinstance(result, Problem):
        row.problem_key, row.problem_detail = result.key, storable(result.detail)
    else:
        row.points = {
            "strength": result.strength.__dict__ if result.strength else None,
            "priorities": [point.__dict__ for point in result.priorities],
        }
    session.add(row)


def latest_debrief(session: Session, conversation_id: str) -> Debrief | Problem | None:
    """None where none was written yet."""
    row = session.exec(
        select(DebriefRow).where(DebriefRow.conversation_id == conversation_id).order_by(col(DebriefRow.id).desc())
    ).first()
    return None if row is None else _said(row)


def debrief_standing(session: Session, conversation_id: str) -> tuple[Debrief | Problem | None, bool]:
    """The latest, and whether one is being written: looked at in the same moment, so that neither is missed."""
    row = session.connection().execute(_STANDING, {"conversation_id": conversation_id}).one()
    return None if row.id is None else _said(row), bool(row.being_written)


def _said(row: DebriefRow | Row[Any]) -> Debrief | Problem:
    if row.points is None:
        return Problem(row.problem_key or "model_error", row.problem_detail or "")
    strength = row.points["strength"]
    return Debrief(Point(**strength) if strength else None, tuple(Point(**point) for point in row.points["priorities"]))
