"""Levels of a whole gold set, counted where they are: thousands of replies are not read to be compared."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlmodel import Session

from practice.domain.labels import LabelledReply
from practice.domain.language import Language
from practice.domain.level_patterns import GivenLevel, LevelPattern, pattern
from practice.domain.scenario import Channel
from practice.store.gold import GoldItemRow, GoldLabelRow, GoldSetRow
from practice.store.gold_in_use import IN_USE
from practice.store.gold_labels import CHANGED, LEVEL_NOW
from practice.store.types import table_of

_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
_NOT_SHOWN = 0


def _written(level: ColumnElement[Any]) -> ColumnElement[str]:
    return cast(func.coalesce(level, _NOT_SHOWN), String)


@dataclass(frozen=True)
class LabelledLevels:
    """A reply with all levels of each criterion; None is not shown. `reply` is without its labels and its situation.

    `levels` are those that count now.
    """

    item_id: int
    reply: LabelledReply
    levels: dict[str, list[int | None]]


@dataclass(frozen=True)
class HeldOut:
    """`set_name` is empty for the corrections by trainers."""

    set_name: str
    reply: str


def held_out_replies(session: Session, organisation_id: int, rubric_key: str) -> list[HeldOut]:
    """Of all sets of a rubric that are not archived; private ones too, for they are only compared with."""
    asked = (
        select(_SET.c.name, _ITEM.c.reply)
        .join(_ITEM, _ITEM.c.gold_set_id == _SET.c.id)
        .where(
            _SET.c.organisation_id == organisation_id,
            _SET.c.rubric_key == rubric_key,
            _SET.c.archived_at.is_(None),
            _ITEM.c.held_out.is_(True),
            _ITEM.c.taken_out_at.is_(None),
        )
        .order_by(_SET.c.created_at.desc(), _ITEM.c.id)
    )
    return [HeldOut(row.name, row.reply) for row in session.connection().execute(asked)]


def label_patterns(session: Session, gold_set_id: str) -> dict[str, list[LevelPattern]]:
    """By criterion, of the first levels."""
    # Names of raters may hold any character, so each is told with its length before it.
    length = cast(func.length(_LABEL.c.rater), String)
    written = length.concat(":").concat(_LABEL.c.rater).concat(_written(_LABEL.c.level))
    of_reply = (
        select(_LABEL.c.criterion, func.aggregate_strings(written, "").label("given"))
        .join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
        .where(_ITEM.c.gold_set_id == gold_set_id, IN_USE)
        .group_by(_LABEL.c.gold_item_id, _LABEL.c.criterion)
        .subquery()
    )
    asked = select(of_reply.c.criterion, of_reply.c.given, func.count().label("replies"))
    found: defaultdict[str, list[LevelPattern]] = defaultdict(list)
    for row in session.connection().execute(asked.group_by(of_reply.c.criterion, of_reply.c.given)):
        found[row.criterion].append(pattern(_read(row.given), row.replies))
    return found


def count_changed(session: Session, gold_set_id: str) -> int:
    """Levels that somebody changed after the first."""
    asked = select(func.count()).select_from(_LABEL).join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
    changed = asked.where(_ITEM.c.gold_set_id == gold_set_id, IN_USE, CHANGED)
    return session.connection().execute(changed).scalar_one()


def labelled_levels(session: Session, gold_set_id: str) -> list[LabelledLevels]:
    """Of replies that somebody has labelled and that are not held out."""
    connection = session.connection()
    own = (_ITEM.c.gold_set_id == gold_set_id, _ITEM.c.held_out.is_(False), IN_USE)
    levels: defaultdict[int, dict[str, list[int | None]]] = defaultdict(dict)
    written = func.aggregate_strings(_written(LEVEL_NOW), "").label("given")
    given = (
        select(_LABEL.c.gold_item_id, _LABEL.c.criterion, written)
        .join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
        .where(*own)
        .group_by(_LABEL.c.gold_item_id, _LABEL.c.criterion)
    )
    for item_id, criterion, told in connection.execute(given):
        levels[item_id][criterion] = [_level(one) for one in told]
    items = select(_ITEM.c.id, _ITEM.c.name, _ITEM.c.language, _ITEM.c.channel, _ITEM.c.reply).where(*own)
    return [
        LabelledLevels(
            item_id, LabelledReply(name, Language(language), Channel(channel), "", "", reply, ()), levels[item_id]
        )
        for item_id, name, language, channel, reply in connection.execute(items)
        if item_id in levels
    ]


def _read(given: str) -> Iterator[GivenLevel]:
    while given:
        length, _, rest = given.partition(":")
        end = int(length)
        yield GivenLevel(rest[:end], _level(rest[end]))
        given = rest[end + 1 :]


def _level(told: str) -> int | None:
    return int(told) or None
