"""What a cohort is asked to practise."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

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
