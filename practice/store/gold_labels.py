"""What raters said of one criterion of one reply: the first level stays, a later one stands beside it."""

from typing import Any

from sqlalchemy import Row, case, insert, select, update
from sqlmodel import Session

from practice.domain.labels import Given, Label
from practice.store.gold import GoldLabelRow
from practice.store.types import now, table_of

_LABEL = table_of(GoldLabelRow)
#: The level that counts, but where people are compared with each other.
LEVEL_NOW = case((_LABEL.c.changed_at.is_(None), _LABEL.c.level), else_=_LABEL.c.changed_level)
CHANGED = LEVEL_NOW.is_distinct_from(_LABEL.c.level)


def label_in(row: Row[Any]) -> Label:
    """Of a whole row."""
    level = row.level if row.changed_at is None else row.changed_level
    return Label(row.rater, row.criterion, level, Given(row.level) if level != row.level else None)


def values_of(gold_item_id: int, label: Label, person_id: int | None) -> dict[str, object]:
    """A whole row, given now."""
    return {
        "gold_item_id": gold_item_id,
        "rater": label.rater,
        "person_id": person_id,
        "criterion": label.criterion,
        "level": label.first,
        "labelled_at": now(),
        "changed_level": label.level if label.changed_from else None,
        "changed_at": now() if label.changed_from else None,
    }


def set_gold_label(session: Session, gold_item_id: int, label: Label) -> None:
    """As a file says, in place of what it said before; the rater has no account."""
    connection, values = session.connection(), values_of(gold_item_id, label, None)
    if not connection.execute(update(_LABEL).where(*_of_rater(values)).values(values)).rowcount:
        connection.execute(insert(_LABEL).values(values))


def give_gold_label(session: Session, gold_item_id: int, label: Label, person_id: int) -> None:
    """By somebody with an account, into a set that is held.

    Their first level stays; another one after it is the changed one, in place of an earlier such.
    """
    connection, values = session.connection(), values_of(gold_item_id, label, person_id)
    had = connection.execute(select(_LABEL).where(*_of_rater(values))).first()
    if had is None:
        connection.execute(insert(_LABEL).values(values))
    elif label.level != label_in(had).level:
        later = {"changed_level": label.level, "changed_at": now()}
        connection.execute(update(_LABEL).where(_LABEL.c.id == had.id).values(later))


def _of_rater(values: dict[str, object]) -> list[Any]:
    return [_LABEL.c[name] == values[name] for name in ("gold_item_id", "rater", "criterion")]
