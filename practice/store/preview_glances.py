"""What previews found of each version of a rubric, in a line: whole figures are long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, and_, func, select
from sqlmodel import Session

from practice.domain.preview import Glance, Run
from practice.store.gold import GoldItemRow, GoldLabelRow, GoldSetRow
from practice.store.gold_in_use import IN_USE
from practice.store.preview import PreviewRow
from practice.store.types import table_of
from practice.store.version import RubricVersionRow

_PREVIEW, _VERSION = table_of(PreviewRow), table_of(RubricVersionRow)
_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
_GLANCE, _RUN = TypeAdapter(Glance), TypeAdapter(Run)
_SIDES = ("glance_before", "glance_after")


@dataclass(frozen=True)
class Glanced:
    """By the newest preview with figures that graded this version on this set; `number` is 0 for a text of its file.

    `run` is None where an earlier version of this program did not keep it.
    """

    key: str
    number: int
    hash: str
    preview_id: str
    gold_set_id: str
    set_name: str
    set_archived: bool
    when: datetime
    glance: Glance
    gold_state: str
    run: Run | None


@dataclass(frozen=True)
class LabelledSet:
    """A gold set, with how many replies it holds and how many of them somebody labelled."""

    id: str
    name: str
    made: datetime
    replies: int
    labelled: int


def glanced_versions(
    session: Session, organisation_id: int, key: str | None = None, gold_set_id: str | None = None
) -> list[Glanced]:
    """Of every rubric and on every set where none is named; a version once for each set."""
    connection = session.connection()
    finished = (_PREVIEW.c.id, _PREVIEW.c.gold_set_id, _PREVIEW.c.before_version_id, _PREVIEW.c.after_version_id)
    asked = (
        select(*finished)
        .join(_VERSION, _VERSION.c.id == _PREVIEW.c.after_version_id)
        .where(_PREVIEW.c.organisation_id == organisation_id, _PREVIEW.c.figures.is_not(None))
        .order_by(_PREVIEW.c.created_at.desc(), _PREVIEW.c.id)
    )
    if key is not None:
        asked = asked.where(_VERSION.c.key == key)
    if gold_set_id is not None:
        asked = asked.where(_PREVIEW.c.gold_set_id == gold_set_id)
    newest: dict[tuple[int, str], tuple[str, str]] = {}
    for row in connection.execute(asked):
        newest.setdefault((row.after_version_id, row.gold_set_id), (row.id, _SIDES[1]))
        newest.setdefault((row.before_version_id, row.gold_set_id), (row.id, _SIDES[0]))
    parts = [_PREVIEW.c.figures[part].label(part) for part in (*_SIDES, "gold_state", "run")]
    of_set: list[Any] = [_SET.c.name.label("set_name"), _SET.c.archived_at]
    told: list[Any] = [_PREVIEW.c.id, _PREVIEW.c.gold_set_id, _PREVIEW.c.created_at, *of_set, *parts]
    wanted = _PREVIEW.c.id.in_([preview_id for preview_id, _ in newest.values()])
    read = select(*told).select_from(_PREVIEW).join(_SET, _SET.c.id == _PREVIEW.c.gold_set_id).where(wanted)
    previews = {row.id: row for row in connection.execute(read)}
    known: list[Any] = [_VERSION.c[name] for name in ("id", "key", "number", "hash", "organisation_id")]
    ids = {version_id for version_id, _ in newest}
    versions = {row.id: row for row in connection.execute(select(*known).where(_VERSION.c.id.in_(ids)))}
    return [
        _glanced(versions[version_id], previews[preview_id], side)
        for (version_id, _), (preview_id, side) in newest.items()
    ]


def _glanced(version: Row[Any], preview: Row[Any], side: str) -> Glanced:
    return Glanced(
        key=version.key,
        number=0 if version.organisation_id is None else version.number,
        hash=version.hash,
        preview_id=preview.id,
        gold_set_id=preview.gold_set_id,
        set_name=preview.set_name,
        set_archived=preview.archived_at is not None,
        when=preview.created_at,
        glance=_GLANCE.validate_python(preview._mapping[side]),
        gold_state=preview.gold_state,
        run=_RUN.validate_python(preview.run) if preview.run else None,
    )


def labelled_sets(session: Session, organisation_id: int, rubric_key: str) -> list[LabelledSet]:
    """Those that are not archived, the newest first."""
    asked = (
        select(
            _SET.c.id,
            _SET.c.name,
            _SET.c.created_at,
            func.count(_ITEM.c.id.distinct()).label("replies"),
            func.count(_LABEL.c.gold_item_id.distinct()).label("labelled"),
        )
        .select_from(_SET)
        .outerjoin(_ITEM, and_(_ITEM.c.gold_set_id == _SET.c.id, IN_USE))
        .outerjoin(_LABEL, _LABEL.c.gold_item_id == _ITEM.c.id)
        .where(_SET.c.organisation_id == organisation_id, _SET.c.rubric_key == rubric_key, _SET.c.archived_at.is_(None))
        .group_by(_SET.c.id, _SET.c.name, _SET.c.created_at)
        .order_by(_SET.c.created_at.desc(), _SET.c.id)
    )
    return [LabelledSet(*row) for row in session.connection().execute(asked)]
