"""Failed tries to sign in, counted in the database so that limits hold over all processes."""

from datetime import datetime

from sqlalchemy import Index, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from practice.store.types import UtcDateTime


class SignInAttemptRow(SQLModel, table=True):
    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_account_hash_at", "account_hash", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
        Index("ix_sign_in_attempt_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_hash: str = Field(max_length=64)
    address: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)


def add_attempt(session: Session, account_hash: str, address: str, moment: datetime) -> int:
    """Its id."""
    row = SignInAttemptRow(account_hash=account_hash, address=address, at=moment)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def attempts_since(session: Session, account_hash: str, address: str, since: datetime) -> tuple[int, int]:
    """How many for the account, and how many from the address."""
    recent = select(func.count()).select_from(SignInAttemptRow).where(col(SignInAttemptRow.at) > since)
    of_account = session.exec(recent.where(SignInAttemptRow.account_hash == account_hash)).one()
    from_address = session.exec(recent.where(SignInAttemptRow.address == address)).one()
    return of_account, from_address


def date_attempt(session: Session, attempt_id: int, moment: datetime) -> None:
    session.exec(update(SignInAttemptRow).where(col(SignInAttemptRow.id) == attempt_id).values(at=moment))


def drop_attempt(session: Session, attempt_id: int) -> None:
    session.exec(delete(SignInAttemptRow).where(col(SignInAttemptRow.id) == attempt_id))


def drop_attempts_of(session: Session, account_hash: str) -> None:
    session.exec(delete(SignInAttemptRow).where(col(SignInAttemptRow.account_hash) == account_hash))


def drop_attempts_before(session: Session, moment: datetime) -> None:
    session.exec(delete(SignInAttemptRow).where(col(SignInAttemptRow.at) <= moment))
