"""What changes previews. A few of a preview's jobs are open at a time: talks that go on are graded beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import exists, func, insert, select, update
from sqlmodel import Session

from practice.domain.grade import GradeStatus
from practice.domain.preview import KeptGrade, PreviewFigures
from practice.store.job import JobKind, JobRow, JobState, add_job
from practice.store.preview import PreviewGradeRow, PreviewRow
from practice.store.types import new_id, now, table_of

#: The status of a grade that lacks some criteria.
PARTLY = "partly_graded"
#: ... of one that was not asked for, since its reply was taken out of the set meanwhile.
LEFT_OUT = "left_out"
KEPT_GRADE = TypeAdapter(KeptGrade)
KEPT_FIGURES = TypeAdapter(PreviewFigures)
_PREVIEW, _GRADE, _JOB = table_of(PreviewRow), table_of(PreviewGradeRow), table_of(JobRow)
_OPEN = (JobState.QUEUED.value, JobState.RUNNING.value)


@dataclass(frozen=True)
class ToGrade:
    """One reply by one version; `known` is its grade where an earlier preview has it.

    `waits` leaves it to a job all the same: somebody has to reckon, once everything was tried.
    """

    gold_item_id: int
    rubric_version_id: int
    known: KeptGrade | None = None
    waits: bool = False


def add_preview(session: Session, row: PreviewRow, wanted: Iterable[ToGrade]) -> str:
    """Its id; `wanted` is one reply by one version at least."""
    session.add(row)
    session.flush()
    session.connection().execute(insert(_GRADE), [_values(row.id, one) for one in wanted])
    return row.id


def hold_preview(session: Session, preview_id: str) -> None:
    """Others who hold it wait until this transaction is over."""
    session.connection().execute(
        select(_PREVIEW.c.id).where(_PREVIEW.c.id == preview_id).with_for_update(key_share=True)
    )


def queue_more(session: Session, preview_id: str, most: int) -> int:
    """Adds jobs for what is not tried yet until `most` are open; how many it added."""
    hold_preview(session, preview_id)
    connection = session.connection()
    has_job = exists().where(
        _JOB.c.kind == JobKind.PREVIEW.value, _JOB.c.subject_id == _GRADE.c.id, _JOB.c.state.in_(_OPEN)
    )
    waiting = (_GRADE.c.preview_id == preview_id, _GRADE.c.graded_at.is_(None))
    open_now = connection.execute(select(func.count()).select_from(_GRADE).where(*waiting, has_job)).scalar_one()
    following = (
        select(_GRADE.c.id)
        .where(*waiting, ~has_job)
        .order_by(_GRADE.c.gold_item_id, _GRADE.c.rubric_version_id)
        .limit(max(0, most - open_now))
    )
    ids = list(connection.execute(following).scalars())
    for grade_id in ids:
        add_job(session, JobKind.PREVIEW, grade_id)
    return len(ids)


def keep_preview_grade(session: Session, grade_id: str, kept: KeptGrade | None) -> None:
    """None keeps what is there; so does a try that failed, of what an earlier one graded."""
    connection, own = session.connection(), _GRADE.c.id == grade_id
    values: dict[str, Any] = {"graded_at": now()}
    had = connection.execute(select(_GRADE.c.status).where(own)).scalar()
    if kept is not None and (had != PARTLY or kept.grade.status is GradeStatus.GRADED):
        values.update(_told(kept))
    connection.execute(update(_GRADE).where(own).values(values))


def leave_out(session: Session, grade_id: str) -> None:
    """What an earlier try gave is kept beside it, and counts nowhere."""
    session.connection().execute(update(_GRADE).where(_GRADE.c.id == grade_id).values(status=LEFT_OUT))


def try_failed_again(session: Session, preview_id: str) -> int:
    """What could not be graded, wholly or in part, is to be tried once more; how many those are."""
    hold_preview(session, preview_id)
    failed = update(_GRADE).where(
        _GRADE.c.preview_id == preview_id,
        _GRADE.c.graded_at.is_not(None),
        _GRADE.c.status.not_in((GradeStatus.GRADED.value, LEFT_OUT)),
    )
    count = session.connection().execute(failed.values(graded_at=None)).rowcount
    if count:
        keep_figures(session, preview_id, None)
    return count


def keep_figures(session: Session, preview_id: str, figures: PreviewFigures | None) -> None:
    kept = None if figures is None else KEPT_FIGURES.dump_python(figures, mode="json")
    session.connection().execute(update(_PREVIEW).where(_PREVIEW.c.id == preview_id).values(figures=kept))


def _values(preview_id: str, one: ToGrade) -> dict[str, Any]:
    known = _told(replace(one.known, taken_over=True)) if one.known else {"status": None, "grade": None}
    return {
        "id": new_id(),
        "preview_id": preview_id,
        "gold_item_id": one.gold_item_id,
        "rubric_version_id": one.rubric_version_id,
        "graded_at": now() if one.known and not one.waits else None,
        **known,
    }


def _told(kept: KeptGrade) -> dict[str, Any]:
    grade = kept.grade
    partly = grade.status is GradeStatus.GRADED and not grade.complete
    status = PARTLY if partly else grade.status.value
    return {"status": status, "grade": KEPT_GRADE.dump_python(kept, mode="json")}
