"""What previews found of replies of gold sets."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from practice.domain.grade import Grade, GradeStatus
from practice.store.preview import PreviewGradeRow, PreviewRow
from practice.store.preview_writing import KEPT_GRADE
from practice.store.types import table_of

_PREVIEW, _GRADE = table_of(PreviewRow), table_of(PreviewGradeRow)


def preview_grades(session: Session, gold_item_ids: Collection[int]) -> dict[int, Grade]:
    """Item's id -> its grade by the draft of the newest preview in which it could be graded."""
    asked = (
        select(_GRADE.c.gold_item_id, _GRADE.c.grade)
        .join(_PREVIEW, _PREVIEW.c.id == _GRADE.c.preview_id)
        .where(
            _GRADE.c.gold_item_id.in_(gold_item_ids),
            _GRADE.c.status == GradeStatus.GRADED.value,
            _GRADE.c.rubric_version_id == _PREVIEW.c.after_version_id,
        )
        .order_by(_PREVIEW.c.created_at, _GRADE.c.graded_at)
    )
    newest = {row.gold_item_id: row.grade for row in session.connection().execute(asked)}
    return {gold_item_id: KEPT_GRADE.validate_python(kept).grade for gold_item_id, kept in newest.items()}
