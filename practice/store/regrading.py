"""Runs that grade kept replies again, and the replies of each: a run's jobs are its progress."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, insert, select
from sqlmodel import Field, Session, SQLModel

from practice.domain.grade import GradeStatus
from practice.domain.regrading import Only, Regraded
from practice.domain.rubric import Scope
from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.grading import GradeRow
from practice.store.grading_reading import counts_over, grades_from
from practice.store.job import JobKind, JobRow, JobState, add_job
from practice.store.types import UtcDateTime, new_id, now, table_of
from practice.store.version import RubricVersionRow


class RegradingRow(SQLModel, table=True):
    """`rubric_version_id` is None for each talk's own rubric, `model` for the grader that the settings name."""

    __tablename__ = "regrading"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    rubric_version_id: int | None = Field(default=None, foreign_key="rubric_version.id")
    model: str | None = Field(default=None, max_length=200)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    only: str | None = Field(default=None, max_length=20)
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class RegradingItemRow(SQLModel, table=True):
    """One reply of a run; its id is the subject of its job. `grade_before_id` is the grade that counted until then."""

    __tablename__ = "regrading_item"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    regrading_id: str = Field(foreign_key="regrading.id", index=True, max_length=32)
    job_id: int = Field(foreign_key="job.id", unique=True)
    turn_id: str = Field(foreign_key="turn.id", max_length=32)
    grade_before_id: int | None = Field(default=None, foreign_key="grade.id")


@dataclass(frozen=True)
class KeptReply:
    """A trainee's turn and the grade that counts for it, None where it has none."""

    turn_id: str
    grade_id: int | None
    status: GradeStatus | None
    flags: tuple[str, ...]

    def belongs(self, only: Only | None) -> bool:
        if only is Only.NOT_GRADED:
            return self.status is not GradeStatus.GRADED
        return only is None or bool(self.flags)


@dataclass(frozen=True)
class RegradingItem:
    """`rubric_text` and its key are None where the talk's own rubric grades."""

    turn_id: str
    model: str | None
    rubric_version_id: int | None
    rubric_key: str | None
    rubric_text: str | None


@dataclass(frozen=True)
class RunProgress:
    total: int
    open: int

    @property
    def done(self) -> int:
        return self.total - self.open


#: So many grades are read at once: a statement takes only so many parameters, and grades hold whole answers.
_MANY = 200
_OPEN = (JobState.QUEUED.value, JobState.RUNNING.value)
_RUN = table_of(RegradingRow)
_ITEM = table_of(RegradingItemRow)
_JOB = table_of(JobRow)
_GRADE = table_of(GradeRow)
_TURN = table_of(TurnRow)
_TALK = table_of(ConversationRow)
_RUBRIC = table_of(RubricVersionRow)
#: A reply whose first grade is still being made is left to that job.
_REPLIES = (
    select(_TURN.c.id.label("turn_id"), _GRADE.c.id.label("grade_id"), _GRADE.c.status, _GRADE.c.flags)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .outerjoin(
        _GRADE,
        and_(
            _GRADE.c.turn_id == _TURN.c.id,
            _GRADE.c.scope == Scope.REPLY.value,
            _GRADE.c.rubric_version_id == _TALK.c.rubric_version_id,
        ),
    )
    .where(
        _TURN.c.speaker == Speaker.TRAINEE.value,
        _TALK.c.trial.is_(False),
        ~exists().where(_JOB.c.kind == JobKind.GRADE.value, _JOB.c.subject_id == _TURN.c.id, _JOB.c.state.in_(_OPEN)),
    )
    .order_by(_TURN.c.said_at, _TURN.c.id, _GRADE.c.id)
)
_ADD_ITEMS = insert(_ITEM)
_ONE_ITEM = (
    select(
        _ITEM.c.turn_id,
        _RUN.c.model,
        _RUN.c.rubric_version_id,
        _RUBRIC.c.key.label("rubric_key"),
        _RUBRIC.c.text.label("rubric_text"),
    )
    .join(_RUN, _RUN.c.id == _ITEM.c.regrading_id)
    .outerjoin(_RUBRIC, _RUBRIC.c.id == _RUN.c.rubric_version_id)
    .where(_ITEM.c.id == bindparam("item_id"))
)
_STATES = (
    select(_JOB.c.state, func.count().label("jobs"))
    .join(_ITEM, _ITEM.c.job_id == _JOB.c.id)
    .where(_ITEM.c.regrading_id == bindparam("run_id"))
    .group_by(_JOB.c.state)
)
_UNFINISHED = (
    select(_RUN.c.id)
    .where(exists().where(_ITEM.c.regrading_id == _RUN.c.id, _JOB.c.id == _ITEM.c.job_id, _JOB.c.state.in_(_OPEN)))
    .order_by(_RUN.c.created_at.desc(), _RUN.c.id)
)
_GRADES_OF_RUN = (
    select(_ITEM.c.turn_id, _ITEM.c.grade_before_id, _GRADE.c.id.label("grade_after_id"))
    .outerjoin(_GRADE, _GRADE.c.job_id == _ITEM.c.job_id)
    .where(_ITEM.c.regrading_id == bindparam("run_id"))
    .order_by(_ITEM.c.job_id)
)
_GRADES = select(_GRADE).where(_GRADE.c.id.in_(bindparam("grade_ids", expanding=True)))


def kept_replies(session: Session, since: datetime | None = None, only: Only | None = None) -> list[KeptReply]:
    """Of all talks but trials, and of all branches, oldest first; which grade counts is as `latest_grades` has it."""
    asked = _REPLIES if since is None else _REPLIES.where(_TURN.c.said_at >= since)
    found: dict[str, KeptReply] = {}
    for row in session.connection().execute(asked):
        had = found.get(row.turn_id)
        if had is None or counts_over(row.status, had.status):
            status = GradeStatus(row.status) if row.status else None
            found[row.turn_id] = KeptReply(row.turn_id, row.grade_id, status, tuple(row.flags or ()))
    return [reply for reply in found.values() if reply.belongs(only)]


def add_run(session: Session, run: RegradingRow, replies: list[KeptReply]) -> str:
    """The run with a job for each reply; the run's id."""
    session.add(run)
    session.flush()
    session.connection().execute(_ADD_ITEMS, [_item_values(session, run.id, reply) for reply in replies])
    return run.id


def _item_values(session: Session, run_id: str, reply: KeptReply) -> dict[str, Any]:
    item_id = new_id()
    return {
        "id": item_id,
        "regrading_id": run_id,
        "job_id": add_job(session, JobKind.REGRADE, item_id).id,
        "turn_id": reply.turn_id,
        "grade_before_id": reply.grade_id,
    }


def load_item(session: Session, item_id: str) -> RegradingItem | None:
    row = session.connection().execute(_ONE_ITEM, {"item_id": item_id}).first()
    return RegradingItem(*row) if row else None


def progress_of(session: Session, run_id: str) -> RunProgress | None:
    """None where there is no such run."""
    rows = session.connection().execute(_STATES, {"run_id": run_id}).all()
    if not rows:
        return None
    return RunProgress(sum(row.jobs for row in rows), sum(row.jobs for row in rows if row.state in _OPEN))


def unfinished_runs(session: Session) -> list[str]:
    """Their ids, newest first."""
    return [row.id for row in session.connection().execute(_UNFINISHED)]


def regraded(session: Session, run_id: str) -> Iterator[Regraded]:
    """Every reply of the run, in its order."""
    rows = session.connection().execute(_GRADES_OF_RUN, {"run_id": run_id}).all()
    for start in range(0, len(rows), _MANY):
        some = rows[start : start + _MANY]
        ids = [key for row in some for key in (row.grade_before_id, row.grade_after_id) if key is not None]
        grades = grades_from(session, session.connection().execute(_GRADES, {"grade_ids": ids}))
        for row in some:
            yield Regraded(row.turn_id, grades.get(row.grade_before_id), grades.get(row.grade_after_id))
