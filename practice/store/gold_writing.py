"""What changes gold sets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from practice.domain.gold import is_held_out
from practice.domain.labels import Label, LabelledReply
from practice.store.gold import GoldItemRow, GoldLabelRow, GoldSetRow, GoldSource
from practice.store.gold_labels import values_of
from practice.store.gold_reading import gold_sets
from practice.store.organisation import organisation_to_change
from practice.store.types import new_id, now, storable, table_of

_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
#: The set of trainers' corrections has no name of its own: pages call it what it is.
CORRECTIONS = ""


@dataclass(frozen=True)
class GivenBy:
    """`person_id` is of the rater's account."""

    gold_item_id: int
    label: Label
    person_id: int


def add_gold_set(session: Session, organisation_id: int, rubric_key: str, name: str, created_by: int) -> str:
    """The id of the new set."""
    values = {
        "id": new_id(),
        "organisation_id": organisation_id,
        "rubric_key": rubric_key,
        "name": name,
        "created_by": created_by,
        "created_at": now(),
    }
    session.connection().execute(insert(_SET).values(values))
    return str(values["id"])


def corrections_set(session: Session, organisation_id: int, rubric_key: str, created_by: int) -> str:
    """The id of the set that trainers' corrections go to, made now where there is none."""
    found = _corrections(session, organisation_id, rubric_key)
    if found is None:
        organisation_to_change(session, organisation_id)
        found = _corrections(session, organisation_id, rubric_key)
    return found or add_gold_set(session, organisation_id, rubric_key, CORRECTIONS, created_by)


def archive_gold_set(session: Session, gold_set_id: str, moment: datetime) -> None:
    archived = update(_SET).where(_SET.c.id == gold_set_id, _SET.c.archived_at.is_(None)).values(archived_at=moment)
    session.connection().execute(archived)


def rename_gold_set(session: Session, gold_set_id: str, name: str) -> None:
    session.connection().execute(update(_SET).where(_SET.c.id == gold_set_id).values(name=name))


def take_out_item(session: Session, gold_item_id: int, moment: datetime | None) -> None:
    """None puts it back."""
    session.connection().execute(update(_ITEM).where(_ITEM.c.id == gold_item_id).values(taken_out_at=moment))


def hold_gold_set(session: Session, gold_set_id: str) -> None:
    """Others who hold it wait until this transaction is over; what is read of it then is newest."""
    session.connection().execute(select(_SET.c.id).where(_SET.c.id == gold_set_id).with_for_update(key_share=True))


def add_gold_item(
    session: Session,
    gold_set_id: str,
    reply: LabelledReply,
    *,
    source: GoldSource,
    added_by: int,
    turn_id: str | None = None,
) -> int:
    """The id of the new item; `reply.id` is new to the set, and its labels are of raters without an account."""
    values = {
        "gold_set_id": gold_set_id,
        "name": reply.id,
        "language": reply.language.value,
        "channel": reply.channel.value,
        "situation": storable(reply.situation),
        "customer": storable(reply.customer),
        "reply": storable(reply.reply),
        "held_out": is_held_out(reply.reply),
        "source": source.value,
        "turn_id": turn_id,
        "added_by": added_by,
        "created_at": now(),
    }
    connection = session.connection()
    item_id = int(connection.execute(insert(_ITEM).values(values).returning(_ITEM.c.id)).scalar_one())
    for label in reply.labels:
        connection.execute(insert(_LABEL).values(values_of(item_id, label, None)))
    return item_id


def add_gold_labels(session: Session, given: Iterable[GivenBy]) -> None:
    """Each new: this rater has said nothing of this criterion of this item."""
    values = [values_of(one.gold_item_id, one.label, one.person_id) for one in given]
    if values:
        session.connection().execute(insert(_LABEL), values)


def mark_disputed(session: Session, gold_item_id: int) -> None:
    """From now on it counts among the replies whose levels were disputed."""
    disputed = update(_ITEM).where(_ITEM.c.id == gold_item_id).values(source=GoldSource.DISPUTE.value)
    session.connection().execute(disputed)


def _corrections(session: Session, organisation_id: int, rubric_key: str) -> str | None:
    return next((one.id for one in gold_sets(session, organisation_id, rubric_key) if one.name == CORRECTIONS), None)
