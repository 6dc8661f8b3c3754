"""Gold sets as they are read."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.store.gold import GoldItem, GoldItemRow, GoldLabelRow, GoldSet, GoldSetRow, GoldSource
from practice.store.gold_in_use import IN_USE
from practice.store.gold_labels import label_in
from practice.store.types import storable, table_of

_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)


def gold_sets(session: Session, organisation_id: int, rubric_key: str | None = None) -> list[GoldSet]:
    """Those that are not archived, the newest first."""
    asked = select(_SET).where(_SET.c.organisation_id == organisation_id, _SET.c.archived_at.is_(None))
    if rubric_key is not None:
        asked = asked.where(_SET.c.rubric_key == rubric_key)
    rows = session.connection().execute(asked.order_by(_SET.c.created_at.desc(), _SET.c.id))
    return [GoldSet(r.id, r.organisation_id, r.rubric_key, r.name, r.created_at, r.archived_at) for r in rows]


def load_gold_set(session: Session, gold_set_id: str) -> GoldSet | None:
    r = session.connection().execute(select(_SET).where(_SET.c.id == storable(gold_set_id))).first()
    return GoldSet(r.id, r.organisation_id, r.rubric_key, r.name, r.created_at, r.archived_at) if r else None


def gold_items(session: Session, gold_set_id: str, *, and_taken_out: bool = False) -> list[GoldItem]:
    """In the order in which they were added, each with every label it has."""
    return _items(session, _ITEM.c.gold_set_id == gold_set_id, *(() if and_taken_out else (IN_USE,)))


def items_with_ids(session: Session, gold_item_ids: Collection[int]) -> list[GoldItem]:
    """A page of them at most; in the order in which they were added."""
    return _items(session, _ITEM.c.id.in_(list(gold_item_ids)))


def _items(session: Session, *wanted: ColumnElement[bool]) -> list[GoldItem]:
    connection = session.connection()
    labels: dict[int, list[Label]] = defaultdict(list)
    asked = select(_LABEL).join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id).where(*wanted)
    for row in connection.execute(asked.order_by(_LABEL.c.id)):
        labels[row.gold_item_id].append(label_in(row))
    return [
        GoldItem(
            row.id,
            LabelledReply(
                id=row.name,
                language=Language(row.language),
                channel=Channel(row.channel),
                situation=row.situation,
                customer=row.customer,
                reply=row.reply,
                labels=tuple(labels[row.id]),
            ),
            row.held_out,
            GoldSource(row.source),
            row.turn_id,
            row.taken_out_at,
        )
        for row in connection.execute(select(_ITEM).where(*wanted).order_by(_ITEM.c.id))
    ]
