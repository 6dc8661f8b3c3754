"""Blind labelling: one reply at a time, in an order of one's own, before anybody else's opinion of it is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from practice.domain.grade import Grade
from practice.domain.labels import Label
from practice.domain.rubric import LEVELS, Criterion, Rubric, Scope
from practice.errors import BadInput, NotFound
from practice.library import Library
from practice.services.gold_access import NO_ITEM, rater_of, require_open_set, require_set, rubric_in_force
from practice.services.gold_grades import grades_of_items
from practice.store.database import Database
from practice.store.gold import GoldItem, GoldSet
from practice.store.gold_finding import item_ids, item_with_id, labelled_by, labels_of_items
from practice.store.gold_labels import give_gold_label
from practice.store.person import Person


@dataclass(frozen=True)
class Progress:
    """`next_item` is the first in one's own order that is not labelled yet; None: all are."""

    set: GoldSet
    replies: int
    labelled: int
    next_item: int | None


@dataclass(frozen=True)
class Opinions:
    """What others say of a reply. `grade` None: it was not graded, or not that we know."""

    raters: Mapping[str, Mapping[str, int | None]]
    grade: Grade | None


@dataclass(frozen=True)
class Labelling:
    """A reply in front of one rater. `place` counts from 1, in their own order.

    `own` are their labels of it so far, `first` the same before anything was changed. `following` is the next one after
    it that they have not labelled, perhaps from the beginning again. `opinions` is None until they have labelled every
    criterion.
    """

    progress: Progress
    item: GoldItem
    place: int
    before: int | None
    after: int | None
    following: int | None
    criteria: tuple[Criterion, ...]
    own: Mapping[str, int | None]
    first: Mapping[str, int | None]
    opinions: Opinions | None

    @property
    def changed(self) -> bool:
        return self.own != self.first


class LabellingService:
    """For trainers and administrators; raises NotAllowed for anybody else, NotFound for what is not there for them."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def progress(self, person: Person, gold_set_id: str) -> Progress:
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            done = _done(session, person, found, self._rubric(session, found))
            return _progress(found, _order(session, person, gold_set_id), done)

    def at(self, person: Person, gold_set_id: str, gold_item_id: int) -> Labelling:
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            item = item_in(session, gold_set_id, gold_item_id)
            rubric, order = self._rubric(session, found), _order(session, person, gold_set_id)
            done = _done(session, person, found, rubric)
            progress = _progress(found, order, done)
            criteria = rubric.of_scope(Scope.REPLY)
            given = labels_of_items(session, [gold_item_id])[gold_item_id]
            own = [one.label for one in given if one.is_by(person.id)]
            complete = {criterion.key for criterion in criteria} <= {label.criterion for label in own}
            others = [one.label for one in given if not one.is_by(person.id)]
            opinions = Opinions(_by_rater(others), _grade(session, item)) if complete else None
        place = order.index(gold_item_id)
        return Labelling(
            progress,
            item,
            place + 1,
            order[place - 1] if place else None,
            order[place + 1] if place + 1 < len(order) else None,
            next((one for one in order[place + 1 :] + order[:place] if one not in done), None),
            criteria,
            {label.criterion: label.level for label in own},
            {label.criterion: label.first for label in own},
            opinions,
        )

    def label(self, person: Person, gold_set_id: str, gold_item_id: int, levels: Mapping[str, int | None]) -> None:
        """What they said first stays beside what they say later; None stands for not shown.

        Raises BadInput unless every criterion has one, Conflict where the set is archived.
        """
        with self._database.writing() as session:
            found = require_open_set(session, person, gold_set_id)
            item_in(session, gold_set_id, gold_item_id)
            criteria = self._rubric(session, found).keys_of(Scope.REPLY)
            require_levels(levels, criteria)
            rater = rater_of(session, gold_set_id, person)
            for criterion in criteria:
                give_gold_label(session, gold_item_id, Label(rater, criterion, levels[criterion]), person.id)

    def _rubric(self, session: Session, found: GoldSet) -> Rubric:
        return rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)


def _order(session: Session, person: Person, gold_set_id: str) -> list[int]:
    """The same for the same person, another for the next: whoever tires, tires at other replies."""

    def shuffled(gold_item_id: int) -> bytes:
        return sha256(f"{person.id} {gold_set_id} {gold_item_id}".encode()).digest()

    return sorted(item_ids(session, gold_set_id), key=shuffled)


def _done(session: Session, person: Person, found: GoldSet, rubric: Rubric) -> set[int]:
    return labelled_by(session, found.id, person.id, rubric.keys_of(Scope.REPLY))


def _progress(found: GoldSet, order: Sequence[int], done: set[int]) -> Progress:
    following = next((gold_item_id for gold_item_id in order if gold_item_id not in done), None)
    return Progress(found, len(order), len(done), following)


def require_levels(levels: Mapping[str, int | None], criteria: Sequence[str]) -> None:
    """Raises BadInput unless every criterion has one."""
    if set(levels) != set(criteria) or any(level not in (None, *LEVELS) for level in levels.values()):
        raise BadInput(f"a level from {LEVELS[0]} to {LEVELS[-1]}, or not shown, for each of {criteria}")


def item_in(session: Session, gold_set_id: str, gold_item_id: int) -> GoldItem:
    """Raises NotFound, for one that was taken out or is private as well."""
    item = item_with_id(session, gold_set_id, gold_item_id)
    if item is None or item.taken_out_at is not None or item.private:
        raise NotFound(NO_ITEM)
    return item


def _by_rater(labels: Sequence[Label]) -> dict[str, dict[str, int | None]]:
    found: dict[str, dict[str, int | None]] = {}
    for label in labels:
        found.setdefault(label.rater, {})[label.criterion] = label.level
    return found


def _grade(session: Session, item: GoldItem) -> Grade | None:
    return grades_of_items(session, [item]).get(item.id)
