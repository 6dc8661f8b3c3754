"""Jobs under a lease: nobody loses one, nobody does one twice."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from practice.errors import Conflict
from practice.store.database import Database
from practice.store.job import (
    Job,
    JobKind,
    JobRow,
    JobState,
    Lease,
    add_job,
    claim_jobs,
    finish_job,
    has_open_job,
    postpone_job,
    renew_leases,
)
from practice.store.types import now

LEASE = Lease("one", 60)
OTHER = Lease("two", 60)


def _add(database: Database, lease: Lease | None = None) -> Job:
    with database.writing() as session:
        return add_job(session, JobKind.GRADE, "subject", lease)


def _claim(database: Database, lease: Lease) -> list[Job]:
    with database.writing() as session:
        return claim_jobs(session, lease, 10)


def _run_out(database: Database) -> None:
    with database.writing() as session:
        session.exec(update(JobRow).values(lease_until=now() - timedelta(seconds=1)))


def test_a_job_is_taken_once(database: Database) -> None:
    job = _add(database)
    assert [taken.id for taken in _claim(database, LEASE)] == [job.id]
    assert _claim(database, OTHER) == []


def test_a_job_born_with_a_lease_is_not_taken_by_another(database: Database) -> None:
    _add(database, LEASE)
    assert _claim(database, OTHER) == []


def test_a_job_whose_worker_fell_silent_is_taken_over(database: Database) -> None:
    job = _add(database, LEASE)
    _run_out(database)
    taken = _claim(database, OTHER)
    assert [(t.id, t.fence, t.attempts) for t in taken] == [(job.id, job.fence + 1, 2)]


def test_a_renewed_lease_keeps_the_job(database: Database) -> None:
    job = _add(database, LEASE)
    _run_out(database)
    with database.writing() as session:
        renew_leases(session, LEASE, [job.id])
    assert _claim(database, OTHER) == []


def test_a_late_worker_cannot_finish_what_another_has_taken(database: Database) -> None:
    job = _add(database, LEASE)
    _run_out(database)
    [taken] = _claim(database, OTHER)
    with pytest.raises(Conflict), database.writing() as session:
        finish_job(session, job)
    with database.writing() as session:
        finish_job(session, taken)
    assert _states(database) == [JobState.DONE.value]


def test_what_a_late_worker_wrote_beside_is_rolled_back(database: Database) -> None:
    job = _add(database, LEASE)
    stale = replace(job, fence=job.fence - 1)
    with pytest.raises(Conflict), database.writing() as session:
        add_job(session, JobKind.SPEAK, "beside")
        finish_job(session, stale)
    with database.reading() as session:
        assert not has_open_job(session, JobKind.SPEAK, "beside")


def test_a_postponed_job_waits_for_its_time(database: Database) -> None:
    job = _add(database, LEASE)
    with database.writing() as session:
        postpone_job(session, job, 3600, "later")
    assert _claim(database, OTHER) == []
    with database.writing() as session:
        session.exec(update(JobRow).values(available_at=now() - timedelta(seconds=1)))
    assert len(_claim(database, OTHER)) == 1


def test_many_workers_at_once_share_the_jobs_without_overlap(database: Database) -> None:
    with database.writing() as session:
        for number in range(60):
            add_job(session, JobKind.GRADE, f"subject {number}")
    taken: Counter[int] = Counter()
    lock = threading.Lock()

    def work(name: str) -> None:
        while True:
            with database.writing() as session:
                jobs = claim_jobs(session, Lease(name, 60), 3)
            if not jobs:
                return
            with lock:
                taken.update(job.id for job in jobs)

    threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 60
    assert set(taken.values()) == {1}


def _states(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(JobRow.state).order_by(col(JobRow.id))).all())
