"""Replies of a gold set that somebody labelled twice; those that were taken out are in none of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlmodel import Session

from practice.store.gold import GoldItemRow, GoldLabelAgainRow, GoldLabelRow
from practice.store.gold_in_use import IN_USE
from practice.store.types import now, table_of

_ITEM, _LABEL, _AGAIN = table_of(GoldItemRow), table_of(GoldLabelRow), table_of(GoldLabelAgainRow)


@dataclass(frozen=True)
class GivenTwice:
    """Levels are None for not shown."""

    gold_item_id: int
    criterion: str
    earlier: int | None
    level: int | None


def labelled_in_turn(session: Session, gold_set_id: str, person_id: int, criteria: Collection[str]) -> list[int]:
    """The ids of the items to which this person has given a label for every one of `criteria`, the earliest first."""
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
        .order_by(func.max(_LABEL.c.labelled_at), _LABEL.c.gold_item_id)
    )
    return list(session.connection().execute(asked).scalars())


def given_twice(session: Session, gold_set_id: str, person_id: int) -> list[GivenTwice]:
    """By this person, in the order in which they labelled again."""
    asked = (
        select(_AGAIN.c.gold_item_id, _AGAIN.c.criterion, _AGAIN.c.earlier, _AGAIN.c.level)
        .join(_ITEM, _ITEM.c.id == _AGAIN.c.gold_item_id)
        .where(_ITEM.c.gold_set_id == gold_set_id, IN_USE, _AGAIN.c.person_id == person_id)
        .order_by(_AGAIN.c.id)
    )
    return [GivenTwice(*row) for row in session.connection().execute(asked)]


def add_given_twice(session: Session, person_id: int, given: Iterable[GivenTwice]) -> None:
    """Each new: this person has labelled this item once so far."""
    values = [
        {
            "gold_item_id": one.gold_item_id,
            "person_id": person_id,
            "criterion": one.criterion,
            "earlier": one.earlier,
            "level": one.level,
            "labelled_at": now(),
        }
        for one in given
    ]
    session.connection().execute(insert(_AGAIN), values)
