"""Gold sets counted, filtered and read page by page."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, select
from sqlmodel import Session

from practice.domain.audit import words_in
from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.store.chat import ConversationRow, TurnRow
from practice.store.finding import holds
from practice.store.gold import GoldItem, GoldItemRow, GoldLabelRow, GoldSet, GoldSetRow, GoldSource
from practice.store.gold_in_use import IN_USE, PRIVATE, TAKEN_OUT
from practice.store.gold_labels import label_in
from practice.store.readable import readable_by
from practice.store.types import storable, table_of

_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
_TURN, _TALK = table_of(TurnRow), table_of(ConversationRow)


@dataclass(frozen=True)
class GoldCounts:
    """`taken_out` replies count in none of the others, nor do `private` ones, of talks that no trainer may read."""

    replies: int = 0
    labelled: int = 0
    raters: int = 0
    held_out: int = 0
    taken_out: int = 0
    private: int = 0


class GoldOrder(StrEnum):
    ADDED = "added"
    LANGUAGE = "language"
    SOURCE = "source"
    HELD_OUT = "held_out"
    RATERS = "raters"


@dataclass(frozen=True)
class GoldWanted:
    """`unlabelled`: only those that nobody has labelled; `taken_out`: those that were, in place of the others.

    Each of the words stands in the reply or its name.
    """

    language: Language | None = None
    held_out: bool | None = None
    source: GoldSource | None = None
    unlabelled: bool = False
    taken_out: bool = False
    words: str = ""
    order: GoldOrder = GoldOrder.ADDED
    descending: bool = False


@dataclass(frozen=True)
class FoundItem:
    """`conversation_id` is there where the reply is from a talk that the asking trainer may read."""

    item: GoldItem
    conversation_id: str | None = None


@dataclass(frozen=True)
class GivenLabel:
    label: Label
    person_id: int | None

    def is_by(self, person_id: int) -> bool:
        return self.person_id == person_id


_RATERS = select(func.count(_LABEL.c.rater.distinct())).where(_LABEL.c.gold_item_id == _ITEM.c.id).scalar_subquery()
_ORDERS: Mapping[GoldOrder, ColumnElement[Any]] = {
    GoldOrder.ADDED: _ITEM.c.id,
    GoldOrder.LANGUAGE: _ITEM.c.language,
    GoldOrder.SOURCE: _ITEM.c.source,
    GoldOrder.HELD_OUT: _ITEM.c.held_out,
    GoldOrder.RATERS: _RATERS,
}


def all_gold_sets(session: Session, organisation_id: int) -> list[GoldSet]:
    """The archived ones too, those last; else the newest first."""
    asked = select(_SET).where(_SET.c.organisation_id == organisation_id)
    rows = session.connection().execute(
        asked.order_by(_SET.c.archived_at.is_not(None), _SET.c.created_at.desc(), _SET.c.id)
    )
    return [GoldSet(r.id, r.organisation_id, r.rubric_key, r.name, r.created_at, r.archived_at) for r in rows]


def gold_counts(session: Session, gold_set_ids: Collection[str]) -> dict[str, GoldCounts]:
    """Of sets that hold anything."""
    connection = session.connection()
    kinds = {"replies": IN_USE, "held_out": and_(IN_USE, _ITEM.c.held_out), "taken_out": TAKEN_OUT, "private": PRIVATE}
    told = (func.sum(case((kind, 1), else_=0)).label(name) for name, kind in kinds.items())
    items = select(_ITEM.c.gold_set_id, *told)
    found = {
        row.gold_set_id: GoldCounts(row.replies, held_out=row.held_out, taken_out=row.taken_out, private=row.private)
        for row in connection.execute(items.where(_ITEM.c.gold_set_id.in_(gold_set_ids)).group_by(_ITEM.c.gold_set_id))
    }
    labels = (
        select(
            _ITEM.c.gold_set_id,
            func.count(_ITEM.c.id.distinct()).label("labelled"),
            func.count(_LABEL.c.rater.distinct()).label("raters"),
        )
        .join(_LABEL, _LABEL.c.gold_item_id == _ITEM.c.id)
        .where(_ITEM.c.gold_set_id.in_(gold_set_ids), IN_USE)
        .group_by(_ITEM.c.gold_set_id)
    )
    for row in connection.execute(labels):
        found[row.gold_set_id] = replace(found[row.gold_set_id], labelled=row.labelled, raters=row.raters)
    return found


def count_items(session: Session, gold_set_id: str, wanted: GoldWanted) -> int:
    """Raises BadInput for too many words."""
    asked = select(func.count()).select_from(_ITEM).where(*_conditions(gold_set_id, wanted))
    return session.connection().execute(asked).scalar_one()


def find_items(
    session: Session, gold_set_id: str, wanted: GoldWanted, trainer_id: int, *, first: int, most: int
) -> list[FoundItem]:
    """With every label; `first` counts from 0. What is alike stands in the order in which it was added."""
    order = _ORDERS[wanted.order]
    talk_id = case((readable_by(trainer_id), _TALK.c.id), else_=None).label("talk_id")
    asked = (
        select(_ITEM, talk_id)
        .outerjoin(_TURN, _TURN.c.id == _ITEM.c.turn_id)
        .outerjoin(_TALK, _TALK.c.id == _TURN.c.conversation_id)
        .where(*_conditions(gold_set_id, wanted))
        .order_by(order.desc() if wanted.descending else order, _ITEM.c.id)
        .offset(first)
        .limit(most)
    )
    rows = session.connection().execute(asked).all()
    labels = labels_of_items(session, [row.id for row in rows])
    return [FoundItem(_item(row, labels[row.id]), row.talk_id) for row in rows]


def item_names(session: Session, gold_set_id: str, wanted: GoldWanted) -> set[str]:
    """Raises BadInput for too many words."""
    asked = select(_ITEM.c.name).where(*_conditions(gold_set_id, wanted))
    return set(session.connection().execute(asked).scalars())


def item_ids(session: Session, gold_set_id: str) -> list[int]:
    """Of those in use."""
    asked = select(_ITEM.c.id).where(_ITEM.c.gold_set_id == gold_set_id, IN_USE)
    return list(session.connection().execute(asked).scalars())


def item_with_id(session: Session, gold_set_id: str, gold_item_id: int) -> GoldItem | None:
    asked = select(_ITEM, PRIVATE.label("private"))
    row = (
        session.connection()
        .execute(asked.where(_ITEM.c.gold_set_id == gold_set_id, _ITEM.c.id == gold_item_id))
        .first()
    )
    if row is None:
        return None
    return replace(_item(row, labels_of_items(session, [gold_item_id])[gold_item_id]), private=bool(row.private))


def item_called(session: Session, gold_set_id: str, name: str) -> GoldItem | None:
    asked = select(_ITEM.c.id).where(_ITEM.c.gold_set_id == gold_set_id, _ITEM.c.name == name)
    found = session.connection().execute(asked).scalar()
    return None if found is None else item_with_id(session, gold_set_id, found)


def labels_of_items(session: Session, gold_item_ids: Collection[int]) -> dict[int, list[GivenLabel]]:
    """Item's id -> its labels, the oldest first; those without any have an empty list."""
    found: dict[int, list[GivenLabel]] = defaultdict(list)
    asked = select(_LABEL).where(_LABEL.c.gold_item_id.in_(gold_item_ids)).order_by(_LABEL.c.id)
    for row in session.connection().execute(asked):
        found[row.gold_item_id].append(GivenLabel(label_in(row), row.person_id))
    return found


def labelled_by(session: Session, gold_set_id: str, person_id: int, criteria: Collection[str]) -> set[int]:
    """The ids of the items to which this person has given a label for every one of `criteria`."""
    asked = (
        select(_LABEL.c.gold_item_id)
        .join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
        .where(
            _ITEM.c.gold_set_id == gold_set_id,
            IN_USE,
            _LABEL.c.person_id == person_id,
            _LABEL.c.criterion.in_(criteria),
        )
        .group_by(_LABEL.c.gold_item_id)
        .having(func.count() == len(criteria))
    )
    return set(session.connection().execute(asked).scalars())


def raters_in(session: Session, gold_set_id: str) -> dict[str, int | None]:
    """Rater -> whose account it is, None for the raters of a file."""
    asked = (
        select(_LABEL.c.rater, func.max(_LABEL.c.person_id).label("person_id"))
        .join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
        .where(_ITEM.c.gold_set_id == gold_set_id)
        .group_by(_LABEL.c.rater)
    )
    return {row.rater: row.person_id for row in session.connection().execute(asked)}


def _conditions(gold_set_id: str, wanted: GoldWanted) -> Iterator[ColumnElement[bool]]:
    yield _ITEM.c.gold_set_id == gold_set_id
    yield TAKEN_OUT if wanted.taken_out else IN_USE
    if wanted.language is not None:
        yield _ITEM.c.language == wanted.language.value
    if wanted.held_out is not None:
        yield _ITEM.c.held_out.is_(wanted.held_out)
    if wanted.source is not None:
        yield _ITEM.c.source == wanted.source.value
    if wanted.unlabelled:
        yield ~exists().where(_LABEL.c.gold_item_id == _ITEM.c.id)
    for word in words_in(storable(wanted.words)):
        yield holds(word, _ITEM.c.reply, _ITEM.c.name)


def _item(row: Row[Any], labels: list[GivenLabel]) -> GoldItem:
    reply = LabelledReply(
        id=row.name,
        language=Language(row.language),
        channel=Channel(row.channel),
        situation=row.situation,
        customer=row.customer,
        reply=row.reply,
        labels=tuple(given.label for given in labels),
    )
    return GoldItem(row.id, reply, row.held_out, GoldSource(row.source), row.turn_id, row.taken_out_at)
