"""An organisation's rubrics as files, for whoever runs the service: taken out, and brought back in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlmodel import Session

from practice.errors import BadInput, NotFound
from practice.library import Document, Library, document_at
from practice.services.rubrics import rubric_to_keep
from practice.services.versions import OF_FILE, changing, note_to_keep, put_in_force, tell
from practice.store.database import Database
from practice.store.organisation import organisation_with_key
from practice.store.version import RubricVersionRow, VersionStatus
from practice.store.version_writing import Version, Whose, add_draft, own_text, own_versions


class Brought(StrEnum):
    UNCHANGED = "unchanged"  #: the file says what is in force
    KNOWN = "known"  #: the newest draft says the same
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True)
class TakenRubric:
    """`number` OF_FILE: the organisation uses the text of the service's own file."""

    path: Path
    number: int
    written: bool


@dataclass(frozen=True)
class BroughtRubric:
    key: str
    number: int
    what: Brought


class RubricFiles:
    """Every method raises NotFound for an organisation that is not there."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def pull(self, folder: Path, organisation_key: str, *, overwrite: bool = False) -> list[TakenRubric]:
        """Writes what is in force for each rubric. Raises BadInput where a file says something else."""
        organisation_id = self._organisation_id(organisation_key)
        with self._database.reading() as session:
            found = [(d.key, *_in_force(session, organisation_id, d)) for d in self._library.rubrics()]
        taken = []
        for key, number, text in found:
            path = folder / f"{key}.yaml"
            there = document_at(path).text if path.exists() else None
            if there not in (None, text) and not overwrite:
                raise BadInput(f"{path}: says something else; --overwrite replaces it. Nothing was written")
            taken.append((TakenRubric(path, number, there != text), text))
        folder.mkdir(parents=True, exist_ok=True)
        for one, text in taken:
            if one.written:
                one.path.write_text(text, encoding="utf-8", newline="\n")
        return [one for one, _ in taken]

    def push(
        self, documents: Sequence[Document], organisation_key: str, note: str, *, publish: bool = False
    ) -> list[BroughtRubric]:
        """Keeps what says something new; all of it or, where one cannot be used, nothing.

        Raises BadDocument, BadInput, and NotFound for a key that the service has no rubric of.
        """
        organisation_id = self._organisation_id(organisation_key)
        note = note_to_keep(note)
        if not note:
            raise BadInput("--note is empty; say in a few words what is new")
        texts = {d.key: rubric_to_keep(d.text, str(d.path)) for d in documents}
        of_files = {key: self._library.rubric_document(key) for key in texts}
        with changing(self._database, organisation_id) as session:
            return [_bring(session, organisation_id, of_files[key], text, note, publish) for key, text in texts.items()]

    def _organisation_id(self, key: str) -> int:
        with self._database.reading() as session:
            organisation = organisation_with_key(session, key)
        if organisation is None:
            raise NotFound(f"no organisation {key!r}; `practice org list` shows them")
        return organisation.id


def _bring(
    session: Session, organisation_id: int, of_file: Document, text: str, note: str, publish: bool
) -> BroughtRubric:
    whose = Whose(RubricVersionRow, organisation_id, of_file.key)
    in_force, current = _in_force(session, organisation_id, of_file)
    if text == current:
        return BroughtRubric(of_file.key, in_force, Brought.UNCHANGED)
    known = _draft_that_says(session, whose, text)
    if known and not publish:
        return BroughtRubric(of_file.key, known.number, Brought.KNOWN)
    number = known.number if known else None
    if number is None:
        number = add_draft(session, whose, text, based_on=in_force or None, author_id=None, note=note)
        tell(session, None, whose, f"version {number} saved as a draft: {note}")
    if not publish:
        return BroughtRubric(of_file.key, number, Brought.DRAFT)
    put_in_force(session, whose, number, note, None)
    return BroughtRubric(of_file.key, number, Brought.PUBLISHED)


def _in_force(session: Session, organisation_id: int, of_file: Document) -> tuple[int, str]:
    whose = Whose(RubricVersionRow, organisation_id, of_file.key)
    for version in own_versions(session, RubricVersionRow, organisation_id, of_file.key):
        if version.status is VersionStatus.PUBLISHED:
            return version.number, own_text(session, whose, version.number) or ""
    return OF_FILE, of_file.text


def _draft_that_says(session: Session, whose: Whose, text: str) -> Version | None:
    """The newest version, where it is a draft with this text."""
    newest = own_versions(session, whose.kind, whose.organisation_id, whose.key)[:1]
    drafts = [one for one in newest if one.status is VersionStatus.DRAFT]
    return next((one for one in drafts if own_text(session, whose, one.number) == text), None)
