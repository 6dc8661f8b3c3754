"""What a person with an account has beyond a name: an e-mail address, a password's hash, a role that can change."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from practice.store.identity import is_known_to
from practice.store.organisation import OrganisationRow
from practice.store.person import Person, PersonRole, PersonRow, person_of
from practice.store.types import added


@dataclass(frozen=True)
class Account:
    person: Person
    has_password: bool
    created_at: datetime


@dataclass(frozen=True)
class OpenWays:
    """Into one organisation. `issuer`: whose word on who somebody is counts."""

    password: bool
    mailed_link: bool
    issuer: str | None


def add_account(session: Session, email: str, name: str, organisation_id: int, role: PersonRole) -> Person | None:
    """None where the e-mail address is taken."""
    row = PersonRow(email=email, name=name, organisation_id=organisation_id, role=role.value)
    return person_of(row) if added(session, row) else None


def account_with_email(session: Session, email: str, organisation_id: int | None = None) -> PersonRow | None:
    """`organisation_id` None: of whichever organisation."""
    wanted = select(PersonRow).where(PersonRow.email == email)
    if organisation_id is not None:
        wanted = wanted.where(PersonRow.organisation_id == organisation_id)
    return session.exec(wanted).first()


def account_to_sign_in(session: Session, email: str) -> tuple[PersonRow, bool] | None:
    """With whether the organisation lets people in by password."""
    return session.exec(
        select(PersonRow, OrganisationRow.password_sign_in)
        .join(OrganisationRow, col(OrganisationRow.id) == col(PersonRow.organisation_id))
        .where(PersonRow.email == email)
    ).first()


def account_with_id(session: Session, person_id: int) -> PersonRow | None:
    return session.exec(select(PersonRow).where(PersonRow.id == person_id, col(PersonRow.email).is_not(None))).first()


def accounts(session: Session, organisation_id: int | None = None) -> list[Person]:
    wanted = select(PersonRow).where(col(PersonRow.email).is_not(None)).order_by(col(PersonRow.email))
    if organisation_id is not None:
        wanted = wanted.where(PersonRow.organisation_id == organisation_id)
    return [person_of(row) for row in session.exec(wanted).all()]


def accounts_in(session: Session, organisation_id: int) -> list[Account]:
    rows = session.exec(
        select(PersonRow)
        .where(PersonRow.organisation_id == organisation_id, col(PersonRow.email).is_not(None))
        .order_by(col(PersonRow.email))
    ).all()
    return [Account(person_of(row), row.password_hash is not None, row.created_at) for row in rows]


def hold_admins(session: Session, organisation_id: int | None) -> list[PersonRow]:
    """An organisation's administrators, held until the transaction ends: two who take each other's role take turns."""
    return list(
        session.exec(
            select(PersonRow)
            .where(PersonRow.organisation_id == organisation_id, PersonRow.role == PersonRole.ADMIN)
            .order_by(col(PersonRow.id))
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()
    )


def can_sign_in(session: Session, row: PersonRow, ways: OpenWays) -> bool:
    """A mailed link counts for who has come in before: an address that was only ever typed may be mistyped."""
    if row.disabled_at is not None or row.id is None:
        return False
    if ways.password and row.password_hash is not None:
        return True
    if ways.mailed_link and (row.email_confirmed or row.password_hash is not None):
        return True
    return ways.issuer is not None and is_known_to(session, row.id, ways.issuer)


def has_admin(session: Session) -> bool:
    return session.exec(select(PersonRow.id).where(PersonRow.role == PersonRole.ADMIN).limit(1)).first() is not None
