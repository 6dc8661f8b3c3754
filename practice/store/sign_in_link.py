"""Links that let somebody in once. Only their hash is kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, false, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.person import Person, PersonRow, person_of
from practice.store.types import UtcDateTime, now, one_of


class LinkPurpose(StrEnum):
    ACCOUNT = "account"  #: to choose a password, and be signed in
    SIGN_IN = "sign_in"


class SignInLinkRow(SQLModel, table=True):
    __tablename__ = "sign_in_link"
    __table_args__ = (one_of("purpose", LinkPurpose),)

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    #: None: the link that makes the first administrator.
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    purpose: str = Field(
        default=LinkPurpose.ACCOUNT.value,
        max_length=20,
        sa_column_kwargs={"server_default": LinkPurpose.ACCOUNT.value},
    )
    #: It went out by letter: whoever opens it reads the mail that comes to the account's address.
    mailed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def add_link(
    session: Session,
    token_hash: str,
    person_id: int | None,
    expires_at: datetime,
    purpose: LinkPurpose = LinkPurpose.ACCOUNT,
    mailed: bool = False,
) -> None:
    """Any other of this purpose for the same person, or for the first administrator, ends with it."""
    drop_links(session, person_id, purpose)
    row = SignInLinkRow(
        token_hash=token_hash, person_id=person_id, purpose=purpose.value, mailed=mailed, expires_at=expires_at
    )
    session.add(row)


def drop_links(session: Session, person_id: int | None, purpose: LinkPurpose | None = None) -> int:
    """How many ended by it: those not used yet; `purpose` None means every one."""
    unused = delete(SignInLinkRow).where(_for(person_id), col(SignInLinkRow.used_at).is_(None))
    return session.exec(
        unused if purpose is None else unused.where(col(SignInLinkRow.purpose) == purpose.value)
    ).rowcount


def held_account(session: Session, person_id: int) -> Person | None:
    """Until the transaction ends: what is made, used or ended of one person's links at one moment takes turns."""
    row = session.exec(
        select(PersonRow)
        .where(PersonRow.id == person_id, col(PersonRow.email).is_not(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    return person_of(row) if row else None


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
