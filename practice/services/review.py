"""The trainer's queue: read, narrowed, shared out among trainers, worked through."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Conversation
from practice.domain.review import ReviewState, Wanted
from practice.domain.rubric import Criterion, Rubric
from practice.domain.scenario import Scenario
from practice.errors import BadInput, NotFound
from practice.library import read_kept_scenario, read_rubric
from practice.services.access import require, require_in_organisation
from practice.store.audit import add_audit
from practice.store.chat_reading import load_conversation
from practice.store.database import Database
from practice.store.grading_reading import place_of_grade
from practice.store.person import Person, person_by_id
from practice.store.review import ReviewRow, review_of, unanswered
from practice.store.review_levels import Glance, glances
from practice.store.review_queue import (
    Counts,
    Entry,
    Group,
    Named,
    count_queue,
    entries_in_talk,
    groups_of_trainees,
    groups_trained,
    queue_entries,
    readers_of_talks,
    rubric_texts,
    scenario_texts,
    trains_somebody,
)
from practice.store.review_reading import OpenReview, count_open, open_reviews
from practice.store.types import now

PAGE = 50
NO_ENTRY = "no such entry of the queue"


@dataclass(frozen=True)
class ReviewQueue:
    """`newest` are some of the `open` ones, newest first."""

    open: int
    newest: tuple[OpenReview, ...]


@dataclass(frozen=True)
class QueueItem:
    """`groups` are names of the trainee's cohorts; `trainers` may look after it, whoever asks among them."""

    entry: Entry
    rubric: Rubric
    glance: Glance
    groups: tuple[str, ...] = ()
    trainers: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a page can be narrowed to: the trainer's groups, and by key what there is in the queue, as it is newest."""

    groups: tuple[Group, ...] = ()
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)


@dataclass(frozen=True)
class QueuePage:
    """`open` and `mine` count all that is open, whatever is shown of it. `trains`: somebody may come to be in it."""

    items: tuple[QueueItem, ...]
    wanted: Wanted
    open: int
    mine: int
    more: bool
    trains: bool
    choices: Choices

    @property
    def narrowed(self) -> bool:
        """Whether something else than all that is open was asked for."""
        return replace(self.wanted, order=Wanted().order, page=1) != Wanted()


@dataclass(frozen=True)
class First:
    """Somebody else was first. `name` is None where nobody has it: it was given back, or opened again."""

    state: ReviewState
    name: str | None


@dataclass(frozen=True)
class StillAsked:
    """Whose trainee waits for an answer, so it was not done: `item` is how it stands."""

    item: QueueItem


@dataclass(frozen=True)
class Finished:
    """Of several at once: how many were done by this, which stay, and how many were not there to be done any more.

    What the same person had done before counts nowhere.
    """

    done: int = 0
    asked: tuple[StillAsked, ...] = ()
    gone: int = 0


def review_queue(database: Database, most: int) -> ReviewQueue:
    with database.reading() as session:
        return ReviewQueue(count_open(session), tuple(open_reviews(session, most)))


class ReviewService:
    """Every method raises NotAllowed for who trains nobody by their role; those about one entry raise NotFound where
    it is hidden from who asks. What is changed there is None where it went well, else who was first.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now, page: int = PAGE) -> None:
        self._database = database
        self._clock = clock
        self._page = page

    def queue(self, person: Person, wanted: Wanted) -> QueuePage:
        require_in_organisation(person, Act.REVIEW)
        with self._database.reading() as session:
            counts = count_queue(session, person.id)
            of_state = counts if wanted.state is ReviewState.OPEN else count_queue(session, person.id, wanted.state)
            found = queue_entries(session, person.id, wanted, self._page)
            entries = found[: self._page]
            used = {*of_state.rubric_version_ids, *(entry.rubric_version_id for entry in entries)}
            rubrics = _rubrics(session, used)
            groups = groups_of_trainees(session, person.id, (entry.trainee.id for entry in entries))
            trainers = readers_of_talks(session, (entry.conversation_id for entry in entries))
            items = tuple(
                QueueItem(
                    item.entry,
                    item.rubric,
                    item.glance,
                    groups.get(item.entry.trainee.id, ()),
                    trainers.get(item.entry.conversation_id, ()),
                )
                for item in _items(session, entries, rubrics)
            )
            trains = bool(items) or trains_somebody(session, person.id)
            choices = _choices(session, person.id, of_state, rubrics)
        return QueuePage(items, wanted, counts.all, counts.mine, len(found) > self._page, trains, choices)

    def assign(self, person: Person, grade_id: int, to: int | None, seen: int | None) -> First | None:
        """`to` is a trainer's id, None to give it back; `seen` is whose it was when they looked.

        Raises BadInput where `to` may not read the talk.
        """
        require_in_organisation(person, Act.REVIEW)
        with self._database.writing() as session:
            row, talk = _open_entry(session, person, grade_id)
            if row.state == ReviewState.OPEN and row.assigned_to == to:
                return None
            if row.state != ReviewState.OPEN or row.assigned_to != seen:
                return _first(session, row)
            readers = readers_of_talks(session, [talk.id]).get(talk.id, ())
            names = {reader.id: reader.name for reader in readers}
            if to is not None and to not in names:
                raise BadInput(f"trainer {to}: does not read this talk; choose one of {', '.join(names.values())}")
            row.assigned_to = to
            told = "given back" if to is None else f"assigned to {names[to]}"
            _keep(session, person, row, talk, told)
        return None

    def finish(self, person: Person, grade_id: int) -> First | StillAsked | None:
        """What a trainee asked about waits for an answer first."""
        require_in_organisation(person, Act.REVIEW)
        with self._database.writing() as session:
            left = self._finish(session, person, grade_id)
        return None if isinstance(left, bool) else left

    def finish_several(self, person: Person, grade_ids: Iterable[int]) -> Finished:
        """Each that can be done. Raises NotFound where all of them are hidden from this person."""
        require_in_organisation(person, Act.REVIEW)
        wanted, hidden, done, gone, asked = sorted(set(grade_ids)), 0, 0, 0, []
        with self._database.writing() as session:
            for grade_id in wanted:
                try:
                    left = self._finish(session, person, grade_id)
                except NotFound:
                    hidden += 1
                    continue
                done += left is True
                gone += isinstance(left, First)
                if isinstance(left, StillAsked):
                    asked.append(left)
        if hidden == len(wanted):
            raise NotFound(NO_ENTRY)
        return Finished(done, tuple(asked), gone + hidden)

    def _finish(self, session: Session, person: Person, grade_id: int) -> First | StillAsked | bool:
        """Whether it is done now; False where this person had done it before."""
        row, talk = _open_entry(session, person, grade_id)
        if row.was_done_by(person.id):
            return False
        if row.state != ReviewState.OPEN:
            return _first(session, row)
        if unanswered(session, grade_id):
            [item] = (item for item in waiting_in_talk(session, talk.id) if item.entry.grade_id == grade_id)
            return StillAsked(item)
        row.state, row.done_by, row.done_at = ReviewState.DONE.value, person.id, self._clock()
        _keep(session, person, row, talk, "done")
        return True

    def open_again(self, person: Person, grade_id: int) -> First | None:
        require_in_organisation(person, Act.REVIEW)
        with self._database.writing() as session:
            row, talk = _open_entry(session, person, grade_id)
            if row.state == ReviewState.OPEN:
                return None
            if row.state != ReviewState.DONE:
                return _first(session, row)
            row.state, row.done_by, row.done_at = ReviewState.OPEN.value, None, None
            _keep(session, person, row, talk, "opened again")
        return None


def waiting_in_talk(session: Session, conversation_id: str) -> tuple[QueueItem, ...]:
    """The open entries of a talk whose reader was asked for already; without groups and trainers."""
    entries = entries_in_talk(session, conversation_id)
    return tuple(_items(session, entries, _rubrics(session, {entry.rubric_version_id for entry in entries})))


def _rubrics(session: Session, version_ids: set[int]) -> dict[int, Rubric]:
    """By the version's id, oldest first."""
    texts = rubric_texts(session, version_ids) if version_ids else {}
    return {id_: read_rubric(text, f"rubric {key}") for id_, (key, text) in sorted(texts.items())}


def _items(session: Session, entries: list[Entry], rubrics: Mapping[int, Rubric]) -> list[QueueItem]:
    seen = glances(session, entries)
    return [QueueItem(entry, rubrics[entry.rubric_version_id], seen[entry.grade_id]) for entry in entries]


def _choices(session: Session, trainer_id: int, counts: Counts, rubrics: Mapping[int, Rubric]) -> Choices:
    scenarios = scenario_texts(session, counts.scenario_version_ids) if counts.scenario_version_ids else {}
    newest = dict(text for _, text in sorted(scenarios.items()))
    return Choices(
        groups_trained(session, trainer_id),
        {key: read_kept_scenario(text, f"scenario {key}") for key, text in sorted(newest.items())},
        {criterion.key: criterion for rubric in rubrics.values() for criterion in rubric.criteria},
    )


def _open_entry(session: Session, person: Person, grade_id: int) -> tuple[ReviewRow, Conversation]:
    place = place_of_grade(session, grade_id)
    talk = load_conversation(session, place.conversation_id) if place else None
    talk = require(session, person, Act.OVERRIDE, talk, NO_ENTRY)
    row = review_of(session, grade_id)
    if row is None or not talk.reveals:
        raise NotFound(NO_ENTRY)
    return row, talk


def _keep(session: Session, person: Person, row: ReviewRow, talk: Conversation, told: str) -> None:
    session.add(row)
    owner = person_by_id(session, talk.person_id)
    about = Audited(AuditedKind.CONVERSATION, talk.id, f"{talk.scenario_key}, {owner.name if owner else ''}")
    add_audit(session, person, AuditAct.REVIEWED, about, f"grade {row.grade_id}: {told}")


def _first(session: Session, row: ReviewRow) -> First:
    state = ReviewState(row.state)
    person_id = row.done_by if state is ReviewState.DONE else row.assigned_to
    somebody = person_by_id(session, person_id) if person_id is not None else None
    return First(state, somebody.name if somebody else None)
