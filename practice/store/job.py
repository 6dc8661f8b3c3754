"""Work to be done, as rows: the row is the truth, a lease says who is at it, a fence keeps a late worker out.

Queues over SQL that acknowledge by deleting lost jobs under kill -9; a leased row does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BindParameter, Exists, Index, bindparam, exists, insert, or_, select, update
from sqlmodel import Field, Session, SQLModel, col
from sqlmodel import select as select_rows

from practice.errors import Conflict
from practice.store.types import UtcDateTime, now, one_of, table_of


class JobKind(StrEnum):
    SPEAK = "speak"  #: subject: the customer's turn
    GRADE = "grade"  #: subject: the trainee's turn
    DEBRIEF = "debrief"  #: subject: the conversation
    GRADE_TALK = "grade_talk"  #: subject: the last turn of the talk
    REGRADE = "regrade"  #: subject: the item of a regrading
    LETTER = "letter"  #: subject: the letter
    PREVIEW = "preview"  #: subject: the preview's grade of one reply by one version
    SIMULATE = "simulate"  #: subject: the simulation
    STATEMENT = "statement"  #: subject: the xAPI statement


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    id: int
    kind: JobKind
    subject_id: str
    fence: int
    attempts: int


class JobRow(SQLModel, table=True):
    __tablename__ = "job"
    __table_args__ = (
        one_of("kind", JobKind),
        one_of("state", JobState),
        Index("ix_job_state_available_at", "state", "available_at"),
        Index("ix_job_kind_subject_id", "kind", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    subject_id: str = Field(max_length=32)
    state: str = Field(default=JobState.QUEUED.value, max_length=20)
    worker: str | None = Field(default=None, max_length=80)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fence: int = Field(default=0)
    attempts: int = Field(default=0)
    available_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    last_error: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


_JOB = table_of(JobRow)
_ADD_JOB = insert(_JOB)
#: What is executed with it beside the two names are the columns to set.
_HELD = update(_JOB).where(
    _JOB.c.id == bindparam("job_id"),
    _JOB.c.fence == bindparam("held_fence"),
    _JOB.c.state == JobState.RUNNING.value,
)
_OPEN_AMONG = select(_JOB.c.subject_id).where(
    _JOB.c.kind == bindparam("kind"),
    _JOB.c.subject_id.in_(bindparam("subject_ids", expanding=True)),
    _JOB.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value)),
)
_OPEN_OF_KINDS = select(_JOB.c.kind, _JOB.c.subject_id).where(
    _JOB.c.kind.in_(bindparam("kinds", expanding=True)),
    _JOB.c.subject_id.in_(bindparam("subject_ids", expanding=True)),
    _JOB.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value)),
)


@dataclass(frozen=True)
class Lease:
    """Who takes jobs, and for how many seconds unless renewed."""

    worker: str
    seconds: float

    def until(self) -> datetime:
        return now() + timedelta(seconds=self.seconds)


def add_job(session: Session, kind: JobKind, subject_id: str, lease: Lease | None = None) -> Job:
    """A new job. With a lease it is born taken, so that the process that made it can begin at once."""
    taken = 1 if lease else 0
    moment = now()
    added = session.connection().execute(
        _ADD_JOB,
        {
            "kind": kind.value,
            "subject_id": subject_id,
            "state": JobState.RUNNING.value if lease else JobState.QUEUED.value,
            "worker": lease.worker if lease else None,
            "lease_until": lease.until() if lease else None,
            "fence": taken,
            "attempts": taken,
            "available_at": moment,
            "created_at": moment,
        },
    )
    assert added.inserted_primary_key is not None
    return Job(added.inserted_primary_key[0], kind, subject_id, taken, taken)


def claim_jobs(session: Session, lease: Lease, most: int) -> list[Job]:
    """Takes jobs that wait, or whose worker has not been heard of until its lease ran out. Oldest first."""
    moment = now()
    waiting = (col(JobRow.state) == JobState.QUEUED.value) & (col(JobRow.available_at) <= moment)
    abandoned = (col(JobRow.state) == JobState.RUNNING.value) & (col(JobRow.lease_until) < moment)
    rows = session.exec(
        select_rows(JobRow)
        .where(or_(waiting, abandoned))
        .order_by(col(JobRow.id))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.state, row.worker, row.lease_until = JobState.RUNNING.value, lease.worker, lease.until()
        row.fence += 1
        row.attempts += 1
        session.add(row)
    session.flush()
    return [_job(row) for row in rows]


def renew_leases(session: Session, lease: Lease, job_ids: list[int]) -> None:
    session.exec(
        update(JobRow)
        .where(
            col(JobRow.id).in_(job_ids),
            col(JobRow.worker) == lease.worker,
            col(JobRow.state) == JobState.RUNNING.value,
        )
        .values(lease_until=lease.until())
    )


def finish_job(session: Session, job: Job, state: JobState = JobState.DONE, error: str | None = None) -> None:
    """Raises Conflict where another worker has taken the job since: nothing of this transaction may stay then."""
    _pass_fence(session, job, state=state.value, lease_until=None, last_error=error)


def postpone_job(session: Session, job: Job, seconds: float, error: str) -> None:
    """Puts a job back for a later try. Raises Conflict like finish_job."""
    available_at = now() + timedelta(seconds=seconds)
    _pass_fence(
        session,
        job,
        state=JobState.QUEUED.value,
        lease_until=None,
        available_at=available_at,
        last_error=error,
    )


def hold_job(session: Session, job: Job) -> None:
    """Makes sure, inside a transaction, that the job is still this worker's. Raises Conflict where it is not."""
    _pass_fence(session, job, state=JobState.RUNNING.value)


def has_open_job(session: Session, kind: JobKind, subject_id: str) -> bool:
    return bool(open_subjects(session, kind, [subject_id]))


def open_job(kind: JobKind, subject_id: BindParameter[str]) -> Exists:
    """As a condition or column of another statement: whether one is waiting or being worked on."""
    waiting = _JOB.c.state.in_((JobState.QUEUED.value, JobState.RUNNING.value))
    return exists().where(_JOB.c.kind == kind.value, _JOB.c.subject_id == subject_id, waiting)


def open_subjects(session: Session, kind: JobKind, subject_ids: list[str]) -> set[str]:
    """Those of `subject_ids` that a job of this kind is waiting for or working on."""
    found = session.connection().execute(_OPEN_AMONG, {"kind": kind.value, "subject_ids": subject_ids})
    return {row.subject_id for row in found}


def open_jobs(session: Session, wanted: Mapping[JobKind, list[str]]) -> set[tuple[JobKind, str]]:
    """Kind and subject of those that are waiting or being worked on."""
    subjects = [subject_id for of_kind in wanted.values() for subject_id in of_kind]
    asked = {"kinds": [kind.value for kind in wanted], "subject_ids": subjects}
    return {(JobKind(row.kind), row.subject_id) for row in session.connection().execute(_OPEN_OF_KINDS, asked)}


def _pass_fence(session: Session, job: Job, **values: object) -> None:
    result = session.connection().execute(_HELD, {"job_id": job.id, "held_fence": job.fence, **values})
    if result.rowcount != 1:
        raise Conflict(f"job {job.id} ({job.kind.value}) was taken over by another worker")


def _job(row: JobRow) -> Job:
    assert row.id is not None
    return Job(row.id, JobKind(row.kind), row.subject_id, row.fence, row.attempts)
