"""The people of an organisation as their administrator sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from practice.store.cohort import CohortRow, MemberRole, MembershipRow
from practice.store.identity import IdentityRow
from practice.store.person import Person, PersonRow, person_of
from practice.store.sign_in_link import SignInLinkRow


class Standing(StrEnum):
    INVITED = "invited"  #: has never come in
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Entry:
    person: Person
    standing: Standing
    since: datetime


@dataclass(frozen=True)
class InCohort:
    id: str
    name: str
    role: MemberRole


def entries(session: Session, organisation_id: int) -> list[Entry]:
    """By name, in the same order on every database."""
    rows = session.exec(select(PersonRow, _has_come_in()).where(PersonRow.organisation_id == organisation_id)).all()
    found = [_entry(row, bool(came)) for row, came in rows]
    return sorted(found, key=lambda one: (one.person.name.casefold(), one.person.id))


def entry(session: Session, person_id: int) -> Entry | None:
    """None where there is no such account."""
    found = session.exec(
        select(PersonRow, _has_come_in()).where(PersonRow.id == person_id, col(PersonRow.email).is_not(None))
    ).first()
    return _entry(found[0], bool(found[1])) if found else None


def cohorts_with(session: Session, person_id: int) -> list[InCohort]:
    rows = session.exec(
        select(CohortRow.id, CohortRow.name, MembershipRow.role)
        .join(MembershipRow, col(MembershipRow.cohort_id) == col(CohortRow.id))
        .where(MembershipRow.person_id == person_id)
        .order_by(col(CohortRow.name), col(CohortRow.id))
    ).all()
    return [InCohort(cohort_id, name, MemberRole(role)) for cohort_id, name, role in rows]


def has_identity(session: Session, person_id: int, issuer: str) -> bool:
    wanted = select(IdentityRow.id).where(IdentityRow.person_id == person_id, IdentityRow.issuer == issuer)
    return session.exec(wanted.limit(1)).first() is not None


def _has_come_in() -> ColumnElement[bool]:
    """By a password, by a provider, or by a link."""
    own_link = col(SignInLinkRow.person_id) == col(PersonRow.id)
    return or_(
        col(PersonRow.password_hash).is_not(None),
        exists().where(col(IdentityRow.person_id) == col(PersonRow.id)),
        exists().where(own_link, col(SignInLinkRow.used_at).is_not(None)),
    )


def _entry(row: PersonRow, came: bool) -> Entry:
    standing = Standing.ACTIVE if came else Standing.INVITED
    if row.disabled_at is not None:
        standing = Standing.DISABLED
    return Entry(person_of(row), standing, row.created_at)
