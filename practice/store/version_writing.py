"""Versions that people of one organisation write: what one says is never changed, whether it is in force is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update
from sqlmodel import Session

from practice.store.person import PersonRow
from practice.store.types import now, table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow, VersionStatus, text_hash

Kind = type[RubricVersionRow] | type[ScenarioVersionRow]
_AUTHOR = table_of(PersonRow)
_PUBLISHER, _RETIRER = _AUTHOR.alias("publisher"), _AUTHOR.alias("retirer")


@dataclass(frozen=True)
class Whose:
    """The versions of one key that one organisation wrote."""

    kind: Kind
    organisation_id: int
    key: str


@dataclass(frozen=True)
class Version:
    """`author` None: it came from the command line. `based_on` is a number, None where it was the file's text, or where
    it began with the text of another scenario, `like_key`.

    `publisher` and `retirer` None beside the moment of it: the command line. `note` is of who saved, `published_note`
    of who published last.
    """

    key: str
    number: int
    status: VersionStatus
    created_at: datetime
    author: str | None
    note: str
    based_on: int | None
    published_at: datetime | None
    publisher: str | None = None
    published_note: str = ""
    retired_at: datetime | None = None
    retirer: str | None = None
    like_key: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was said of it, each once, the last first."""
        return tuple(dict.fromkeys(filter(None, (self.published_note, self.note))))


def own_versions(session: Session, kind: Kind, organisation_id: int, key: str | None = None) -> list[Version]:
    """The newest first."""
    own = table_of(kind)
    asked = _asked(kind).where(own.c.organisation_id == organisation_id).order_by(own.c.key, own.c.number.desc())
    if key is not None:
        asked = asked.where(own.c.key == key)
    return [_version(row) for row in session.connection().execute(asked)]


def own_version(session: Session, whose: Whose, number: int) -> Version | None:
    row = session.connection().execute(_asked(whose.kind).where(*_one(whose, number))).first()
    return _version(row) if row else None


def own_text(session: Session, whose: Whose, number: int) -> str | None:
    own = table_of(whose.kind)
    return session.connection().execute(select(own.c.text).where(*_one(whose, number))).scalar()


def add_draft(
    session: Session,
    whose: Whose,
    text: str,
    *,
    based_on: int | None,
    author_id: int | None,
    note: str,
    like_key: str | None = None,
) -> int:
    """Its number. The organisation is held, so that nobody else takes the same."""
    own = table_of(whose.kind)
    of_key = (own.c.organisation_id == whose.organisation_id, own.c.key == whose.key)
    connection = session.connection()
    last = connection.execute(select(func.max(own.c.number)).where(*of_key)).scalar()
    base = select(own.c.id).where(*_one(whose, based_on or 0))
    values: dict[str, Any] = {
        "organisation_id": whose.organisation_id,
        "key": whose.key,
        "number": (last or 0) + 1,
        "hash": text_hash(text),
        "text": text,
        "status": VersionStatus.DRAFT.value,
        "based_on_id": connection.execute(base).scalar(),
        "author_id": author_id,
        "note": note,
        "like_key": like_key,
        "created_at": now(),
    }
    connection.execute(insert(own).values(values))
    number: int = values["number"]
    return number


def set_published(session: Session, whose: Whose, number: int, note: str, person_id: int | None) -> None:
    values = {
        "status": VersionStatus.PUBLISHED.value,
        "published_at": now(),
        "published_by_id": person_id,
        "published_note": note,
        "retired_at": None,
        "retired_by_id": None,
    }
    session.connection().execute(update(table_of(whose.kind)).where(*_one(whose, number)).values(values))


def set_retired(session: Session, whose: Whose, number: int, person_id: int | None) -> None:
    values = {"status": VersionStatus.RETIRED.value, "retired_at": now(), "retired_by_id": person_id}
    session.connection().execute(update(table_of(whose.kind)).where(*_one(whose, number)).values(values))


def _one(whose: Whose, number: int) -> tuple[Any, ...]:
    own = table_of(whose.kind)
    return own.c.organisation_id == whose.organisation_id, own.c.key == whose.key, own.c.number == number


def _asked(kind: Kind) -> Select[Any]:
    """All but the text, which is long."""
    own = table_of(kind)
    base = own.alias("base")
    told = (own.c.key, own.c.number, own.c.status, own.c.created_at, own.c.note, own.c.published_at)
    later = (own.c.published_note, own.c.retired_at, own.c.like_key)
    names = (
        person.c.name.label(role)
        for person, role in ((_AUTHOR, "author"), (_PUBLISHER, "publisher"), (_RETIRER, "retirer"))
    )
    return (
        select(*told, *later, *names, base.c.number.label("based_on"))
        .outerjoin(_AUTHOR, _AUTHOR.c.id == own.c.author_id)
        .outerjoin(_PUBLISHER, _PUBLISHER.c.id == own.c.published_by_id)
        .outerjoin(_RETIRER, _RETIRER.c.id == own.c.retired_by_id)
        .outerjoin(base, base.c.id == own.c.based_on_id)
    )


def _version(row: Row[Any]) -> Version:
    return Version(
        row.key,
        row.number,
        VersionStatus(row.status),
        row.created_at,
        row.author,
        row.note,
        row.based_on,
        row.published_at,
        row.publisher,
        row.published_note,
        row.retired_at,
        row.retirer,
        row.like_key,
    )
