"""E-mails to be sent. Which account a letter is for, if any, is looked up when it is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Field, Session, SQLModel, col

from practice.store.types import UtcDateTime, new_id, now, one_of, storable

LONGEST_SUBJECT = 200
#: In a body, where the link goes.
LINK = "{link}"


class LetterKind(StrEnum):
    SIGN_IN = "sign_in"  #: asked for by whoever typed the address; goes out only where there is an account
    ACCOUNT = "account"  #: with a link to choose a password: an invitation, or a forgotten one


@dataclass(frozen=True)
class Letter:
    id: str
    kind: LetterKind
    recipient: str
    subject: str
    body: str
    site: str
    created_at: datetime


class LetterRow(SQLModel, table=True):
    """`body` holds `{link}` where the link goes, which is made when the letter is sent and never kept here."""

    __tablename__ = "letter"
    __table_args__ = (one_of("kind", LetterKind),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    kind: str = Field(max_length=20)
    recipient: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body: str
    #: What the link begins with.
    site: str = Field(max_length=255)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def add_letter(
    session: Session, kind: LetterKind, recipient: str, subject: str, body: str, site: str, moment: datetime
) -> str:
    """Its id. A subject is one line, whatever was in it."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in storable(subject)).split())
    row = LetterRow(
        kind=kind.value,
        recipient=recipient,
        subject=line[:LONGEST_SUBJECT],
        body=storable(body),
        site=site,
        created_at=moment,
    )
    session.add(row)
    session.flush()
    return row.id


def waiting_letter(session: Session, letter_id: str) -> Letter | None:
    """None where it was sent or put away."""
    row = session.get(LetterRow, letter_id)
    if row is None or not row.recipient:
        return None
    return Letter(row.id, LetterKind(row.kind), row.recipient, row.subject, row.body, row.site, row.created_at)


def put_away(session: Session, letter_id: str, sent_at: datetime | None = None) -> None:
    """What it said and to whom is not kept; `sent_at` None: it never went out."""
    nothing = {"recipient": "", "subject": "", "body": ""}
    session.exec(update(LetterRow).where(col(LetterRow.id) == letter_id).values(sent_at=sent_at, **nothing))
