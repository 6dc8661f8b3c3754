"""Versions of scenarios and rubrics: the text is the record, and no version is ever overwritten."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import CheckConstraint, Index, func, text
from sqlmodel import Field, Session, SQLModel, col, select

from practice.domain.audit import AuditAct, Audited, AuditedKind, Unnamed
from practice.store.audit import add_audit
from practice.store.organisation import OrganisationRow
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
    #: None: from a file, and so every organisation's. The rest is of versions that people wrote in the browser.
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    author_id: int | None = Field(default=None, foreign_key="person.id")
    note: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: None with `published_at`, as with `retired_at`: the command line did it.
    published_by_id: int | None = Field(default=None, foreign_key="person.id")
    published_note: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    retired_by_id: int | None = Field(default=None, foreign_key="person.id")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Of the scenario whose text a new one began with.
    like_key: str | None = Field(default=None, max_length=80)


_OURS, _OF_FILES = text("organisation_id IS NOT NULL"), text("organisation_id IS NULL")
_OURS_PUBLISHED = text("organisation_id IS NOT NULL AND status = 'published'")


def _version_rules(table: str) -> tuple[Index | CheckConstraint, ...]:
    of_files = (
        Index(
            f"uq_{table}_{column}_of_files",
            "key",
            column,
            unique=True,
            sqlite_where=_OF_FILES,
            postgresql_where=_OF_FILES,
        )
        for column in ("hash", "number")
    )
    ours = Index(
        f"uq_{table}_number_of_organisation",
        "organisation_id",
        "key",
        "number",
        unique=True,
        sqlite_where=_OURS,
        postgresql_where=_OURS,
    )
    published = Index(
        f"uq_{table}_published_of_organisation",
        "organisation_id",
        "key",
        unique=True,
        sqlite_where=_OURS_PUBLISHED,
        postgresql_where=_OURS_PUBLISHED,
    )
    return *of_files, ours, published, one_of("status", VersionStatus)


class ScenarioVersionRow(_VersionColumns, table=True):
    __tablename__ = "scenario_version"
    __table_args__ = _version_rules(__tablename__)

    based_on_id: int | None = Field(default=None, foreign_key="scenario_version.id")


class RubricVersionRow(_VersionColumns, table=True):
    __tablename__ = "rubric_version"
    __table_args__ = _version_rules(__tablename__)

    based_on_id: int | None = Field(default=None, foreign_key="rubric_version.id")


VersionRow = TypeVar("VersionRow", ScenarioVersionRow, RubricVersionRow)


def text_hash(text: str) -> str:
    """SHA-256 of the text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def current_version(
    session: Session, table: type[VersionRow], organisation_id: int | None, key: str
) -> VersionRow | None:
    """What the organisation has published itself; None where the file's text is the one in force."""
    if organisation_id is None:
        return None
    own, published = table.organisation_id == organisation_id, table.status == VersionStatus.PUBLISHED.value
    return session.exec(select(table).where(own, table.key == key, published)).first()


def organisations_with_own(session: Session, table: type[VersionRow], key: str) -> list[str]:
    """Keys of those that have published a version of their own, by key."""
    own, published = col(table.organisation_id), table.status == VersionStatus.PUBLISHED.value
    asked = select(OrganisationRow.key).join(table, col(OrganisationRow.id) == own).where(table.key == key, published)
    return list(session.exec(asked.order_by(OrganisationRow.key)).all())


def version_of(session: Session, table: type[VersionRow], key: str, text: str) -> VersionRow:
    """The file's version with exactly this text, appended now if the text is new.

    From a key's second version on, the audit tells of it.
    """
    digest, of_files = text_hash(text), col(table.organisation_id).is_(None)
    while True:
        row = session.exec(select(table).where(table.key == key, table.hash == digest, of_files)).first()
        if row is not None:
            return row
        last = session.exec(select(func.max(col(table.number))).where(table.key == key, of_files)).one()
        row = table(key=key, number=(last or 0) + 1, hash=digest, text=text, status=VersionStatus.PUBLISHED.value)
        if added(session, row):
            if last is not None:
                _tell_of(session, row)
            return row


def _tell_of(session: Session, row: ScenarioVersionRow | RubricVersionRow) -> None:
    is_rubric = isinstance(row, RubricVersionRow)
    act = AuditAct.RUBRIC_CHANGED if is_rubric else AuditAct.SCENARIO_CHANGED
    about = Audited(AuditedKind.RUBRIC if is_rubric else AuditedKind.SCENARIO, row.key, row.key)
    add_audit(session, None, act, about, f"version {row.number}", unnamed=Unnamed.CONTENT_FILES)
