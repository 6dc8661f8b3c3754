"""An organisation's gold sets: replies with the levels that people gave them, by which graders are judged."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.agreement import ScoredReply
from practice.domain.audit import AuditAct
from practice.domain.labels import LabelledReply
from practice.domain.language import Shown
from practice.domain.rubric import Rubric, Scope
from practice.domain.teaching import TeachProposal, propose_teaching
from practice.domain.transcript import Speaker
from practice.errors import BadInput, NotFound
from practice.library import Library, read_rubric
from practice.services.access import NO_TURN, require_in_organisation, require_turn
from practice.services.audit import ExportForm
from practice.services.exchange import Exchange, exchange_with
from practice.services.gold_access import rater_of, require_open_set, require_set, rubric_in_force, tell
from practice.services.gold_agreement import (
    MOST_TO_TEACH,
    RatersAgreement,
    raters_agreement,
    raters_in_patterns,
    worth_teaching,
)
from practice.services.gold_corrections import keep_reply, labelled_reply
from practice.services.gold_export import exported
from practice.services.gold_grades import grades_of_items
from practice.services.gold_import import Imported, LabelsFile, OddColumns, columns_in, read_lines, take
from practice.services.people import name_to_keep
from practice.services.reading import Reading
from practice.store.database import Database
from practice.store.gold import GoldSet, GoldSource
from practice.store.gold_finding import (
    FoundItem,
    GoldCounts,
    GoldWanted,
    all_gold_sets,
    count_items,
    find_items,
    gold_counts,
    item_called,
)
from practice.store.gold_grades import graded_levels
from practice.store.gold_levels import count_changed, label_patterns, labelled_levels
from practice.store.gold_reading import gold_items, gold_sets, items_with_ids
from practice.store.gold_writing import add_gold_set, archive_gold_set
from practice.store.person import Person
from practice.store.types import now

PAGE = 50


@dataclass(frozen=True)
class GoldSummary:
    """`title` is the rubric's; None where the service has no such rubric any more."""

    set: GoldSet
    title: Shown | None
    counts: GoldCounts


@dataclass(frozen=True)
class GoldOverview:
    """`rubrics` are those that a new set can be made for: key and title."""

    sets: tuple[GoldSummary, ...]
    rubrics: tuple[tuple[str, Shown], ...]


@dataclass(frozen=True)
class GoldPage:
    """`total` replies are as wanted; `page` counts from 1. `changed` levels of the whole set are not the first ones."""

    summary: GoldSummary
    rubric: Rubric
    found: tuple[FoundItem, ...]
    total: int
    page: int
    changed: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class GoldAgreement:
    set: GoldSet
    raters: tuple[str, ...]
    own_rater: str
    criteria: tuple[RatersAgreement, ...]
    #: Levels that were changed after the first: the figures are of the first ones.
    changed: int


@dataclass(frozen=True)
class Teachable:
    """`graded` of the replies have a grade to set beside the labels; without one nothing can be proposed."""

    set: GoldSet
    rubric: Rubric
    proposals: tuple[TeachProposal, ...]
    graded: int


@dataclass(frozen=True)
class Keeping:
    """A reply of a talk, and the sets of its rubric with whether it is in them."""

    reply: LabelledReply
    conversation_id: str
    sets: tuple[tuple[GoldSet, bool], ...]


class GoldService:
    """For trainers and administrators; every method raises NotAllowed for anybody else.

    NotFound: no such set in their organisation. Conflict: the set is archived, where it would be changed.
    """

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._reading = Reading(database)

    def of(self, person: Person) -> GoldOverview:
        organisation_id = require_in_organisation(person, Act.LABEL)
        titles = self._titles()
        with self._database.reading() as session:
            sets = all_gold_sets(session, organisation_id)
            counts = gold_counts(session, [one.id for one in sets])
        found = (GoldSummary(one, titles.get(one.rubric_key), counts.get(one.id, GoldCounts())) for one in sets)
        return GoldOverview(tuple(found), tuple(titles.items()))

    def make(self, person: Person, name: str, rubric_key: str, address: str = "") -> str:
        """The id of a new set. Raises BadInput for its name or rubric."""
        organisation_id = require_in_organisation(person, Act.LABEL)
        name = name_to_keep(name)
        if rubric_key not in self._titles():
            raise BadInput(f"no rubric {rubric_key[:80]!r}")
        with self._database.writing() as session:
            set_id = add_gold_set(session, organisation_id, rubric_key, name, person.id)
            tell(session, person, require_set(session, person, set_id), AuditAct.GOLD_CHANGED, "made", address)
        return set_id

    def archive(self, person: Person, gold_set_id: str, address: str = "") -> None:
        with self._database.writing() as session:
            found = require_set(session, person, gold_set_id)
            if found.archived_at is None:
                archive_gold_set(session, gold_set_id, self._clock())
                tell(session, person, found, AuditAct.GOLD_CHANGED, "archived", address)

    def page(self, person: Person, gold_set_id: str, wanted: GoldWanted, page: int = 1) -> GoldPage:
        with self._database.reading() as session:
            summary, rubric = self._summary(session, person, gold_set_id)
            total = count_items(session, gold_set_id, wanted)
            found = find_items(session, gold_set_id, wanted, person.id, first=(page - 1) * PAGE, most=PAGE)
            changed = count_changed(session, gold_set_id)
        return GoldPage(summary, rubric, tuple(found), total, page, changed)

    def columns(self, person: Person, gold_set_id: str, file: LabelsFile) -> OddColumns | None:
        """What the columns of a CSV are taken for. Raises BadInput where it cannot be read at all."""
        with self._database.reading() as session:
            _, rubric = self._summary(session, person, gold_set_id)
        return columns_in(file, rubric)

    def import_file(
        self, person: Person, gold_set_id: str, file: LabelsFile, address: str = ""
    ) -> Imported | OddColumns:
        """All of it or nothing. Raises BadInput with every mistake and its line."""
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            rubric = rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)
        lines = read_lines(file, rubric)
        if isinstance(lines, OddColumns):
            return lines
        with self._database.writing() as session:
            found = require_open_set(session, person, gold_set_id)
            taken = take(session, person, gold_set_id, file.name, lines)
            told = f"{file.name[:80]}: {taken.added} replies added, {taken.known} known, {taken.labels} labels"
            tell(session, person, found, AuditAct.GOLD_CHANGED, told, address)
        return taken

    def export(
        self, person: Person, gold_set_id: str, form: ExportForm, *, bom: bool = False, address: str = ""
    ) -> Iterator[str]:
        """The text of the whole set, which is told in the audit before its first piece is given."""
        with self._database.writing() as session:
            found = require_set(session, person, gold_set_id)
            tell(session, person, found, AuditAct.EXPORTED, form.value, address)
        with self._database.reading() as session:
            rubric = rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)
            replies = [item.reply for item in gold_items(session, gold_set_id)]
        return exported(replies, rubric.keys_of(Scope.REPLY), form, bom=bom)

    def agreement(self, person: Person, gold_set_id: str) -> GoldAgreement:
        """Among the set's raters, and of the asking person with the others."""
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            rubric = rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)
            patterns, changed = label_patterns(session, gold_set_id), count_changed(session, gold_set_id)
            own = rater_of(session, gold_set_id, person)
        raters = raters_in_patterns(patterns)
        return GoldAgreement(found, tuple(raters), own, tuple(raters_agreement(patterns, rubric, own)), changed)

    def teachable(self, person: Person, gold_set_id: str) -> Teachable:
        """Replies that the grader gets wrong and people agree on, none of them held out."""
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            rubric = rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)
            graded = graded_levels(session, gold_set_id)
            best = worth_teaching(labelled_levels(session, gold_set_id), graded, rubric)
            items = items_with_ids(session, [one.item_id for one in best])
            grades = grades_of_items(session, items)
        scored = [ScoredReply(item.reply, grades[item.id]) for item in items]
        proposals = propose_teaching(scored, rubric, MOST_TO_TEACH)
        return Teachable(found, rubric, tuple(proposals), len(graded))

    def keeping(self, person: Person, turn_id: str, address: str = "") -> Keeping:
        """Raises NotFound for a reply of a talk that is hidden from them. Reading it is told in the audit."""
        with self._database.reading() as session:
            organisation_id, exchange = _reply_to_keep(session, person, turn_id)
            sets = gold_sets(session, organisation_id, exchange.conversation.rubric_key)
            held = tuple((one, _holds(session, one.id, turn_id)) for one in sets)
        self._reading.keep(person, exchange.conversation, address)
        return Keeping(labelled_reply(exchange), exchange.conversation.id, held)

    def keep(self, person: Person, turn_id: str, gold_set_id: str, new_name: str = "", address: str = "") -> str:
        """The id of the set that now holds the reply: the one named, or without one a new one called `new_name`.

        Where it was taken out of that set, it is put back. Raises BadInput for a new name that is none, NotFound for
        a set of another rubric.
        """
        with self._database.writing() as session:
            organisation_id, exchange = _reply_to_keep(session, person, turn_id)
            rubric_key = exchange.conversation.rubric_key
            if not gold_set_id:
                gold_set_id = add_gold_set(session, organisation_id, rubric_key, name_to_keep(new_name), person.id)
            found = require_open_set(session, person, gold_set_id)
            if found.rubric_key != rubric_key:
                raise NotFound("this set is of another rubric than the talk")
            keep_reply(session, person, gold_set_id, exchange, GoldSource.CONVERSATION)
            tell(session, person, found, AuditAct.GOLD_CHANGED, "reply of a talk kept", address)
        return gold_set_id

    def _titles(self) -> dict[str, Shown]:
        documents = self._library.rubrics()
        return {document.key: read_rubric(document.text, str(document.path)).title for document in documents}

    def _summary(self, session: Session, person: Person, gold_set_id: str) -> tuple[GoldSummary, Rubric]:
        found = require_set(session, person, gold_set_id)
        rubric = rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)
        counts = gold_counts(session, [gold_set_id]).get(gold_set_id, GoldCounts())
        return GoldSummary(found, rubric.title, counts), rubric


def _holds(session: Session, gold_set_id: str, turn_id: str) -> bool:
    found = item_called(session, gold_set_id, turn_id)
    return found is not None and found.taken_out_at is None


def _reply_to_keep(session: Session, person: Person, turn_id: str) -> tuple[int, Exchange]:
    organisation_id = require_in_organisation(person, Act.LABEL)
    turn = require_turn(session, person, Act.OVERRIDE, turn_id)
    if turn.speaker is not Speaker.TRAINEE:
        raise NotFound(NO_TURN)
    return organisation_id, exchange_with(session, turn.conversation_id, turn_id)
