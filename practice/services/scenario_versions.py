"""An organisation's own versions of scenarios, and scenarios that only it has; the published one is practised."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.difference import Passage, difference
from practice.domain.language import Language, Shown
from practice.domain.mistake import Mistake
from practice.domain.scenario import Channel, Scenario
from practice.errors import BadDocument, BadInput, NotFound
from practice.library import Document, Library, read_scenario
from practice.services.access import require_in_organisation
from practice.services.scenario_check import check_scenario, check_scenario_text
from practice.services.scenario_new import key_to_use, new_scenario, titled
from practice.services.versions import (
    OF_FILE,
    WRITTEN,
    OwnVersions,
    TextMistake,
    mistakes_told,
    no_version,
    publish_draft,
    retire_version,
    save_draft,
)
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person
from practice.store.version import ScenarioVersionRow, VersionStatus
from practice.store.version_reading import OwnText, newest_texts, text_numbered
from practice.store.version_writing import Version, Whose, own_versions

NAME = WRITTEN[ScenarioVersionRow].name


@dataclass(frozen=True)
class ScenarioSummary(OwnVersions):
    """`of_file`: the service brings a text of its own, so that it can be practised without a published version.

    `versions` are the organisation's own, the newest first. The title is of what is in force, else of the newest; the
    key stands in where that cannot be read.
    """

    key: str
    title: Shown
    of_file: bool
    versions: tuple[Version, ...]

    @property
    def is_new(self) -> bool:
        """Nothing of it has been saved yet."""
        return not (self.of_file or self.versions)

    @property
    def in_force(self) -> bool:
        return self.of_file or self.published is not None


@dataclass(frozen=True)
class ScenarioText:
    """`version` None: the text is the file's. `scenario` None: this program does not read that text any more."""

    summary: ScenarioSummary
    version: Version | None
    text: str
    scenario: Scenario | None

    @property
    def number(self) -> int:
        return self.version.number if self.version else OF_FILE


class ScenarioVersionService:
    """For trainers and administrators; every method raises NotAllowed for anybody else.

    NotFound: no such scenario, or no such version of this organisation's.
    """

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def of(self, person: Person) -> list[ScenarioSummary]:
        """By key."""
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            versions = own_versions(session, ScenarioVersionRow, organisation_id)
            own = newest_texts(session, ScenarioVersionRow, organisation_id)
        files = {document.key: document for document in self._library.scenarios()}
        return [_summary(key, files.get(key), own.get(key), versions) for key in sorted({*files, *own})]

    def scenario(self, person: Person, key: str) -> ScenarioSummary:
        summary = self.begun(person, key)
        if summary.is_new:
            raise NotFound(f"no scenario {key[:80]!r}")
        return summary

    def begun(self, person: Person, key: str) -> ScenarioSummary:
        """Also where there is none yet, but could be: then without a version."""
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            return self._read(session, organisation_id, key)

    def text(self, person: Person, key: str, number: int | None = None) -> ScenarioText:
        """Of that version; without a number of the one in force, else of the newest."""
        organisation_id = require_in_organisation(person, Act.EDIT_SCENARIOS)
        with self._database.reading() as session:
            summary = self._read(session, organisation_id, key)
            if number is None:
                number = _number_in_force(summary)
            own = text_numbered(session, Whose(ScenarioVersionRow, organisation_id, key), number)
        version = summary.numbered(number)
        if own and version:
            return ScenarioText(summary, version, own.text, _read_or_none(own.text))
        if number != OF_FILE or not summary.of_file:
            raise NotFound(no_version(ScenarioVersionRow))
        text = self._library.scenario_document(key).text
        return ScenarioText(summary, None, text, _read_or_none(text))

    def new_text(self, person: Person, key: str, channel: Channel, like: str | None = None) -> str:
        """What a new scenario starts from: every key to fill, or another one's text with the key behind its titles.

        Raises BadInput for a key that cannot be used, or is used already.
        """
        summary = self.begun(person, key_to_use(key))
        if not summary.is_new:
            raise BadInput(f"there is a scenario {key!r} already; choose another key")
        return titled(self.text(person, like).text, key) if like else new_scenario(self._library, channel)

    def compared(self, person: Person, key: str, before: int, after: int) -> tuple[Passage, ...]:
        return difference(self.text(person, key, before).text, self.text(person, key, after).text)

    def advice(self, person: Person, key: str, number: int, *, with_trial: bool = False) -> tuple[TextMistake, ...]:
        """What would not work in a talk; `with_trial` plays the good way in every language, which takes a second."""
        text = self.text(person, key, number).text
        return mistakes_told(_advice(self._library, key, text, with_trial), text)

    def save(
        self, person: Person, key: str, text: str, note: str, *, base: int, seen: int, like: str | None = None
    ) -> int:
        """The number of a new draft, also of a scenario that is not there yet: then `like` is the key of the one whose
        text it began with. Raises as `save_draft` does.
        """
        is_new = self.begun(person, key).is_new
        like_key = self.scenario(person, like).key if like and is_new else None
        whose = _whose(person, key)
        return save_draft(self._database, person, whose, text, note, base=base, seen=seen, like_key=like_key)

    def publish(self, person: Person, key: str, number: int, note: str, *, instead_of: int) -> None:
        """New talks of the organisation are held in it. Raises as `publish_draft` does."""
        of_file = self.scenario(person, key).of_file
        whose = _whose(person, key)
        publish_draft(self._database, person, whose, number, note, instead_of=instead_of, of_file=of_file)

    def retire(self, person: Person, key: str, number: int, *, in_force: bool = True) -> None:
        """Raises as `retire_version` does."""
        of_file = self.scenario(person, key).of_file
        retire_version(self._database, person, _whose(person, key), number, of_file=of_file, in_force=in_force)

    def download(self, person: Person, key: str, number: int, address: str = "") -> str:
        """The text; the audit keeps who took it."""
        found = self.text(person, key, number)
        about = Audited(AuditedKind.SCENARIO, key, key)
        what = f"version {number}" if found.version else "the file's text"
        with self._database.writing() as session:
            add_audit(session, person, AuditAct.EXPORTED, about, what, address=address)
        return found.text

    def _read(self, session: Session, organisation_id: int, key: str) -> ScenarioSummary:
        """Raises NotFound for a key that no scenario can have."""
        files = {document.key: document for document in self._library.scenarios()}
        if key not in files:
            try:
                key_to_use(key)
            except BadInput as error:
                raise NotFound(str(error)) from error
        versions = own_versions(session, ScenarioVersionRow, organisation_id, key)
        own = newest_texts(session, ScenarioVersionRow, organisation_id, key).get(key)
        return _summary(key, files.get(key), own, versions)


def _summary(key: str, of_file: Document | None, own: OwnText | None, versions: list[Version]) -> ScenarioSummary:
    mine = tuple(version for version in versions if version.key == key)
    is_own = own is not None and (own.status is VersionStatus.PUBLISHED or of_file is None)
    text = own.text if own and is_own else of_file.text if of_file else ""
    scenario = _read_or_none(text)
    title = scenario.title if scenario else Shown(**{language.value: key for language in Language})
    return ScenarioSummary(key, title, of_file is not None, mine)


def _number_in_force(summary: ScenarioSummary) -> int:
    if summary.published:
        return summary.published.number
    return OF_FILE if summary.of_file else summary.newest


def _read_or_none(text: str) -> Scenario | None:
    try:
        return read_scenario(text, NAME)
    except BadDocument:
        return None


@lru_cache(maxsize=64)
def _advice(library: Library, key: str, text: str, with_trial: bool) -> tuple[Mistake, ...]:
    check = check_scenario if with_trial else check_scenario_text
    return tuple(check(library, Document(key, Path(NAME), text)))


def _whose(person: Person, key: str) -> Whose:
    return Whose(ScenarioVersionRow, require_in_organisation(person, Act.EDIT_SCENARIOS), key)
