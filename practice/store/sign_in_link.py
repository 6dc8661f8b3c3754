"""Links that let somebody in once, to choose a password. Only their hash is kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime, now


class SignInLinkRow(SQLModel, table=True):
    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    #: None: the link that makes the first administrator.
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_link(session: Session, token_hash: str, person_id: int | None, expires_at: datetime) -> None:
    """Any other link for the same person, or for the first administrator, ends with it."""
    drop_links(session, person_id)
    session.add(SignInLinkRow(token_hash=token_hash, person_id=person_id, expires_at=expires_at))


def drop_links(session: Session, person_id: int | None) -> None:
    session.exec(delete(SignInLinkRow).where(_for(person_id), col(SignInLinkRow.used_at).is_(None)))


def open_link(session: Session, token_hash: str, moment: datetime) -> SignInLinkRow | None:
    """The link, where it can still be used."""
    return session.exec(
        select(SignInLinkRow).where(
            SignInLinkRow.token_hash == token_hash,
            col(SignInLinkRow.used_at).is_(None),
            col(SignInLinkRow.expires_at) > moment,
        )
    ).first()


def use_link(session: Session, token_hash: str, moment: datetime) -> bool:
    """True for one caller only, whatever else happens at the same moment."""
    used = session.exec(
        update(SignInLinkRow)
        .where(
            col(SignInLinkRow.token_hash) == token_hash,
            col(SignInLinkRow.used_at).is_(None),
            col(SignInLinkRow.expires_at) > moment,
        )
        .values(used_at=moment)
    )
    return used.rowcount == 1


def _for(person_id: int | None) -> ColumnElement[bool]:
    person = col(SignInLinkRow.person_id)
    return person.is_(None) if person_id is None else person == person_id
