"""Scripted trainees who played a version of a scenario, so that its writer sees how the customer's mood moves."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from practice.domain.language import Language
from practice.store.types import UtcDateTime, new_id, now, one_of


class SimulationRow(SQLModel, table=True):
    """Its id is the subject of its job.

    `talks` has an entry for each scripted trainee from the beginning, filled in as they have played; `problem` is the
    key of what kept the rest from playing.
    """

    __tablename__ = "simulation"
    __table_args__ = (one_of("language", Language), CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty"))

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id")
    scenario_version_id: int = Field(foreign_key="scenario_version.id", index=True)
    language: str = Field(max_length=5)
    difficulty: int
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    talks: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    problem: str | None = None
