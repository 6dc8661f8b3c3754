"""Keeps recalibrations with the rubric version and the grader they were fitted for, lists them, switches them off.

Grading looks for them anew at every reply, so what happens here counts from the next grade on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.recalibration import Proposal, Recalibration
from practice.errors import BadInput, NotFound
from practice.library import Document, Library
from practice.services.own_rubrics import InForce
from practice.services.voices import Voices
from practice.settings import Settings
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import organisation_key, organisation_with_key
from practice.store.recalibration import (
    KeptRecalibration,
    keep_recalibrations,
    kept_recalibrations,
    recalibration_of,
    switch_off_recalibration,
)
from practice.store.version import RubricVersionRow, organisations_with_own, text_hash, version_of

SWITCHED_OFF = "switched off"
LONGEST_KEY = 80


@dataclass(frozen=True)
class Use:
    """Grades by this text of a rubric and by this grader, named as a panel names itself.

    `version_id` is of an organisation's own version, None for the text of a file: the same words elsewhere are another
    use. Raises BadInput for a rubric's key that no database takes.
    """

    rubric: Document
    grader: str
    version_id: int | None = None

    def __post_init__(self) -> None:
        if len(self.rubric.key) > LONGEST_KEY:
            raise BadInput(f"{self.rubric.path}: a rubric's key has at most {LONGEST_KEY} characters; rename the file")


def use_in_talks(settings: Settings, library: Library, voices: Voices, own: InForce | None = None) -> Use:
    """How replies are graded in talks that begin now, where an organisation has published no version of its own.

    `own` is what is in force for one organisation.
    """
    in_force = own or InForce(library.rubric_document(settings.rubric))
    return Use(in_force.document, voices.graders().name, in_force.version_id)


@dataclass(frozen=True)
class KeptCriterion:
    """`kept` is false where nothing was fitted. `applied` is whether this proposal will be, `before` whether one was.

    Where nothing is kept, the one that was applied before still is.
    """

    criterion: str
    kept: bool
    applied: bool
    before: bool
    why: str


@dataclass(frozen=True)
class KeptProposals:
    """`version` is the number of the rubric's version, None where nothing was kept.

    `organisation` is whose own version it is, None for a file's; `own_elsewhere` are those whom the file's does not
    reach, because they have published one of their own.
    """

    rubric: str
    version: int | None
    grader: str
    criteria: tuple[KeptCriterion, ...]
    organisation: str | None = None
    own_elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListedRecalibration:
    """New grades are moved by it where `applies` and `newest`: nothing was kept since for the same use.

    `organisation` is whose own version it is for, None for a file's.
    """

    rubric: str
    version: int
    grader: str
    recalibration: Recalibration
    applies: bool
    newest: bool
    why: str
    when: datetime
    organisation: str | None = None


class RecalibrationService:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, use: Use, proposals: Sequence[Proposal], labels_hash: str) -> KeptProposals:
        """`labels_hash` is the SHA-256 of the file of labels."""
        number, organisation = None, None
        with self._database.writing() as session:
            before = [one.row.criterion for one in kept_recalibrations(session) if one.applied and _is_for(one, use)]
            publishers = organisations_with_own(session, RubricVersionRow, use.rubric.key)
            if any(proposal.recalibration for proposal in proposals):
                version = _version(session, use)
                keep_recalibrations(session, version.id or 0, use.grader, proposals, labels_hash)
                number, organisation = version.number, organisation_key(session, version.organisation_id)
                told = f"recalibration kept for version {number} and {_told(use, proposals)}"
                _record(session, use.rubric.key, told, version.organisation_id)
        kept = tuple(
            KeptCriterion(one.criterion, one.recalibration is not None, one.applies, one.criterion in before, one.why)
            for one in proposals
        )
        elsewhere = () if use.version_id else tuple(publishers)
        return KeptProposals(use.rubric.key, number, use.grader, kept, organisation, elsewhere)

    def listed(self) -> list[ListedRecalibration]:
        """All that was ever kept, in that order."""
        with self._database.reading() as session:
            return [_listed(one) for one in kept_recalibrations(session)]

    def switch_off(
        self, rubric: str, criterion: str | None = None, organisation: str | None = None
    ) -> list[ListedRecalibration]:
        """Those that no longer are applied: of every version and grader; empty where none was. Raises NotFound.

        `organisation`: only of its own versions, else of the file's and everybody's.
        """
        with self._database.writing() as session:
            if organisation is not None and organisation_with_key(session, organisation) is None:
                raise NotFound(f"no organisation {organisation!r}; `practice org list` shows them")
            kept = [one for one in kept_recalibrations(session) if organisation in (None, one.organisation)]
            of_rubric = [one for one in kept if one.version.key == rubric]
            if not of_rubric:
                known = {one.version.key for one in kept}
                raise NotFound(f"no recalibration is kept for a rubric called {rubric!r}; {_known(known)}")
            chosen = [one for one in of_rubric if criterion in (None, one.row.criterion)]
            if not chosen:
                known = {one.row.criterion for one in of_rubric}
                raise NotFound(f"no recalibration of {criterion!r} is kept for rubric {rubric}; {_known(known)}")
            applied = [one for one in chosen if one.applied]
            for one in applied:
                switch_off_recalibration(session, one.row, SWITCHED_OFF)
            for whose in dict.fromkeys(one.version.organisation_id for one in applied):
                of_them = (one for one in applied if one.version.organisation_id == whose)
                which = (f"{one.row.criterion}, version {one.version.number}, {one.row.grader}" for one in of_them)
                _record(session, rubric, f"recalibration switched off: {'; '.join(which)}", whose)
            return [_listed(one) for one in applied]


def _version(session: Session, use: Use) -> RubricVersionRow:
    if use.version_id is None:
        return version_of(session, RubricVersionRow, use.rubric.key, use.rubric.text)
    return session.get_one(RubricVersionRow, use.version_id)


def _record(session: Session, rubric: str, detail: str, organisation_id: int | None) -> None:
    """As done at the command line, where alone recalibrations are kept and switched off."""
    about = Audited(AuditedKind.RUBRIC, rubric, rubric)
    add_audit(session, None, AuditAct.GRADES_CHANGED, about, detail, organisation_id=organisation_id)


def _told(use: Use, proposals: Sequence[Proposal]) -> str:
    kept = (f"{one.criterion} ({'' if one.applies else 'not '}applied)" for one in proposals if one.recalibration)
    return f"{use.grader}: {', '.join(kept)}"


def _is_for(kept: KeptRecalibration, use: Use) -> bool:
    if kept.row.grader != use.grader:
        return False
    if use.version_id is not None or kept.version.organisation_id is not None:
        return kept.version.id == use.version_id
    return kept.version.key == use.rubric.key and kept.version.hash == text_hash(use.rubric.text)


def _known(names: set[str]) -> str:
    return f"known: {', '.join(sorted(names)) or 'none'}"


def _listed(kept: KeptRecalibration) -> ListedRecalibration:
    row, version = kept.row, kept.version
    return ListedRecalibration(
        rubric=version.key,
        version=version.number,
        grader=row.grader,
        recalibration=recalibration_of(row),
        applies=row.applies,
        newest=kept.newest,
        why=row.why,
        when=row.created_at,
        organisation=kept.organisation,
    )
