"""Who people are at a provider of OpenID Connect."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.person import Person, PersonRow, person_of
from practice.store.types import UtcDateTime, added, now

LONGEST = 255  #: characters, of an issuer as of a subject


class IdentityRow(SQLModel, table=True):
    """`subject` is the provider's name for the person, which never changes and is never given to another.

    https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    """

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    issuer: str = Field(max_length=LONGEST)
    subject: str = Field(max_length=LONGEST)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def person_with_identity(session: Session, issuer: str, subject: str) -> Person | None:
    row = session.exec(
        select(PersonRow)
        .join(IdentityRow, col(IdentityRow.person_id) == col(PersonRow.id))
        .where(IdentityRow.issuer == issuer, IdentityRow.subject == subject)
    ).first()
    return person_of(row) if row else None


def hold_account(session: Session, email: str) -> Person | None:
    """The account, held until the transaction ends: two who bring it an identity take turns."""
    row = session.exec(
        select(PersonRow)
        .where(PersonRow.email == email)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    return person_of(row) if row else None


def is_known_to(session: Session, person_id: int, issuer: str) -> bool:
    """Whether that provider knows this person already, as whomever."""
    wanted = select(IdentityRow.id).where(IdentityRow.person_id == person_id, IdentityRow.issuer == issuer).limit(1)
    return session.exec(wanted).first() is not None


def add_identity(session: Session, person_id: int, issuer: str, subject: str) -> bool:
    """False where somebody has that identity already."""
    return added(session, IdentityRow(issuer=issuer, subject=subject, person_id=person_id))
