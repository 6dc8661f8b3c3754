"""What a person with an account has beyond a name: an e-mail address, a password's hash, a role that can change."""

from sqlmodel import Session, col, select

from practice.store.person import Person, PersonRole, PersonRow, person_of
from practice.store.types import added


def add_account(session: Session, email: str, name: str, organisation_id: int, role: PersonRole) -> Person | None:
    """None where the e-mail address is taken."""
    row = PersonRow(email=email, name=name, organisation_id=organisation_id, role=role.value)
    return person_of(row) if added(session, row) else None


def account_with_email(session: Session, email: str) -> PersonRow | None:
    return session.exec(select(PersonRow).where(PersonRow.email == email)).first()


def account_with_id(session: Session, person_id: int) -> PersonRow | None:
    return session.exec(select(PersonRow).where(PersonRow.id == person_id, col(PersonRow.email).is_not(None))).first()


def accounts(session: Session, organisation_id: int | None = None) -> list[Person]:
    wanted = select(PersonRow).where(col(PersonRow.email).is_not(None)).order_by(col(PersonRow.email))
    if organisation_id is not None:
        wanted = wanted.where(PersonRow.organisation_id == organisation_id)
    return [person_of(row) for row in session.exec(wanted).all()]


def hold_admins(session: Session, organisation_id: int | None) -> list[PersonRow]:
    """An organisation's administrators, held until the transaction ends: two who take each other's role take turns."""
    return list(
        session.exec(
            select(PersonRow)
            .where(PersonRow.organisation_id == organisation_id, PersonRow.role == PersonRole.ADMIN)
            .order_by(col(PersonRow.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
    )


def has_admin(session: Session) -> bool:
    return session.exec(select(PersonRow.id).where(PersonRow.role == PersonRole.ADMIN).limit(1)).first() is not None
