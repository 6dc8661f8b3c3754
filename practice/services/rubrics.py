"""An organisation's own versions of rubrics: written, compared, published; the published one grades new talks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.difference import Passage, difference
from practice.domain.document import read_document
from practice.domain.language import Shown
from practice.domain.rubric import Rubric
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.library import Document, Library, read_rubric
from practice.services.access import require_in_organisation
from practice.settings import Settings
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import organisation_to_change
from practice.store.person import Person
from practice.store.types import storable
from practice.store.version import RubricVersionRow, VersionStatus
from practice.store.version_writing import (
    Version,
    Whose,
    add_draft,
    own_text,
    own_version,
    own_versions,
    set_published,
    set_retired,
)

#: The number of the file's text as it stands now; an organisation's own versions begin at 1.
OF_FILE = 0
LONGEST_RUBRIC = 200_000
MOST_LINES = 10_000
LONGEST_NOTE = 400
LONGEST_SHOWN = 80
NO_VERSION = "no such version of this rubric"
#: What a rubric is called in a mistake that is found in it.
NAME = "rubric"
_MISTAKE = re.compile(rf"{NAME}(?:, line (?P<line>\d+))?: (?:key '(?P<key>.*?)': )?(?P<what>.*)")


@dataclass(frozen=True)
class RubricSummary:
    """`used`: new talks are graded by this rubric. `versions` are the organisation's own, the newest first."""

    key: str
    title: Shown
    used: bool
    versions: tuple[Version, ...]

    @property
    def published(self) -> Version | None:
        """None where the file's text is in force."""
        return next((version for version in self.versions if version.status is VersionStatus.PUBLISHED), None)

    @property
    def newest(self) -> int:
        return self.versions[0].number if self.versions else OF_FILE


@dataclass(frozen=True)
class RubricText:
    """`version` None: the text is the file's."""

    rubric: RubricSummary
    version: Version | None
    text: str

    @property
    def number(self) -> int:
        return self.version.number if self.version else OF_FILE


@dataclass(frozen=True)
class RubricMistake:
    """In the words of the reader; `line`, the words that stand there and `key` where they are known."""

    line: int | None
    key: str | None
    what: str
    words: str = ""


class RubricService:
    """For trainers and administrators; every method raises NotAllowed for anybody else.

    NotFound: no such rubric, or no such version of this organisation's.
    """

    def __init__(self, settings: Settings, database: Database, library: Library) -> None:
        self._settings = settings
        self._database = database
        self._library = library

    def of(self, person: Person) -> list[RubricSummary]:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        with self._database.reading() as session:
            versions = own_versions(session, RubricVersionRow, organisation_id)
        return [self._summary(document, versions) for document in self._library.rubrics()]

    def rubric(self, person: Person, key: str) -> RubricSummary:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        document = self._library.rubric_document(key)
        with self._database.reading() as session:
            return self._summary(document, own_versions(session, RubricVersionRow, organisation_id, key))

    def text(self, person: Person, key: str, number: int | None = None) -> RubricText:
        """Of that version; without a number of the one in force."""
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        document = self._library.rubric_document(key)
        with self._database.reading() as session:
            summary = self._summary(document, own_versions(session, RubricVersionRow, organisation_id, key))
            if number is None:
                number = summary.published.number if summary.published else OF_FILE
            if number == OF_FILE:
                return RubricText(summary, None, document.text)
            text = own_text(session, _whose(organisation_id, key), number)
        version = next((version for version in summary.versions if version.number == number), None)
        if version is None or text is None:
            raise NotFound(NO_VERSION)
        return RubricText(summary, version, text)

    def compared(self, person: Person, key: str, before: int, after: int) -> tuple[Passage, ...]:
        return difference(self.text(person, key, before).text, self.text(person, key, after).text)

    def save(self, person: Person, key: str, text: str, note: str, *, base: int, seen: int) -> int:
        """The number of a new draft, made from version `base`; `seen` is the newest version its writer knew of.

        Raises BadDocument with every mistake, BadInput for a text or note that is too long, Conflict where somebody
        has saved a newer version meanwhile.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        self._library.rubric_document(key)
        text, note = rubric_to_keep(text), note_to_keep(note)
        whose = _whose(organisation_id, key)
        with changing(self._database, organisation_id) as session:
            newest = own_versions(session, RubricVersionRow, organisation_id, key)[:1]
            if newest and newest[0].number > seen:
                raise Conflict(f"version {newest[0].number} was saved meanwhile; look at it, then save yours after it")
            based_on = None if base == OF_FILE else base
            if based_on is not None:
                _version(session, whose, based_on)
            number = add_draft(session, whose, text, based_on=based_on, author_id=person.id, note=note)
            tell(session, person, whose, f"version {number} saved as a draft")
        return number

    def publish(self, person: Person, key: str, number: int, note: str, *, instead_of: int) -> None:
        """New talks are graded by it, and no longer by `instead_of`, which was in force when the person decided.

        Raises BadInput for an empty or over-long note, Conflict where another is in force or this is no draft.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        self._library.rubric_document(key)
        note = note_to_keep(note)
        if not note:
            raise BadInput("a note is needed: what is new in this version")
        whose = _whose(organisation_id, key)
        with changing(self._database, organisation_id) as session:
            version = _version(session, whose, number)
            if version.status is not VersionStatus.DRAFT or published_number(session, whose) != instead_of:
                raise Conflict(f"version {number} is no draft any more, or another version is in force by now")
            put_in_force(session, whose, number, note, person)

    def retire(self, person: Person, key: str, number: int) -> None:
        """A draft that is not to be used, or the published version: then the file's text is in force again.

        Raises Conflict for what is retired already.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        self._library.rubric_document(key)
        whose = _whose(organisation_id, key)
        with changing(self._database, organisation_id) as session:
            version = _version(session, whose, number)
            if version.status is VersionStatus.RETIRED:
                raise Conflict(f"version {number} is retired already")
            set_retired(session, whose, number)
            was_published = version.status is VersionStatus.PUBLISHED
            told = "the file's text is in force again" if was_published else "it was a draft"
            tell(session, person, whose, f"version {number} retired; {told}")

    def _summary(self, document: Document, versions: list[Version]) -> RubricSummary:
        title = read_rubric(document.text, str(document.path)).title
        own = tuple(version for version in versions if version.key == document.key)
        return RubricSummary(document.key, title, document.key == self._settings.rubric, own)


def rubric_to_keep(text: str, name: str = NAME) -> str:
    """With plain line ends, and one at the end. Raises BadDocument, or BadInput for a text that is too long."""
    text = _plain(text).rstrip("\n") + "\n"
    if len(text.encode()) > LONGEST_RUBRIC or text.count("\n") > MOST_LINES:
        raise BadInput(f"{name}: a rubric has at most {LONGEST_RUBRIC} bytes and {MOST_LINES} lines")
    read_document(text, name, Rubric)
    return text


def note_to_keep(note: str) -> str:
    """With single spaces. Raises BadInput for one that is too long."""
    note = " ".join(storable(note).split())
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"a note has at most {LONGEST_NOTE} characters")
    return note


def mistakes_in(error: BadDocument, text: str) -> tuple[RubricMistake, ...]:
    """`text` is the one that `error` is about."""
    lines = _plain(text).split("\n")
    return tuple(_mistake(told, lines) for told in str(error).split("\n"))


@contextmanager
def changing(database: Database, organisation_id: int) -> Iterator[Session]:
    """Others of the organisation who change versions wait until this transaction is over."""
    with database.writing() as session:
        organisation_to_change(session, organisation_id)
        yield session


def published_number(session: Session, whose: Whose) -> int:
    versions = own_versions(session, whose.kind, whose.organisation_id, whose.key)
    return next((one.number for one in versions if one.status is VersionStatus.PUBLISHED), OF_FILE)


def put_in_force(session: Session, whose: Whose, number: int, note: str, person: Person | None) -> None:
    """`person` None: the command line. Raises BadDocument where this program no longer reads the text."""
    read_document(own_text(session, whose, number) or "", NAME, Rubric)
    before = published_number(session, whose)
    if before != OF_FILE:
        set_retired(session, whose, before)
    set_published(session, whose, number, note)
    instead = f"version {before}, now retired" if before else "the file's text"
    tell(session, person, whose, f"version {number} published in place of {instead}: {note}")


def tell(session: Session, person: Person | None, whose: Whose, detail: str) -> None:
    about = Audited(AuditedKind.RUBRIC, whose.key, whose.key)
    add_audit(session, person, AuditAct.RUBRIC_CHANGED, about, detail, organisation_id=whose.organisation_id)


def _whose(organisation_id: int, key: str) -> Whose:
    return Whose(RubricVersionRow, organisation_id, key)


def _version(session: Session, whose: Whose, number: int) -> Version:
    version = own_version(session, whose, number)
    if version is None:
        raise NotFound(NO_VERSION)
    return version


def _mistake(told: str, lines: list[str]) -> RubricMistake:
    found = _MISTAKE.fullmatch(told)
    if found is None:
        return RubricMistake(None, None, told)
    line = int(found["line"]) if found["line"] else None
    words = lines[line - 1].strip()[:LONGEST_SHOWN] if line and line <= len(lines) else ""
    return RubricMistake(line, found["key"], found["what"], words)


def _plain(text: str) -> str:
    return storable(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
