"""Labelling some replies a second time, as blindly as the first: how far a rater agrees with themselves.

What is given here is kept apart and is nobody's label: agreement with others, previews, examples to teach and files
know nothing of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from practice.domain.agreement import Estimate
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.errors import NotFound
from practice.library import Library
from practice.services.agreement_counts import Meetings, ceiling
from practice.services.gold_access import NO_ITEM, require_open_set, require_set, rubric_in_force
from practice.services.labelling import item_in, require_levels
from practice.store.database import Database
from practice.store.gold import GoldItem, GoldSet
from practice.store.gold_again import GivenTwice, add_given_twice, given_twice, labelled_in_turn
from practice.store.gold_finding import labels_of_items
from practice.store.person import Person

#: With fewer replies labelled none is offered again: they would be remembered too well, and tell too little.
LEAST_LABELLED = 10
MOST_AGAIN = 20


@dataclass(frozen=True)
class OwnAgreement:
    """`same` of the `replies` labelled twice got the same, “not shown” included; `compared` got a level both times.

    `kappa` is the quadratic one, over those compared.
    """

    criterion: Criterion
    replies: int
    same: int
    compared: int
    kappa: Estimate


@dataclass(frozen=True)
class LabelledAgain:
    """`done` of the `drawn` replies are labelled twice; `next_item` is the first that is not. None: there is none."""

    set: GoldSet
    labelled: int
    drawn: int
    done: int
    next_item: int | None
    criteria: tuple[OwnAgreement, ...]

    @property
    def open_item(self) -> int | None:
        """`next_item`, but none in an archived set, which is only read."""
        return None if self.set.archived_at else self.next_item


@dataclass(frozen=True)
class SecondLook:
    """A reply in front of its rater once more. `twice` is by criterion; None until they have labelled it again."""

    again: LabelledAgain
    item: GoldItem
    criteria: tuple[Criterion, ...]
    twice: Mapping[str, GivenTwice] | None


class LabellingAgainService:
    """For trainers and administrators; raises NotAllowed for anybody else, NotFound for what is not there for them.

    Only replies that the asking person has labelled are there, and of what was labelled twice only their own.
    """

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def overview(self, person: Person, gold_set_id: str) -> LabelledAgain:
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            return _again(session, person, found, self._rubric(session, found))

    def at(self, person: Person, gold_set_id: str, gold_item_id: int) -> SecondLook:
        with self._database.reading() as session:
            found = require_set(session, person, gold_set_id)
            item = item_in(session, gold_set_id, gold_item_id)
            rubric = self._rubric(session, found)
            given = given_twice(session, gold_set_id, person.id)
            twice = {one.criterion: one for one in given if one.gold_item_id == gold_item_id}
            if not twice:
                _earlier(session, person, gold_item_id, rubric.keys_of(Scope.REPLY))
            return SecondLook(
                _again(session, person, found, rubric), item, rubric.of_scope(Scope.REPLY), twice or None
            )  # fmt: skip

    def label(self, person: Person, gold_set_id: str, gold_item_id: int, levels: Mapping[str, int | None]) -> None:
        """The first time counts: what comes once more, when both levels have been seen, changes nothing.

        None stands for not shown. Raises BadInput unless every criterion has one, Conflict where the set is archived.
        """
        with self._database.writing() as session:
            found = require_open_set(session, person, gold_set_id)
            item_in(session, gold_set_id, gold_item_id)
            criteria = self._rubric(session, found).keys_of(Scope.REPLY)
            earlier = _earlier(session, person, gold_item_id, criteria)
            require_levels(levels, criteria)
            if any(one.gold_item_id == gold_item_id for one in given_twice(session, gold_set_id, person.id)):
                return
            given = [GivenTwice(gold_item_id, key, earlier[key], levels[key]) for key in criteria]
            add_given_twice(session, person.id, given)

    def _rubric(self, session: Session, found: GoldSet) -> Rubric:
        return rubric_in_force(session, self._library, found.organisation_id, found.rubric_key)


def _again(session: Session, person: Person, found: GoldSet, rubric: Rubric) -> LabelledAgain:
    labelled = labelled_in_turn(session, found.id, person.id, rubric.keys_of(Scope.REPLY))
    given = given_twice(session, found.id, person.id)
    done = {one.gold_item_id for one in given}
    waiting = _waiting(person, found, labelled, done)
    own = (_own_agreement(criterion, given) for criterion in rubric.of_scope(Scope.REPLY))
    following = waiting[0] if waiting else None
    return LabelledAgain(found, len(labelled), len(done) + len(waiting), len(done), following, tuple(own))


def _waiting(person: Person, found: GoldSet, labelled: Sequence[int], done: set[int]) -> list[int]:
    """Those of the half labelled earliest come first; within a half chance decides, the same for the same person."""
    if len(labelled) < LEAST_LABELLED:
        return []
    earliest = set(labelled[: (len(labelled) + 1) // 2])

    def drawn(gold_item_id: int) -> tuple[bool, bytes]:
        chance = sha256(f"again {person.id} {found.id} {gold_item_id}".encode()).digest()
        return gold_item_id not in earliest, chance

    return sorted(set(labelled) - done, key=drawn)[: max(0, MOST_AGAIN - len(done))]


def _own_agreement(criterion: Criterion, given: Sequence[GivenTwice]) -> OwnAgreement:
    own = [one for one in given if one.criterion == criterion.key]
    met: Meetings = Counter(
        (one.earlier, one.level) for one in own if one.earlier is not None and one.level is not None
    )  # fmt: skip
    same = sum(one.earlier == one.level for one in own)
    return OwnAgreement(criterion, len(own), same, met.total(), ceiling({("earlier", "again"): met}))


def _earlier(session: Session, person: Person, gold_item_id: int, criteria: Sequence[str]) -> Mapping[str, int | None]:
    """What they gave it first. Raises NotFound where they have not labelled it whole."""
    given = [one.label for one in labels_of_items(session, [gold_item_id])[gold_item_id] if one.is_by(person.id)]
    own = {label.criterion: label.first for label in given}
    if not all(key in own for key in criteria):
        raise NotFound(NO_ITEM)
    return own
