"""What rubrics and scenarios have in common: an organisation's own versions, written, published and retired."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.document import read_document
from practice.domain.mistake import Mistake, Wrong, mistakes_of
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import organisation_to_change
from practice.store.person import Person
from practice.store.types import storable
from practice.store.version import RubricVersionRow, ScenarioVersionRow, VersionStatus
from practice.store.version_writing import (
    Kind,
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
LONGEST_TEXT = 200_000
MOST_LINES = 10_000
LONGEST_NOTE = 400
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Written:
    """A kind of text. `name` is what it is called in a mistake; `read` takes text and name and raises BadDocument."""

    name: str
    act: Act
    audited: AuditAct
    about: AuditedKind
    read: Callable[[str, str], object]


WRITTEN: Mapping[Kind, Written] = {
    RubricVersionRow: Written(
        "rubric",
        Act.EDIT_RUBRICS,
        AuditAct.RUBRIC_CHANGED,
        AuditedKind.RUBRIC,
        partial(read_document, model=Rubric),
    ),
    ScenarioVersionRow: Written(
        "scenario",
        Act.EDIT_SCENARIOS,
        AuditAct.SCENARIO_CHANGED,
        AuditedKind.SCENARIO,
        partial(read_document, model=Scenario),
    ),
}


class OwnVersions:
    """`versions` are the organisation's own, the newest first."""

    versions: tuple[Version, ...]

    @property
    def published(self) -> Version | None:
        """None where the file's text, if there is one, is in force."""
        return next((version for version in self.versions if version.status is VersionStatus.PUBLISHED), None)

    @property
    def newest(self) -> int:
        return self.versions[0].number if self.versions else OF_FILE

    def numbered(self, number: int) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)


@dataclass(frozen=True)
class TextMistake:
    """`line`, the words that stand there and `key` where they are known."""

    line: int | None
    key: str | None
    wrong: Wrong
    words: str = ""

    @property
    def what(self) -> str:
        return self.wrong.english


def text_to_keep(kind: Kind, text: str, name: str = "") -> str:
    """With plain line ends, and one at the end. Raises BadDocument, or BadInput for a text that is too long."""
    written = WRITTEN[kind]
    text = _plain(text).rstrip("\n") + "\n"
    if len(text.encode()) > LONGEST_TEXT or text.count("\n") > MOST_LINES:
        most = f"at most {LONGEST_TEXT} bytes and {MOST_LINES} lines"
        raise BadInput(f"{name or written.name}: a {written.name} has {most}")
    written.read(text, name or written.name)
    return text


def note_to_keep(note: str) -> str:
    """With single spaces. Raises BadInput for one that is too long."""
    note = " ".join(storable(note).split())
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"a note has at most {LONGEST_NOTE} characters")
    return note


def mistakes_in(error: BadDocument, text: str) -> tuple[TextMistake, ...]:
    """`text` is the one that `error` is about."""
    return mistakes_told(mistakes_of(error), text)


def mistakes_told(told: Iterable[Mistake], text: str) -> tuple[TextMistake, ...]:
    lines = _plain(text).split("\n")
    return tuple(TextMistake(one.line, one.key, one.wrong, _words_at(one.line, lines)) for one in told)


def save_draft(
    database: Database,
    person: Person,
    whose: Whose,
    text: str,
    note: str,
    *,
    base: int,
    seen: int,
    like_key: str | None = None,
) -> int:
    """The number of a new draft, made from version `base`; `seen` is the newest version its writer knew of.

    `like_key`: of the other scenario whose text it began with, where it was made from no version.

    Raises BadDocument with every mistake, BadInput for a text or note that is too long, Conflict where somebody has
    saved a newer version meanwhile, NotFound where there is no version `base`.
    """
    text, note = text_to_keep(whose.kind, text), note_to_keep(note)
    with changing(database, whose.organisation_id) as session:
        newest = own_versions(session, whose.kind, whose.organisation_id, whose.key)[:1]
        if newest and newest[0].number > seen:
            raise Conflict(f"version {newest[0].number} was saved meanwhile; look at it, then save yours after it")
        based_on = None if base == OF_FILE else base
        if based_on is not None:
            existing_version(session, whose, based_on)
        number = add_draft(session, whose, text, based_on=based_on, author_id=person.id, note=note, like_key=like_key)
        tell(session, person, whose, f"version {number} saved as a draft")
    return number


def publish_draft(
    database: Database, person: Person, whose: Whose, number: int, note: str, *, instead_of: int, of_file: bool = True
) -> None:
    """It holds from now on, and no longer `instead_of`, which was in force when the person decided.

    A retired version is published like a draft. `of_file`: there is a file's text too. Raises BadInput for an empty or
    over-long note, Conflict where another is in force or this one is already, BadDocument where this program no longer
    reads the text.
    """
    note = note_to_keep(note)
    if not note:
        raise BadInput("a note is needed: what is new in this version")
    with changing(database, whose.organisation_id) as session:
        version = existing_version(session, whose, number)
        if version.status is VersionStatus.PUBLISHED or published_number(session, whose) != instead_of:
            raise Conflict(f"version {number} is published already, or another version is in force by now")
        put_in_force(session, whose, number, note, person, of_file=of_file)


def retire_version(
    database: Database, person: Person, whose: Whose, number: int, *, of_file: bool = True, in_force: bool = True
) -> None:
    """A draft that is not to be used, or the published version: then the file's text, if any, is in force again.

    `in_force` False: the person knows it as a draft. Raises Conflict for what is retired already, or in force then.
    """
    with changing(database, whose.organisation_id) as session:
        version = existing_version(session, whose, number)
        if version.status is VersionStatus.RETIRED:
            raise Conflict(f"version {number} is retired already")
        if version.status is VersionStatus.PUBLISHED and not in_force:
            raise Conflict(f"version {number} is in force by now")
        set_retired(session, whose, number, person.id)
        after = "the file's text is in force again" if of_file else "nothing is in force any more"
        told = after if version.status is VersionStatus.PUBLISHED else "it was a draft"
        tell(session, person, whose, f"version {number} retired; {told}")


@contextmanager
def changing(database: Database, organisation_id: int) -> Iterator[Session]:
    """Others of the organisation who change versions wait until this transaction is over."""
    with database.writing() as session:
        organisation_to_change(session, organisation_id)
        yield session


def published_number(session: Session, whose: Whose) -> int:
    versions = own_versions(session, whose.kind, whose.organisation_id, whose.key)
    return next((one.number for one in versions if one.status is VersionStatus.PUBLISHED), OF_FILE)


def put_in_force(
    session: Session, whose: Whose, number: int, note: str, person: Person | None, *, of_file: bool = True
) -> None:
    """`person` None: the command line. Raises BadDocument where this program no longer reads the text."""
    written = WRITTEN[whose.kind]
    written.read(own_text(session, whose, number) or "", written.name)
    before = published_number(session, whose)
    if before != OF_FILE:
        set_retired(session, whose, before, person.id if person else None)
    set_published(session, whose, number, note, person.id if person else None)
    instead = f"version {before}, now retired" if before else "the file's text" if of_file else "nothing"
    tell(session, person, whose, f"version {number} published in place of {instead}: {note}")


def tell(session: Session, person: Person | None, whose: Whose, detail: str) -> None:
    written = WRITTEN[whose.kind]
    about = Audited(written.about, whose.key, whose.key)
    add_audit(session, person, written.audited, about, detail, organisation_id=whose.organisation_id)


def existing_version(session: Session, whose: Whose, number: int) -> Version:
    version = own_version(session, whose, number)
    if version is None:
        raise NotFound(no_version(whose.kind))
    return version


def no_version(kind: Kind) -> str:
    return f"no such version of this {WRITTEN[kind].name}"


def _words_at(line: int | None, lines: list[str]) -> str:
    return lines[line - 1].strip()[:LONGEST_SHOWN] if line and line <= len(lines) else ""


def _plain(text: str) -> str:
    return storable(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
