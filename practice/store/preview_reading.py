"""Previews as they are read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, Select, and_, func, or_, select, true
from sqlmodel import Session

from practice.domain.grade import Grade, GradeStatus
from practice.domain.labels import LabelledReply
from practice.domain.language import Language
from practice.domain.preview import KeptGrade, PreviewFigures
from practice.domain.scenario import Channel
from practice.store.chat import ConversationRow, TurnRow
from practice.store.gold import GoldItemRow, GoldLabelRow, GoldSetRow
from practice.store.gold_in_use import IN_USE
from practice.store.gold_labels import LEVEL_NOW
from practice.store.person import PersonRow
from practice.store.preview import PreviewGradeRow, PreviewRow
from practice.store.preview_writing import KEPT_FIGURES, KEPT_GRADE, LEFT_OUT
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, VersionStatus

_PREVIEW, _GRADE, _VERSION = table_of(PreviewRow), table_of(PreviewGradeRow), table_of(RubricVersionRow)
_SET, _ITEM, _LABEL = table_of(GoldSetRow), table_of(GoldItemRow), table_of(GoldLabelRow)
_TURN, _TALK, _PERSON = table_of(TurnRow), table_of(ConversationRow), table_of(PersonRow)
_BEFORE, _AFTER = _VERSION.alias("before"), _VERSION.alias("after")


@dataclass(frozen=True)
class Previewed:
    """A version of a rubric; `number` is 0 for a text of its file."""

    id: int
    key: str
    number: int
    status: VersionStatus


@dataclass(frozen=True)
class Preview:
    id: str
    organisation_id: int
    gold_set_id: str
    gold_set_name: str
    before: Previewed
    after: Previewed
    by: str
    created_at: datetime
    #: Whether its figures are there.
    reckoned: bool

    @property
    def alone(self) -> bool:
        """A version is measured by itself, without another beside it."""
        return self.before.id == self.after.id


@dataclass(frozen=True)
class PreviewProgress:
    """`failed` counts what was tried and could not be graded, wholly or in part; `last` is when something was tried.

    What was left out counts nowhere.
    """

    total: int
    tried: int
    failed: int
    last: datetime | None

    @property
    def all_tried(self) -> bool:
        return self.tried == self.total


@dataclass(frozen=True)
class PreviewTask:
    """One reply to grade by one version; the reply is without its labels.

    `known`: an earlier preview has graded it. `taken_out`: it counts in its set no longer, or nobody may read it now.
    """

    preview_id: str
    known: bool
    taken_out: bool
    reply: LabelledReply
    rubric_key: str
    rubric_text: str


@dataclass(frozen=True)
class PreviewFailure:
    """A reply, by its name in its set, that a version could not grade, wholly or in part."""

    name: str
    version_id: int
    grade: Grade


def load_preview(session: Session, preview_id: str) -> Preview | None:
    row = session.connection().execute(_asked().where(_PREVIEW.c.id == preview_id)).first()
    return _preview(row) if row else None


def previews_of(
    session: Session, organisation_id: int, version_id: int, most: int, *, alone: bool = True
) -> list[Preview]:
    """Those of which this version is the second, the newest first; `alone`: also where it is the first too."""
    own = and_(_PREVIEW.c.after_version_id == version_id, _PREVIEW.c.organisation_id == organisation_id)
    which = true() if alone else _PREVIEW.c.before_version_id != version_id
    asked = _asked().where(own, which).order_by(_PREVIEW.c.created_at.desc(), _PREVIEW.c.id).limit(most)
    return [_preview(row) for row in session.connection().execute(asked)]


def progress_of_previews(session: Session, preview_ids: Collection[str]) -> dict[str, PreviewProgress]:
    graded = _GRADE.c.status == GradeStatus.GRADED.value
    wanted = func.coalesce(_GRADE.c.status, "") != LEFT_OUT
    tried = wanted & _GRADE.c.graded_at.is_not(None)
    counts = (
        func.count().filter(wanted),
        func.count().filter(tried),
        func.count().filter(tried & ~graded),
        func.max(_GRADE.c.graded_at),
    )
    asked = select(_GRADE.c.preview_id, *counts).where(_GRADE.c.preview_id.in_(list(preview_ids)))
    rows = session.connection().execute(asked.group_by(_GRADE.c.preview_id))
    return {preview_id: PreviewProgress(*numbers) for preview_id, *numbers in rows}


def load_task(session: Session, grade_id: str) -> PreviewTask | None:
    asked = (
        select(
            _ITEM,
            IN_USE.label("in_use"),
            _GRADE.c.preview_id,
            _GRADE.c.status,
            _VERSION.c.key.label("rubric_key"),
            _VERSION.c.text.label("rubric_text"),
        )
        .join(_GRADE, _GRADE.c.gold_item_id == _ITEM.c.id)
        .join(_VERSION, _VERSION.c.id == _GRADE.c.rubric_version_id)
    )
    row = session.connection().execute(asked.where(_GRADE.c.id == grade_id)).first()
    if row is None:
        return None
    reply = LabelledReply(
        row.name, Language(row.language), Channel(row.channel), row.situation, row.customer, row.reply, ()
    )  # fmt: skip
    known = row.status == GradeStatus.GRADED.value
    return PreviewTask(row.preview_id, known, not row.in_use, reply, row.rubric_key, row.rubric_text)


def grades_of_preview(session: Session, preview_id: str) -> dict[tuple[int, int], KeptGrade]:
    """By item and version, where it was tried."""
    asked = select(_GRADE.c.gold_item_id, _GRADE.c.rubric_version_id, _GRADE.c.grade)
    tried = (_GRADE.c.preview_id == preview_id, _GRADE.c.graded_at.is_not(None), _GRADE.c.grade.is_not(None))
    rows = session.connection().execute(asked.where(*tried, _GRADE.c.status != LEFT_OUT))
    return {(row.gold_item_id, row.rubric_version_id): _kept(row.grade) for row in rows}


def count_taken_out(session: Session, preview_id: str) -> int:
    """Replies of a preview that were taken out of the set or became private meanwhile, graded or not."""
    out = or_(~IN_USE, _GRADE.c.status == LEFT_OUT)
    asked = select(func.count(_ITEM.c.id.distinct())).join(_GRADE, _GRADE.c.gold_item_id == _ITEM.c.id)
    return session.connection().execute(asked.where(_GRADE.c.preview_id == preview_id, out)).scalar_one()


def known_grades(
    session: Session, gold_set_id: str, version_ids: Collection[int], grader: str, prompt_hash: str
) -> dict[tuple[int, int], KeptGrade]:
    """By item and version: the newest complete grade that this grader gave by this prompt in any preview of the set."""
    newest = func.row_number().over(
        partition_by=(_GRADE.c.gold_item_id, _GRADE.c.rubric_version_id), order_by=_GRADE.c.graded_at.desc()
    )
    ranked = (
        select(_GRADE.c.id, newest.label("place"))
        .join(_PREVIEW, _PREVIEW.c.id == _GRADE.c.preview_id)
        .where(
            _PREVIEW.c.gold_set_id == gold_set_id,
            _GRADE.c.rubric_version_id.in_(version_ids),
            _GRADE.c.status == GradeStatus.GRADED.value,
            _GRADE.c.graded_at.is_not(None),
            _GRADE.c.grade["grader"].as_string() == grader,
            _GRADE.c.grade["grade", "prompt_hash"].as_string() == prompt_hash,
        )
        .subquery()
    )
    asked = select(_GRADE.c.gold_item_id, _GRADE.c.rubric_version_id, _GRADE.c.grade)
    rows = session.connection().execute(asked.join(ranked, ranked.c.id == _GRADE.c.id).where(ranked.c.place == 1))
    return {(row.gold_item_id, row.rubric_version_id): _kept(row.grade) for row in rows}


def failures_of(session: Session, preview_id: str, most: int) -> list[PreviewFailure]:
    asked = (
        select(_ITEM.c.name, _GRADE.c.rubric_version_id, _GRADE.c.grade)
        .join(_ITEM, _ITEM.c.id == _GRADE.c.gold_item_id)
        .where(
            _GRADE.c.preview_id == preview_id,
            _GRADE.c.graded_at.is_not(None),
            _GRADE.c.status.not_in((GradeStatus.GRADED.value, LEFT_OUT)),
        )
        .order_by(_GRADE.c.gold_item_id, _GRADE.c.rubric_version_id)
        .limit(most)
    )
    rows = session.connection().execute(asked)
    return [PreviewFailure(row.name, row.rubric_version_id, _kept(row.grade).grade) for row in rows]


def load_figures(session: Session, preview_id: str) -> PreviewFigures | None:
    """None too where an earlier version of this program kept them otherwise: they can be computed anew."""
    kept = session.connection().execute(select(_PREVIEW.c.figures).where(_PREVIEW.c.id == preview_id)).scalar()
    try:
        return KEPT_FIGURES.validate_python(kept) if kept else None
    except ValidationError:
        return None


def gold_state(session: Session, gold_set_id: str) -> str:
    """Another text once the set has another reply or another label."""
    connection = session.connection()
    own = and_(_ITEM.c.gold_set_id == gold_set_id, IN_USE)
    items = connection.execute(select(func.count()).select_from(_ITEM).where(own)).scalar_one()
    newest = func.max(func.coalesce(_LABEL.c.changed_at, _LABEL.c.labelled_at))
    told = (func.count(), func.sum(LEVEL_NOW), func.max(_LABEL.c.id), newest)
    counted = select(*told).select_from(_LABEL).join(_ITEM, _ITEM.c.id == _LABEL.c.gold_item_id)
    labels = connection.execute(counted.where(own)).one()
    return " ".join(map(str, (items, *labels)))


def _asked() -> Select[Any]:
    told = (_PREVIEW.c.id, _PREVIEW.c.organisation_id, _PREVIEW.c.gold_set_id, _PREVIEW.c.created_at)
    reckoned = _PREVIEW.c.figures.is_not(None).label("reckoned")
    sides = [
        side.c[name].label(f"{side.name}_{name}")
        for side in (_BEFORE, _AFTER)
        for name in ("id", "key", "number", "status", "organisation_id")
    ]
    return (
        select(*told, reckoned, _SET.c.name.label("gold_set_name"), _PERSON.c.name.label("by"), *sides)
        .join(_SET, _SET.c.id == _PREVIEW.c.gold_set_id)
        .join(_PERSON, _PERSON.c.id == _PREVIEW.c.created_by)
        .join(_BEFORE, _BEFORE.c.id == _PREVIEW.c.before_version_id)
        .join(_AFTER, _AFTER.c.id == _PREVIEW.c.after_version_id)
    )


def _preview(row: Row[Any]) -> Preview:
    return Preview(
        row.id,
        row.organisation_id,
        row.gold_set_id,
        row.gold_set_name,
        before=_side(row, "before"),
        after=_side(row, "after"),
        by=row.by,
        created_at=row.created_at,
        reckoned=bool(row.reckoned),
    )


def _side(row: Row[Any], name: str) -> Previewed:
    told = row._mapping
    of_file = told[f"{name}_organisation_id"] is None
    number = 0 if of_file else told[f"{name}_number"]
    return Previewed(told[f"{name}_id"], told[f"{name}_key"], number, VersionStatus(told[f"{name}_status"]))


def _kept(value: dict[str, Any]) -> KeptGrade:
    return KEPT_GRADE.validate_python(value)
