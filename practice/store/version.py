"""Versions of scenarios and rubrics: the text is the record, and no version is ever overwritten."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, added, now, one_of


class VersionStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class _VersionColumns(SQLModel):
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=80)
    number: int
    hash: str = Field(max_length=64)
    text: str
    status: str = Field(max_length=20)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def _version_rules() -> tuple[UniqueConstraint | CheckConstraint, ...]:
    return UniqueConstraint("key", "number"), UniqueConstraint("key", "hash"), one_of("status", VersionStatus)


class ScenarioVersionRow(_VersionColumns, table=True):
    __tablename__ = "scenario_version"
    __table_args__ = _version_rules()


class RubricVersionRow(_VersionColumns, table=True):
    __tablename__ = "rubric_version"
    __table_args__ = _version_rules()


VersionRow = TypeVar("VersionRow", ScenarioVersionRow, RubricVersionRow)


def text_hash(text: str) -> str:
    """SHA-256 of the text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def version_of(session: Session, table: type[VersionRow], key: str, text: str) -> VersionRow:
    """The published version with exactly this text, appended now if the text is new."""
    digest = text_hash(text)
    while True:
        row = session.exec(select(table).where(table.key == key, table.hash == digest)).first()
        if row is not None:
            return row
        last = session.exec(select(func.max(col(table.number))).where(table.key == key)).one()
        row = table(key=key, number=(last or 0) + 1, hash=digest, text=text, status=VersionStatus.PUBLISHED.value)
        if added(session, row):
            return row
