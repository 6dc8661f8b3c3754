"""What previews found of each version of a rubric, in a line: whole figures are long."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Row, and_, func, select
from sqlmodel import Session

from practice.domain.preview import Glance
from practice.store.gold import GoldItemRow, GoldLabelRow, GoldSetRow
from practice.store.preview import PreviewRow
from practice.store.types import table_of
from practice.store.version import RubricVersionRow

_PREVIEW, _VERSION = table_of(PreviewRow), table_of(RubricVersionRow)
_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
_GLANCE = TypeAdapter(Glance)
_SIDES = ("glance_before", "glance_after")


@dataclass(frozen=True)
class Glanced:
    """By the newest preview with figures that graded this version; `number` is 0 for a text of its file."""

    key: str
    number: int
    hash: str
    preview_id: str
    when: datetime
    glance: Glance


@dataclass(frozen=True)
class LabelledSet:
    """A gold set, with how many replies it holds and how many of them somebody labelled."""

    id: str
    name: str
    replies: int
    labelled: int


def glanced_versions(session: Session, organisation_id: int, key: str | None = None) -> list[Glanced]:
    connection = session.connection()
    finished = (_PREVIEW.c.id, _PREVIEW.c.created_at, _PREVIEW.c.before_version_id, _PREVIEW.c.after_version_id)
    asked = (
        select(*finished)
        .join(_VERSION, _VERSION.c.id == _PREVIEW.c.after_version_id)
        .where(_PREVIEW.c.organisation_id == organisation_id, _PREVIEW.c.figures.is_not(None))
        .order_by(_PREVIEW.c.created_at.desc(), _PREVIEW.c.id)
    )
    if key is not None:
        asked = asked.where(_VERSION.c.key == key)
    newest: dict[int, tuple[str, datetime, str]] = {}
    for row in connection.execute(asked):
        newest.setdefault(row.after_version_id, (row.id, row.created_at, _SIDES[1]))
        newest.setdefault(row.before_version_id, (row.id, row.created_at, _SIDES[0]))
    sides = [_PREVIEW.c.figures[side].label(side) for side in _SIDES]
    told = select(_PREVIEW.c.id, *sides).where(_PREVIEW.c.id.in_([preview_id for preview_id, *_ in newest.values()]))
    glances = {(row.id, side): row._mapping[side] for row in connection.execute(told) for side in _SIDES}
    versions = select(_VERSION.c.id, _VERSION.c.key, _VERSION.c.number, _VERSION.c.hash, _VERSION.c.organisation_id)
    return [
        Glanced(
            row.key,
            0 if row.organisation_id is None else row.number,
            row.hash,
            preview_id,
            when,
            _GLANCE.validate_python(glances[preview_id, side]),
        )
        for row in connection.execute(versions.where(_VERSION.c.id.in_(list(newest))))
        for preview_id, when, side in [newest[row.id]]
    ]


def labelled_sets(session: Session, organisation_id: int, rubric_key: str) -> list[LabelledSet]:
    """Those that are not archived, the newest first."""
    asked = (
        select(
            _SET.c.id,
            _SET.c.name,
            func.count(_ITEM.c.id.distinct()).label("replies"),
            func.count(_LABEL.c.gold_item_id.distinct()).label("labelled"),
        )
        .outerjoin(_ITEM, and_(_ITEM.c.gold_set_id == _SET.c.id, _ITEM.c.taken_out_at.is_(None)))
        .outerjoin(_LABEL, _LABEL.c.gold_item_id == _ITEM.c.id)
        .where(_SET.c.organisation_id == organisation_id, _SET.c.rubric_key == rubric_key, _SET.c.archived_at.is_(None))
        .group_by(_SET.c.id, _SET.c.name, _SET.c.created_at)
        .order_by(_SET.c.created_at.desc(), _SET.c.id)
    )
    return [LabelledSet(*row) for row in session.connection().execute(asked)]
