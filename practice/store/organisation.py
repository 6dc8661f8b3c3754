"""Who people with accounts belong to. In local mode nobody belongs to one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import true, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, added, now


@dataclass(frozen=True)
class Organisation:
    """Of the limits, which hold for each person, None means the deployment's own."""

    id: int
    key: str
    name: str
    most_talks_a_day: int | None = None
    most_asks_an_hour: int | None = None
    password_sign_in: bool = True
    link_sign_in: bool = True


class OrganisationRow(SQLModel, table=True):
    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    most_talks_a_day: int | None = None
    most_asks_an_hour: int | None = None
    password_sign_in: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    link_sign_in: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_organisation(session: Session, key: str, name: str) -> Organisation | None:
    """None where the key is taken."""
    row = OrganisationRow(key=key, name=name)
    return _organisation(row) if added(session, row) else None


def organisation_with_key(session: Session, key: str) -> Organisation | None:
    row = session.exec(select(OrganisationRow).where(OrganisationRow.key == key)).first()
    return _organisation(row) if row else None


def organisation_key(session: Session, organisation_id: int | None) -> str | None:
    """None for none."""
    row = session.get(OrganisationRow, organisation_id) if organisation_id is not None else None
    return row.key if row else None


def organisation_with_id(session: Session, organisation_id: int) -> Organisation | None:
    row = session.get(OrganisationRow, organisation_id)
    return _organisation(row) if row else None


def organisation_to_change(session: Session, organisation_id: int) -> Organisation:
    """As it stands now, held until the transaction ends: what it was is told truly by whoever changes it."""
    row = session.exec(
        select(OrganisationRow)
        .where(OrganisationRow.id == organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return _organisation(row)


def keep_settings(session: Session, organisation: Organisation) -> None:
    """What the organisation sets for itself; its key and name stay."""
    session.exec(
        update(OrganisationRow)
        .where(col(OrganisationRow.id) == organisation.id)
        .values(
            most_talks_a_day=organisation.most_talks_a_day,
            most_asks_an_hour=organisation.most_asks_an_hour,
            password_sign_in=organisation.password_sign_in,
            link_sign_in=organisation.link_sign_in,
        )
    )


def organisations(session: Session) -> list[Organisation]:
    rows = session.exec(select(OrganisationRow).order_by(col(OrganisationRow.key))).all()
    return [_organisation(row) for row in rows]


def _organisation(row: OrganisationRow) -> Organisation:
    assert row.id is not None
    return Organisation(
        row.id,
        row.key,
        row.name,
        row.most_talks_a_day,
        row.most_asks_an_hour,
        row.password_sign_in,
        row.link_sign_in,
    )
