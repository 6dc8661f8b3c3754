"""What graders found of replies of gold sets: in the talks they are from, and in previews."""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Text, and_, cast, func, select
from sqlmodel import Session

from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Scope
from practice.store.chat import ConversationRow, TurnRow
from practice.store.gold import GoldItemRow
from practice.store.gold_in_use import IN_USE
from practice.store.grading import CriterionScoreRow, GradeRow
from practice.store.preview import PreviewGradeRow, PreviewRow
from practice.store.preview_writing import KEPT_GRADE
from practice.store.types import table_of

_PREVIEW, _PREVIEWED, _ITEM = table_of(PreviewRow), table_of(PreviewGradeRow), table_of(GoldItemRow)
_GRADE, _SCORE = table_of(GradeRow), table_of(CriterionScoreRow)
_TURN, _TALK = table_of(TurnRow), table_of(ConversationRow)
#: Grades by the draft of their preview, or by the version that was measured by itself.
_OF_DRAFT = (
    _PREVIEWED.c.status == GradeStatus.GRADED.value,
    _PREVIEWED.c.rubric_version_id == _PREVIEW.c.after_version_id,
)


@dataclass(frozen=True)
class GradedLevels:
    """A grade's levels by criterion, None where it saw nothing to judge by; `flagged` by a screen."""

    levels: dict[str, int | None]
    flagged: bool


@dataclass(frozen=True)
class _Score:
    criterion: str
    level: int | None


@dataclass(frozen=True)
class _Grade:
    scores: tuple[_Score, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class _Kept:
    """As little of a KeptGrade as is wanted of thousands."""

    grade: _Grade


_KEPT = TypeAdapter(_Kept)


def preview_grades(session: Session, gold_item_ids: Collection[int]) -> dict[int, Grade]:
    """Item's id -> its grade by the draft of the newest preview in which it could be graded."""
    asked = (
        select(_PREVIEWED.c.gold_item_id, _PREVIEWED.c.grade)
        .join(_PREVIEW, _PREVIEW.c.id == _PREVIEWED.c.preview_id)
        .where(_PREVIEWED.c.gold_item_id.in_(gold_item_ids), *_OF_DRAFT)
        .order_by(_PREVIEW.c.created_at, _PREVIEWED.c.graded_at)
    )
    newest = {row.gold_item_id: row.grade for row in session.connection().execute(asked)}
    return {gold_item_id: KEPT_GRADE.validate_python(kept).grade for gold_item_id, kept in newest.items()}


def graded_levels(session: Session, gold_set_id: str) -> dict[int, GradedLevels]:
    """Item's id -> what the grader gave, as the machine gave it: of its turn, else of the newest preview."""
    return _in_previews(session, gold_set_id) | _in_talks(session, gold_set_id)


def _in_talks(session: Session, gold_set_id: str) -> dict[int, GradedLevels]:
    connection = session.connection()
    graded = (
        select(_ITEM.c.id.label("item_id"), func.max(_GRADE.c.id).label("grade_id"))
        .join(_TURN, _TURN.c.id == _ITEM.c.turn_id)
        .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
        .join(_GRADE, and_(_GRADE.c.turn_id == _TURN.c.id, _GRADE.c.rubric_version_id == _TALK.c.rubric_version_id))
        .where(
            _ITEM.c.gold_set_id == gold_set_id,
            IN_USE,
            _GRADE.c.scope == Scope.REPLY.value,
            _GRADE.c.status == GradeStatus.GRADED.value,
        )
        .group_by(_ITEM.c.id)
        .subquery()
    )
    grades = select(graded.c.item_id, _GRADE.c.flags).join(_GRADE, _GRADE.c.id == graded.c.grade_id)
    found = {item_id: GradedLevels({}, bool(flags)) for item_id, flags in connection.execute(grades)}
    scores = select(graded.c.item_id, _SCORE.c.criterion, _SCORE.c.score)
    for item_id, criterion, level in connection.execute(scores.join(_SCORE, _SCORE.c.grade_id == graded.c.grade_id)):
        found[item_id].levels[criterion] = level
    return found


def _in_previews(session: Session, gold_set_id: str) -> dict[int, GradedLevels]:
    newest = func.row_number().over(
        partition_by=_PREVIEWED.c.gold_item_id, order_by=(_PREVIEW.c.created_at.desc(), _PREVIEWED.c.graded_at.desc())
    )
    ranked = (
        select(_PREVIEWED.c.id, newest.label("place"))
        .join(_PREVIEW, _PREVIEW.c.id == _PREVIEWED.c.preview_id)
        .where(_PREVIEW.c.gold_set_id == gold_set_id, *_OF_DRAFT)
        .subquery()
    )
    asked = (
        select(_PREVIEWED.c.gold_item_id, cast(_PREVIEWED.c.grade, Text))
        .join(ranked, ranked.c.id == _PREVIEWED.c.id)
        .join(_ITEM, _ITEM.c.id == _PREVIEWED.c.gold_item_id)
        .where(ranked.c.place == 1, IN_USE)
    )
    found = {}
    for item_id, kept in session.connection().execute(asked):
        grade = _KEPT.validate_json(kept).grade
        levels = {score.criterion: score.level for score in grade.scores}
        found[item_id] = GradedLevels(levels, bool(grade.flags))
    return found
