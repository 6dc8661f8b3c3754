"""Texts that people of one organisation wrote: those in force, and one to play."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlmodel import Session

from practice.store.types import table_of
from practice.store.version import RubricVersionRow, VersionStatus
from practice.store.version_writing import Kind, Whose


@dataclass(frozen=True)
class OwnText:
    """`id` is the version's row."""

    id: int
    key: str
    number: int
    status: VersionStatus
    text: str


def newest_texts(session: Session, kind: Kind, organisation_id: int, key: str | None = None) -> dict[str, OwnText]:
    """Key -> what is published, else the newest version; of that key alone where one is given."""
    own = table_of(kind)
    numbers = select(own.c.key, func.max(own.c.number).label("number")).where(own.c.organisation_id == organisation_id)
    if key is not None:
        numbers = numbers.where(own.c.key == key)
    newest = numbers.group_by(own.c.key).subquery()
    published = own.c.status == VersionStatus.PUBLISHED.value
    asked = (
        select(own.c.id, own.c.key, own.c.number, own.c.status, own.c.text)
        .join(newest, newest.c.key == own.c.key)
        .where(own.c.organisation_id == organisation_id, or_(published, own.c.number == newest.c.number))
        .order_by(published)
    )
    rows = session.connection().execute(asked)
    return {row.key: OwnText(row.id, row.key, row.number, VersionStatus(row.status), row.text) for row in rows}


def published_texts(session: Session, kind: Kind, organisation_id: int) -> list[OwnText]:
    own = table_of(kind)
    asked = select(own.c.id, own.c.key, own.c.number, own.c.status, own.c.text).where(
        own.c.organisation_id == organisation_id, own.c.status == VersionStatus.PUBLISHED.value
    )
    rows = session.connection().execute(asked)
    return [OwnText(row.id, row.key, row.number, VersionStatus(row.status), row.text) for row in rows]


def text_numbered(session: Session, whose: Whose, number: int) -> OwnText | None:
    own = table_of(whose.kind)
    asked = select(own.c.id, own.c.key, own.c.number, own.c.status, own.c.text).where(
        own.c.organisation_id == whose.organisation_id, own.c.key == whose.key, own.c.number == number
    )
    row = session.connection().execute(asked).first()
    return OwnText(row.id, row.key, row.number, VersionStatus(row.status), row.text) if row else None


def version_row_id(session: Session, organisation_id: int, key: str, number: int, digest: str) -> int | None:
    """Of a rubric's own version `number` of the organisation; where that is 0, of the file's text with this hash."""
    version = table_of(RubricVersionRow)
    asked = select(version.c.id).where(version.c.key == key)
    if number:
        asked = asked.where(version.c.organisation_id == organisation_id, version.c.number == number)
    else:
        asked = asked.where(version.c.organisation_id.is_(None), version.c.hash == digest)
    found: int | None = session.connection().execute(asked).scalar()
    return found
