"""What a version of a rubric would change, seen before anybody is graded by it: begun, followed, gone on with, read."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.preview import KeptGrade, PreviewFigures
from practice.errors import Conflict, NotFound
from practice.library import Library, read_rubric
from practice.services.access import require_in_organisation
from practice.services.costly import CostlyActs
from practice.services.preview_figures import Chosen, Versions, chosen, finish, rubrics_of
from practice.services.preview_job import AT_ONCE
from practice.services.preview_taught import left_out
from practice.services.preview_view import (
    Following,
    Present,
    PreviewChoice,
    PreviewGlance,
    PreviewView,
    Since,
    changed_since,
    followed,
    in_force,
)
from practice.services.rubrics import RubricService, RubricSummary, RubricText
from practice.services.voices import Voices
from practice.services.worker import Worker
from practice.settings import Settings
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.gold import GoldItem
from practice.store.gold_reading import gold_items, load_gold_set
from practice.store.gold_writing import hold_gold_set
from practice.store.person import Person, hold_person
from practice.store.preview import PreviewRow
from practice.store.preview_glances import labelled_sets
from practice.store.preview_reading import (
    Preview,
    failures_of,
    known_grades,
    load_figures,
    load_preview,
    previews_of,
)
from practice.store.preview_shown import shown_replies
from practice.store.preview_writing import ToGrade, add_preview, queue_more, try_failed_again
from practice.store.types import storable
from practice.store.version import RubricVersionRow, text_hash, version_of
from practice.store.version_reading import version_row_id

NO_PREVIEW = "no such preview"
A_PAGE = 50
#: A preview counts as one ask for so many gradings.
GRADINGS_AN_ASK = 100
MOST_EARLIER = 10


class Lacking(Enum):
    """Why a gold set cannot show anything of a version."""

    REPLIES = "replies"
    LABELS = "labels"
    UNTAUGHT = "untaught"  #: every labelled reply stands in a version as an example to teach


class PreviewService:
    """For trainers and administrators; every method raises NotAllowed for anybody else.

    NotFound: no such rubric, version, gold set or preview in their organisation.
    """

    def __init__(
        self, settings: Settings, database: Database, library: Library, voices: Voices, worker: Worker
    ) -> None:
        self._database = database
        self._library = library
        self._voices = voices
        self._worker = worker
        self._rubrics = RubricService(settings, database, library)
        self._costly = CostlyActs(settings)

    def choice(self, person: Person, key: str, number: int) -> PreviewChoice:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        found = self._rubrics.text(person, key, number)
        with self._database.reading() as session:
            version_id = _version_id(session, organisation_id, found)
            previews = previews_of(session, organisation_id, version_id, MOST_EARLIER) if version_id else []
            sets = labelled_sets(session, organisation_id, key)
            earlier = followed(session, previews)
        grader = self._voices.graders().name
        return PreviewChoice(found, in_force(found.summary), tuple(sets), tuple(earlier), grader)

    def begin(self, person: Person, key: str, number: int, gold_set_id: str, *, instead_of: int) -> str | Lacking:
        """The id of the new preview, or of one like it that is not over; else why there is none.

        The version in force is measured by itself. What an earlier preview graded is taken over. Raises Conflict where
        another than `instead_of` is in force; TooMuch.
        """
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        after = self._rubrics.text(person, key, number)
        before = self._rubrics.text(person, key)
        if before.number != instead_of:
            raise Conflict(f"version {before.number} is in force by now; look at the rubric again")
        versions = Versions(*(read_rubric(text, f"rubric {key}") for text in (before.text, after.text)))
        with self._database.reading() as session:
            self._gold_set(session, organisation_id, key, gold_set_id)
            items = gold_items(session, gold_set_id)
            of_set = chosen(items, versions)
            if not of_set.usable:
                return _lacking(of_set, len(items))
            known = self._known(session, organisation_id, gold_set_id, (before, after))
        with self._database.writing() as session:
            hold_gold_set(session, gold_set_id)
            sides = [_kept_version(session, organisation_id, text) for text in (before, after)]
            row = PreviewRow(
                organisation_id=organisation_id,
                gold_set_id=gold_set_id,
                before_version_id=sides[0],
                after_version_id=sides[1],
                created_by=person.id,
            )
            preview_id = _unfinished(session, row)
            if preview_id is None:
                preview_id = self._add(session, person, row, of_set.usable, known)
                done = "measured" if number == before.number else "previewed"
                told = f"version {after.number} {done} on {len(of_set.usable)} replies"
                _tell(session, person, after.summary.key, told)
        self._worker.wake()
        return preview_id

    def following(self, person: Person, preview_id: str) -> Following:
        with self._database.reading() as session:
            return self._following(session, person, preview_id)

    def view(self, person: Person, preview_id: str) -> PreviewView:
        following = self.following(person, preview_id)
        preview = following.preview
        rubric = self._rubrics.rubric(person, preview.after.key)
        figures = self._figures(following)
        with self._database.reading() as session:
            versions = rubrics_of(session, preview)
            failures = failures_of(session, preview_id, A_PAGE) if following.progress.failed else []
            worst = figures.after.worst if figures else ()
            taught = figures.after.taught[:A_PAGE] if figures else ()
            names = {*(one.id for one in worst), *(one.name for one in failures), *taught}
            shown = shown_replies(session, preview.gold_set_id, names, person.id)
            since = self._since(session, preview, rubric, figures)
        away = left_out(taught, shown, preview, versions)
        return PreviewView(following, rubric, versions, figures, since, failures, away, shown)

    def go_on(self, person: Person, preview_id: str) -> None:
        """What could not be graded is tried again. Raises TooMuch."""
        with self._database.writing() as session:
            following = self._following(session, person, preview_id)
            if not try_failed_again(session, preview_id):
                return
            hold_person(session, person.id)
            self._costly.count_ask(session, person)
            _tell(session, person, following.preview.after.key, "graded again what could not be graded in a preview")
            queue_more(session, preview_id, AT_ONCE)
        self._worker.wake()

    def newest(self, person: Person, found: RubricText) -> PreviewGlance | None:
        """None where this version was never compared with another."""
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        with self._database.reading() as session:
            version_id = _version_id(session, organisation_id, found)
            compared = previews_of(session, organisation_id, version_id, 1, alone=False) if version_id else []
            found_of = followed(session, compared)
        if not found_of:
            return None
        [following] = found_of
        figures = self._figures(following)
        with self._database.reading() as session:
            since = self._since(session, following.preview, found.summary, figures)
            unmeasured = rubrics_of(session, following.preview).of_talks_changed
        return PreviewGlance(following, figures, since, unmeasured)

    def _known(
        self, session: Session, organisation_id: int, gold_set_id: str, texts: Iterable[RubricText]
    ) -> Mapping[tuple[int, int], KeptGrade]:
        """What earlier previews graded by these versions. It may be much, so it is read before anything is written."""
        ids = [found for text in texts if (found := _version_id(session, organisation_id, text))]
        prompt = self._library.prompt("grade").hash
        return known_grades(session, gold_set_id, ids, self._voices.graders().name, prompt)

    def _add(
        self,
        session: Session,
        person: Person,
        row: PreviewRow,
        items: Sequence[GoldItem],
        known: Mapping[tuple[int, int], KeptGrade],
    ) -> str:
        """What was graded since `known` was read is graded once more: it is neither lost nor counted twice."""
        hold_person(session, person.id)
        sides = dict.fromkeys((row.before_version_id, row.after_version_id))
        pairs = [(item.id, side) for item in items for side in sides]
        for _ in range(0, len(pairs), GRADINGS_AN_ASK):
            self._costly.count_ask(session, person)
        wanted = [ToGrade(*pair, known.get(pair), waits=pair == pairs[-1]) for pair in pairs]
        preview_id = add_preview(session, row, wanted)
        queue_more(session, preview_id, AT_ONCE)
        return preview_id

    def _gold_set(self, session: Session, organisation_id: int, key: str, gold_set_id: str) -> None:
        found = load_gold_set(session, storable(gold_set_id))
        if found is None or (found.organisation_id, found.rubric_key) != (organisation_id, key) or found.archived_at:
            raise NotFound("no such gold set of this rubric")

    def _following(self, session: Session, person: Person, preview_id: str) -> Following:
        organisation_id = require_in_organisation(person, Act.EDIT_RUBRICS)
        preview = load_preview(session, preview_id)
        if preview is None or preview.organisation_id != organisation_id:
            raise NotFound(NO_PREVIEW)
        return followed(session, [preview])[0]

    def _figures(self, following: Following) -> PreviewFigures | None:
        """As they are kept; computed here only where whoever graded last could not."""
        if not following.over:
            return None
        with self._database.reading() as session:
            kept = load_figures(session, following.preview.id)
        return kept or finish(self._database, following.preview.id)

    def _since(
        self, session: Session, preview: Preview, rubric: RubricSummary, figures: PreviewFigures | None
    ) -> frozenset[Since]:
        file_hash = text_hash(self._library.rubric_document(rubric.key).text)
        present = Present(file_hash, self._voices.graders().name, self._library.prompt("grade").hash)
        return changed_since(session, preview, rubric, present, figures)


def _lacking(of_set: Chosen, replies: int) -> Lacking:
    if not replies:
        return Lacking.REPLIES
    return Lacking.UNTAUGHT if of_set.taught else Lacking.LABELS


def _unfinished(session: Session, row: PreviewRow) -> str | None:
    """The id of a preview of the same that is not over."""
    previews = previews_of(session, row.organisation_id, row.after_version_id, MOST_EARLIER)
    wanted = (row.gold_set_id, row.before_version_id)
    alike = [preview for preview in previews if (preview.gold_set_id, preview.before.id) == wanted]
    return next((one.preview.id for one in followed(session, alike) if not one.over), None)


def _version_id(session: Session, organisation_id: int, found: RubricText) -> int | None:
    """None for a text of a file that nothing was graded by yet."""
    return version_row_id(session, organisation_id, found.summary.key, found.number, text_hash(found.text))


def _kept_version(session: Session, organisation_id: int, found: RubricText) -> int:
    known = _version_id(session, organisation_id, found)
    return known or version_of(session, RubricVersionRow, found.summary.key, found.text).id or 0


def _tell(session: Session, person: Person, key: str, detail: str) -> None:
    add_audit(session, person, AuditAct.MODEL_TRIED, Audited(AuditedKind.RUBRIC, key, key), detail)
