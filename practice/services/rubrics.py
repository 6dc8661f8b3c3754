"""An organisation's own versions of rubrics: written, compared, published; the published one grades new talks."""

from dataclasses import dataclass

from practice.domain.access import Act
from practice.domain.difference import Passage, difference
from practice.domain.language import Shown
from practice.errors import NotFound
from practice.library import Document, Library, read_rubric
from practice.services.access import require_in_organisation
from practice.services.versions import (
    LONGEST_NOTE,
    MOST_LINES,
    OF_FILE,
    WRITTEN,
    OwnVersions,
    TextMistake,
    mistakes_in,
    no_version,
    publish_draft,
    retire_version,
    save_draft,
    text_to_keep,
)
from practice.settings import Settings
from practice.store.database import Database
from practice.store.person import Person
from practice.store.version import RubricVersionRow
from practice.store.version_writing import Version, Whose, own_text, own_versions

__all__ = [
    "LONGEST_NOTE",
    "MOST_LINES",
    "NAME",
    "OF_FILE",
    "RubricMistake",
    "RubricService",
    "RubricSummary",
    "RubricText",
    "mistakes_in",
    "rubric_to_keep",
]

#: What a rubric is called in a mistake that is found in it.
NAME = WRITTEN[RubricVersionRow].name
RubricMistake = TextMistake


@dataclass(frozen=True)
class RubricSummary(OwnVersions):
    """`used`: new talks are graded by this rubric. `versions` are the organisation's own, the newest first."""

    key: str
    title: Shown
    used: bool
    versions: tuple[Version, ...]

    @property
    def of_file(self) -> bool:
        """The service brings a text of every rubric."""
        return True

    @property
    def is_new(self) -> bool:
        return False


@dataclass(frozen=True)
class RubricText:
    """`version` None: the text is the file's."""

    summary: RubricSummary
    version: Version | None
    text: str

    @property
    def number(self) -> int:
        return self.version.number if self.version else OF_FILE


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
        version = summary.numbered(number)
        if version is None or text is None:
            raise NotFound(no_version(RubricVersionRow))
        return RubricText(summary, version, text)

    def compared(self, person: Person, key: str, before: int, after: int) -> tuple[Passage, ...]:
        return difference(self.text(person, key, before).text, self.text(person, key, after).text)

    def save(self, person: Person, key: str, text: str, note: str, *, base: int, seen: int) -> int:
        """The number of a new draft. Raises as `save_draft` does."""
        whose = self._of(person, key)
        return save_draft(self._database, person, whose, text, note, base=base, seen=seen)

    def publish(self, person: Person, key: str, number: int, note: str, *, instead_of: int) -> None:
        """New talks are graded by it. Raises as `publish_draft` does."""
        whose = self._of(person, key)
        publish_draft(self._database, person, whose, number, note, instead_of=instead_of)

    def retire(self, person: Person, key: str, number: int, *, in_force: bool = True) -> None:
        """Raises as `retire_version` does."""
        retire_version(self._database, person, self._of(person, key), number, in_force=in_force)

    def _of(self, person: Person, key: str) -> Whose:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        self._library.rubric_document(key)
        return _whose(organisation_id, key)

    def _summary(self, document: Document, versions: list[Version]) -> RubricSummary:
        title = read_rubric(document.text, str(document.path)).title
        own = tuple(version for version in versions if version.key == document.key)
        return RubricSummary(document.key, title, document.key == self._settings.rubric, own)


def rubric_to_keep(text: str, name: str = NAME) -> str:
    """With plain line ends, and one at the end. Raises BadDocument, or BadInput for a text that is too long."""
    return text_to_keep(RubricVersionRow, text, name)


def _whose(organisation_id: int, key: str) -> Whose:
    return Whose(RubricVersionRow, organisation_id, key)
