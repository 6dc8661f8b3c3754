"""Who people with accounts belong to. In local mode nobody belongs to one."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, added, now


@dataclass(frozen=True)
class Organisation:
    id: int
    key: str
    name: str


class OrganisationRow(SQLModel, table=True):
    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_organisation(session: Session, key: str, name: str) -> Organisation | None:
    """None where the key is taken."""
    row = OrganisationRow(key=key, name=name)
    return _organisation(row) if added(session, row) else None


def organisation_with_key(session: Session, key: str) -> Organisation | None:
    row = session.exec(select(OrganisationRow).where(OrganisationRow.key == key)).first()
    return _organisation(row) if row else None


def organisations(session: Session) -> list[Organisation]:
    rows = session.exec(select(OrganisationRow).order_by(col(OrganisationRow.key))).all()
    return [_organisation(row) for row in rows]


def _organisation(row: OrganisationRow) -> Organisation:
    assert row.id is not None
    return Organisation(row.id, row.key, row.name)
