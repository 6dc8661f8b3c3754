"""Groups that practise together, and who is in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, delete, false
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, added, new_id, now, one_of


class MemberRole(StrEnum):
    TRAINEE = "trainee"  #: practises; the cohort's trainers read their talks
    TRAINER = "trainer"


@dataclass(frozen=True)
class Cohort:
    id: str
    organisation_id: int
    name: str
    created_at: datetime
    closed_at: datetime | None
    private_until_handed_in: bool = False
    open_since: datetime | None = None


class CohortRow(SQLModel, table=True):
    __tablename__ = "cohort"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    name: str = Field(max_length=80)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: Nobody joins a closed cohort; who was in it stays, and so does what its trainers may read.
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Its trainers read a talk only once the trainee has handed it in.
    private_until_handed_in: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    #: When it was made open again: what was begun before stays private. None where it was never private.
    open_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MembershipRow(SQLModel, table=True):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id"), one_of("role", MemberRole))

    id: int | None = Field(default=None, primary_key=True)
    cohort_id: str = Field(foreign_key="cohort.id", max_length=32)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=20)
    joined_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_cohort(session: Session, organisation_id: int, name: str, moment: datetime) -> Cohort:
    row = CohortRow(organisation_id=organisation_id, name=name, created_at=moment)
    session.add(row)
    session.flush()
    return cohort_of(row)


def load_cohort(session: Session, cohort_id: str) -> Cohort | None:
    row = session.get(CohortRow, cohort_id)
    return cohort_of(row) if row else None


def hold_cohort(session: Session, cohort_id: str) -> None:
    """Others who change the same cohort wait until this transaction is over; what is read after this is the newest."""
    session.exec(select(CohortRow.id).where(CohortRow.id == cohort_id).with_for_update(key_share=True))


def keep_cohort(session: Session, cohort: Cohort) -> None:
    """Its name, whether it is closed, and whether practice is private in it."""
    row = session.get_one(CohortRow, cohort.id)
    row.name, row.closed_at = cohort.name, cohort.closed_at
    row.private_until_handed_in, row.open_since = cohort.private_until_handed_in, cohort.open_since
    session.add(row)


def add_member(session: Session, cohort_id: str, person_id: int, role: MemberRole, moment: datetime) -> bool:
    """False for who is in it already, whatever they are there."""
    return added(session, MembershipRow(cohort_id=cohort_id, person_id=person_id, role=role.value, joined_at=moment))


def drop_member(session: Session, cohort_id: str, person_id: int) -> None:
    session.exec(
        delete(MembershipRow).where(
            col(MembershipRow.cohort_id) == cohort_id, col(MembershipRow.person_id) == person_id
        )
    )


def is_member(session: Session, cohort_id: str, person_id: int) -> bool:
    wanted = select(MembershipRow.id).where(MembershipRow.cohort_id == cohort_id, MembershipRow.person_id == person_id)
    return session.exec(wanted).first() is not None


def trainers_of_cohort(session: Session, cohort_id: str) -> frozenset[int]:
    """Person ids."""
    wanted = select(MembershipRow.person_id).where(
        MembershipRow.cohort_id == cohort_id, MembershipRow.role == MemberRole.TRAINER
    )
    return frozenset(session.exec(wanted).all())


def trainers_of(session: Session, person_id: int) -> frozenset[int]:
    """Person ids: the trainers of every cohort in which this person practises.

    Which of their talks they may read is for `practice.store.readable`.
    """
    own, theirs = aliased(MembershipRow), aliased(MembershipRow)
    wanted = (
        select(col(theirs.person_id))
        .join(own, col(own.cohort_id) == col(theirs.cohort_id))
        .where(
            col(own.person_id) == person_id,
            col(own.role) == MemberRole.TRAINEE.value,
            col(theirs.role) == MemberRole.TRAINER.value,
        )
    )
    return frozenset(session.exec(wanted).all())


def cohort_of(row: CohortRow) -> Cohort:
    return Cohort(
        row.id,
        row.organisation_id,
        row.name,
        row.created_at,
        row.closed_at,
        row.private_until_handed_in,
        row.open_since,
    )
