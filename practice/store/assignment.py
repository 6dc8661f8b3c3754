"""What a cohort is asked to practise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Row, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.store.types import UtcDateTime, new_id, now, one_of


class AssignmentRow(SQLModel, table=True):
    """`language` and `difficulty` are None where the trainee chooses, `attempts` where as many as they like count."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("language", Language),
        one_of("mode", Mode),
        CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty"),
        CheckConstraint("attempts >= 1", name="attempts"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    cohort_id: str = Field(foreign_key="cohort.id", index=True, max_length=32)
    scenario_key: str = Field(max_length=80)
    language: str | None = Field(default=None, max_length=5)
    difficulty: int | None = None
    mode: str = Field(max_length=20)
    attempts: int | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = Field(default="", max_length=400)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Assignment:
    """`language` and `difficulty` None: the trainee chooses; `attempts` None: as many as they like."""

    id: str
    cohort_id: str
    scenario_key: str
    language: Language | None
    difficulty: int | None
    mode: Mode
    attempts: int | None
    due_at: datetime | None
    note: str
    created_at: datetime
    withdrawn_at: datetime | None


def assignment_of(row: AssignmentRow | Row[Any]) -> Assignment:
    return Assignment(
        row.id,
        row.cohort_id,
        row.scenario_key,
        Language(row.language) if row.language else None,
        row.difficulty,
        Mode(row.mode),
        row.attempts,
        row.due_at,
        row.note,
        row.created_at,
        row.withdrawn_at,
    )


def add_assignment(session: Session, row: AssignmentRow) -> str:
    """Its id."""
    session.add(row)
    session.flush()
    return row.id


def hold_assignment(session: Session, assignment_id: str, *, to_change: bool = True) -> AssignmentRow | None:
    """As it is now. While one holds it to change it, nobody else holds it: no attempt begins meanwhile."""
    wanted = select(AssignmentRow).where(AssignmentRow.id == assignment_id).execution_options(populate_existing=True)
    locks = wanted.with_for_update() if to_change else wanted.with_for_update(read=True, key_share=True)
    return session.exec(locks).first()


def withdraw_assignment(session: Session, assignment_id: str, moment: datetime) -> bool:
    """False where it was withdrawn before."""
    withdrawn = session.exec(
        update(AssignmentRow)
        .where(col(AssignmentRow.id) == assignment_id, col(AssignmentRow.withdrawn_at).is_(None))
        .values(withdrawn_at=moment)
    )
    return withdrawn.rowcount == 1
