"""An organisation's rubrics or scenarios as files, for whoever runs the service: taken out, and brought back in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from practice.domain.mistake import Mistake
from practice.errors import BadInput, NotFound
from practice.library import Document, Library, document_at
from practice.services.rubric_advice import given_away_in
from practice.services.scenario_new import key_to_use
from practice.services.versions import OF_FILE, changing, note_to_keep, put_in_force, tell, text_to_keep
from practice.store.database import Database
from practice.store.organisation import organisation_with_key
from practice.store.version import RubricVersionRow, VersionStatus
from practice.store.version_writing import Kind, Version, Whose, add_draft, own_text, own_versions


class Brought(StrEnum):
    UNCHANGED = "unchanged"  #: the file says what is in force
    KNOWN = "known"  #: the newest draft says the same
    OLDER = "older"  #: an own version that is no longer in force says the same: somebody changed it since
    DRAFT = "draft"
    PUBLISHED = "published"


_NEW = (Brought.KNOWN, Brought.DRAFT, Brought.PUBLISHED)


@dataclass(frozen=True)
class TakenFile:
    """`number` OF_FILE: the organisation uses the text of the service's own file."""

    path: Path
    number: int
    written: bool


@dataclass(frozen=True)
class BroughtFile:
    """`giving_away`: the examples of a new version that teach what is held out in sets of labelled replies."""

    key: str
    number: int
    what: Brought
    giving_away: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class _InForce:
    number: int
    text: str


@dataclass(frozen=True)
class _How:
    note: str
    publish: bool
    older: bool


class VersionFiles:
    """Of one kind of text. Every method raises NotFound for an organisation that is not there."""

    def __init__(self, database: Database, library: Library, kind: Kind) -> None:
        self._database = database
        self._library = library
        self._kind = kind

    def pull(self, folder: Path, organisation_key: str, *, overwrite: bool = False) -> list[TakenFile]:
        """Writes each text that is in force. Raises BadInput where a file says something else."""
        organisation_id = self._organisation_id(organisation_key)
        of_files = self._of_files()
        with self._database.reading() as session:
            keys = {*of_files, *(version.key for version in own_versions(session, self._kind, organisation_id))}
            found = {
                key: in_force
                for key in sorted(keys)
                if (in_force := _in_force(session, Whose(self._kind, organisation_id, key), of_files.get(key)))
            }
        taken = {key: _taken(folder / f"{key}.yaml", one, overwrite) for key, one in found.items()}
        folder.mkdir(parents=True, exist_ok=True)
        for key, one in taken.items():
            if one.written:
                one.path.write_text(found[key].text, encoding="utf-8", newline="\n")
        return list(taken.values())

    def push(
        self,
        documents: Sequence[Document],
        organisation_key: str,
        note: str,
        *,
        publish: bool = False,
        older: bool = False,
    ) -> list[BroughtFile]:
        """Keeps what says something new; all of it or, where one cannot be used, nothing.

        What an own version said that was in force before is left, lest it undo others' work, unless `older`.

        Raises BadDocument, BadInput, and NotFound for the key of a rubric that the service has no file of.
        """
        organisation_id = self._organisation_id(organisation_key)
        note = note_to_keep(note)
        if not note:
            raise BadInput("--note is empty; say in a few words what is new")
        texts = self._to_keep(documents)
        of_files = self._of_files()
        for key in texts.keys() - of_files.keys():
            self._require_usable(key)
        with changing(self._database, organisation_id) as session:
            found = [
                _bring(
                    session,
                    Whose(self._kind, organisation_id, key),
                    of_files.get(key),
                    text,
                    _How(note, publish, older),
                )
                for key, text in texts.items()
            ]
            return self._advised(session, organisation_id, found, documents)

    def _advised(
        self, session: Session, organisation_id: int, found: Sequence[BroughtFile], documents: Sequence[Document]
    ) -> list[BroughtFile]:
        if self._kind is not RubricVersionRow:
            return list(found)
        files = {one.key: one for one in documents}
        return [
            replace(one, giving_away=tuple(given_away_in(session, organisation_id, files[one.key])))
            if one.what in _NEW
            else one
            for one in found
        ]

    def _to_keep(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """By key. Raises BadInput with the mistakes of all of them."""
        texts, mistakes = {}, []
        for one in documents:
            try:
                texts[one.key] = text_to_keep(self._kind, one.text, str(one.path))
            except BadInput as error:
                mistakes.append(str(error))
        if mistakes:
            raise BadInput("\n".join(mistakes))
        return texts

    def _of_files(self) -> Mapping[str, Document]:
        rubrics = self._kind is RubricVersionRow
        return {one.key: one for one in (self._library.rubrics() if rubrics else self._library.scenarios())}

    def _require_usable(self, key: str) -> None:
        """Of scenarios an organisation may have such as the service does not bring; of rubrics not."""
        if self._kind is RubricVersionRow:
            self._library.rubric_document(key)
        key_to_use(key)

    def _organisation_id(self, key: str) -> int:
        with self._database.reading() as session:
            organisation = organisation_with_key(session, key)
        if organisation is None:
            raise NotFound(f"no organisation {key!r}; `practice org list` shows them")
        return organisation.id


def _taken(path: Path, in_force: _InForce, overwrite: bool) -> TakenFile:
    there = document_at(path).text if path.exists() else None
    if there not in (None, in_force.text) and not overwrite:
        raise BadInput(f"{path}: says something else; --overwrite replaces it. Nothing was written")
    return TakenFile(path, in_force.number, there != in_force.text)


def _bring(session: Session, whose: Whose, of_file: Document | None, text: str, how: _How) -> BroughtFile:
    in_force = _in_force(session, whose, of_file)
    if in_force and text == in_force.text:
        return BroughtFile(whose.key, in_force.number, Brought.UNCHANGED)
    known = _draft_that_says(session, whose, text)
    if known and not how.publish:
        return BroughtFile(whose.key, known.number, Brought.KNOWN)
    earlier = _earlier_that_says(session, whose, text)
    if earlier and not known and not how.older:
        return BroughtFile(whose.key, earlier.number, Brought.OLDER)
    number = known.number if known else None
    if number is None:
        based_on = (in_force.number if in_force else OF_FILE) or None
        number = add_draft(session, whose, text, based_on=based_on, author_id=None, note=how.note)
        tell(session, None, whose, f"version {number} saved as a draft: {how.note}")
    if not how.publish:
        return BroughtFile(whose.key, number, Brought.DRAFT)
    put_in_force(session, whose, number, how.note, None, of_file=of_file is not None)
    return BroughtFile(whose.key, number, Brought.PUBLISHED)


def _in_force(session: Session, whose: Whose, of_file: Document | None) -> _InForce | None:
    for version in own_versions(session, whose.kind, whose.organisation_id, whose.key):
        if version.status is VersionStatus.PUBLISHED:
            return _InForce(version.number, own_text(session, whose, version.number) or "")
    return _InForce(OF_FILE, of_file.text) if of_file else None


def _draft_that_says(session: Session, whose: Whose, text: str) -> Version | None:
    """The newest version, where it is a draft with this text."""
    newest = own_versions(session, whose.kind, whose.organisation_id, whose.key)[:1]
    drafts = [one for one in newest if one.status is VersionStatus.DRAFT]
    return next((one for one in drafts if own_text(session, whose, one.number) == text), None)


def _earlier_that_says(session: Session, whose: Whose, text: str) -> Version | None:
    """A version that was in force once; the file's text is told by nobody's version."""
    versions = own_versions(session, whose.kind, whose.organisation_id, whose.key)
    earlier = [one for one in versions if one.published_at and one.status is not VersionStatus.PUBLISHED]
    return next((one for one in earlier if own_text(session, whose, one.number) == text), None)
