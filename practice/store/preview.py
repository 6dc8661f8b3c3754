"""Previews: the replies of a gold set graded by one or two versions of a rubric, one reply and version at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from practice.store.types import UtcDateTime, new_id, now


class PreviewRow(SQLModel, table=True):
    """`before_version_id` was in force when it began, `after_version_id` is the draft.

    Both are the same where the version in force is measured by itself.
    """

    __tablename__ = "preview"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    gold_set_id: str = Field(foreign_key="gold_set.id", index=True, max_length=32)
    before_version_id: int = Field(foreign_key="rubric_version.id")
    after_version_id: int = Field(foreign_key="rubric_version.id", index=True)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: The figures, once everything was tried; computed anew whenever something was graded after that.
    figures: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class PreviewGradeRow(SQLModel, table=True):
    """Its id is the subject of its job; `grade` is None until it was tried. What was not graded says why in it."""

    __tablename__ = "preview_grade"
    __table_args__ = (UniqueConstraint("preview_id", "gold_item_id", "rubric_version_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    preview_id: str = Field(foreign_key="preview.id", max_length=32)
    gold_item_id: int = Field(foreign_key="gold_item.id", index=True)
    rubric_version_id: int = Field(foreign_key="rubric_version.id", index=True)
    status: str | None = Field(default=None, max_length=20)
    grade: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    graded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
