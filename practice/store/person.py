"""People who practise or train."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, UniqueConstraint, bindparam, select
from sqlmodel import Field, Session, SQLModel
from sqlmodel import select as select_rows

from practice.store.types import UtcDateTime, added, now, one_of, table_of


class PersonRole(StrEnum):
    TRAINEE = "trainee"
    TRAINER = "trainer"


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    role: PersonRole


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("name", "role"), one_of("role", PersonRole))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    role: str = Field(max_length=20)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_PERSON = table_of(PersonRow)
_BY_ID = select(_PERSON).where(_PERSON.c.id == bindparam("person_id"))


def person_called(session: Session, name: str, role: PersonRole) -> Person:
    """The person of that name and role, made now if new."""
    while True:
        row = session.exec(select_rows(PersonRow).where(PersonRow.name == name, PersonRow.role == role)).first()
        if row is None:
            row = PersonRow(name=name, role=role.value)
            if not added(session, row):
                continue
        return _person(row)


def person_by_id(session: Session, person_id: int) -> Person | None:
    row = session.connection().execute(_BY_ID, {"person_id": person_id}).first()
    return _person(row) if row else None


def _person(row: PersonRow | Row[Any]) -> Person:
    assert row.id is not None
    return Person(row.id, row.name, PersonRole(row.role))
