"""People who practise or train, with an account or, in local mode, with nothing but a name."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Row, bindparam, false, select, text
from sqlmodel import Field, Session, SQLModel, col
from sqlmodel import select as select_rows

from practice.store.types import UtcDateTime, added, now, one_of, table_of


class PersonRole(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"
    ADMIN = "admin"  #: with an account only


#: What anybody may call themselves in local mode.
LOCAL_ROLES = (PersonRole.TRAINEE, PersonRole.TRAINER)


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    role: PersonRole
    #: None for both: a person of local mode.
    organisation_id: int | None = None
    email: str | None = None
    disabled: bool = False
    #: Whether whoever has the account was reached at the address: by a letter, or a provider's word. It can only grow.
    email_confirmed: bool = field(default=False, compare=False)


_LOCAL = text("organisation_id IS NULL")


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_name_role_of_local_people",
            "name",
            "role",
            unique=True,
            sqlite_where=_LOCAL,
            postgresql_where=_LOCAL,
        ),
        one_of("role", PersonRole),
        CheckConstraint("(organisation_id IS NULL) = (email IS NULL)", name="email_with_organisation"),
        CheckConstraint("role <> 'admin' OR organisation_id IS NOT NULL", name="admin_of_organisation"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    name: str = Field(max_length=80)
    role: str = Field(max_length=20)
    email: str | None = Field(default=None, max_length=254, unique=True)
    password_hash: str | None = Field(default=None, max_length=200)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    email_confirmed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_PERSON = table_of(PersonRow)
_BY_ID = select(_PERSON).where(_PERSON.c.id == bindparam("person_id"))
#: Rows that point at this person can still be added by others meanwhile.
_HOLD = select(_PERSON.c.id).where(_PERSON.c.id == bindparam("person_id")).with_for_update(key_share=True)


def person_called(session: Session, name: str, role: PersonRole) -> Person:
    """The local person of that name and role, made now if new."""
    wanted = select_rows(PersonRow).where(
        PersonRow.name == name, PersonRow.role == role, col(PersonRow.organisation_id).is_(None)
    )
    while True:
        row = session.exec(wanted).first()
        if row is None:
            row = PersonRow(name=name, role=role.value)
            if not added(session, row):
                continue
        return person_of(row)


def person_by_id(session: Session, person_id: int) -> Person | None:
    row = session.connection().execute(_BY_ID, {"person_id": person_id}).first()
    return person_of(row) if row else None


def hold_person(session: Session, person_id: int) -> None:
    """Others who hold this person, or lock a talk of theirs, wait until this transaction is over."""
    session.connection().execute(_HOLD, {"person_id": person_id})


def person_of(row: PersonRow | Row[Any]) -> Person:
    assert row.id is not None
    disabled = row.disabled_at is not None
    return Person(row.id, row.name, PersonRole(row.role), row.organisation_id, row.email, disabled, row.email_confirmed)
