"""What the coach said after a talk, or why it could not."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief, Point
from practice.store.types import UtcDateTime, now, storable


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
    if row is None:
        return None
    if row.points is None:
        return Problem(row.problem_key or "model_error", row.problem_detail or "")
    strength = row.points["strength"]
    return Debrief(Point(**strength) if strength else None, tuple(Point(**point) for point in row.points["priorities"]))
