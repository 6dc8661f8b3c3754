"""Does the jobs: takes them from the table, keeps their leases while they run, saves words while they are spoken."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

from sqlmodel import Session

from practice.errors import Conflict, PracticeError
from practice.services.board import Board
from practice.store.chat import keep_words_of_stopped, save_words_so_far, stopped_among
from practice.store.database import Database
from practice.store.job import (
    Job,
    JobKind,
    JobState,
    Lease,
    claim_jobs,
    finish_job,
    postpone_job,
    renew_leases,
)

log = logging.getLogger(__name__)


class Handler(Protocol):
    """Does one kind of job."""

    def __call__(self, job: Job) -> None:
        """Does it and finishes it, in one transaction with its result."""

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        """Says for whoever waits that it will not be done, inside the transaction that ends the job."""


LOOK_EVERY_SECONDS = 1.0
SAVE_EVERY_SECONDS = 0.2
MOST_ATTEMPTS = 5


class Worker:
    """Threads that do jobs. One a process; other processes take over what it leaves behind when it dies."""

    def __init__(
        self,
        database: Database,
        board: Board,
        handlers: Mapping[JobKind, Handler],
        threads: int,
        lease_seconds: float,
    ) -> None:
        self.lease = _own_lease(lease_seconds)
        self._database = database
        self._board = board
        self._handlers = handlers
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._running: dict[int, Job] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._over = threading.Event()
        self._loops: list[threading.Thread] = []

    def start(self) -> None:
        """Begins in this process; made before a fork, each process starts its own."""
        self.lease = _own_lease(self.lease.seconds)
        for loop in (self._look, self._keep_leases, self._save_words):
            thread = threading.Thread(target=loop, name=loop.__name__, daemon=True)
            thread.start()
            self._loops.append(thread)

    def stop(self) -> None:
        """Lets running jobs finish; what was not begun waits in the table."""
        self._over.set()
        self._wake.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for thread in self._loops:
            thread.join()

    def take(self, jobs: list[Job]) -> None:
        """Begins jobs that this worker already holds the lease of."""
        for job in jobs:
            with self._lock:
                self._running[job.id] = job
            try:
                self._pool.submit(self._do, job)
            except RuntimeError:
                # This process is going down: the job stays in the table and is taken over when its lease runs out.
                self._running.pop(job.id, None)

    def wake(self) -> None:
        """New jobs wait in the table."""
        self._wake.set()

    def _do(self, job: Job) -> None:
        try:
            self._handlers[job.kind](job)
        except Conflict:
            log.warning("job %s (%s) was taken over; its result is dropped here", job.id, job.kind.value)
        except Exception as error:  # noqa: BLE001 - a job must end in the table, whatever went wrong
            self._give_back(job, error)
        finally:
            with self._lock:
                self._running.pop(job.id, None)
            self._board.touch(job.subject_id)

    def _give_back(self, job: Job, error: Exception) -> None:
        expected = isinstance(error, PracticeError)
        log.error("job %s (%s) failed: %s", job.id, job.kind.value, error, exc_info=not expected)
        try:
            with self._database.writing() as session:
                if job.attempts < MOST_ATTEMPTS:
                    postpone_job(session, job, 2.0**job.attempts, str(error))
                else:
                    finish_job(session, job, JobState.FAILED, str(error))
                    self._handlers[job.kind].give_up(session, job, f"{type(error).__name__}: {error}")
        except PracticeError:
            log.warning("job %s could not be given back; its lease will run out", job.id)

    def _look(self) -> None:
        while not self._over.is_set():
            self._wake.wait(LOOK_EVERY_SECONDS)
            self._wake.clear()
            free = self._threads - len(self._running)
            if free <= 0 or self._over.is_set():
                continue
            self._guarded(partial(self._claim, free))

    def _claim(self, most: int) -> None:
        with self._database.writing() as session:
            jobs = claim_jobs(session, self.lease, most)
        self.take(jobs)

    def _keep_leases(self) -> None:
        while not self._over.wait(self.lease.seconds / 3):
            with self._lock:
                ids = list(self._running)
            if ids:
                self._guarded(partial(self._renew, ids))

    def _renew(self, ids: list[int]) -> None:
        with self._database.writing() as session:
            renew_leases(session, self.lease, ids)

    def _save_words(self) -> None:
        while not self._over.wait(SAVE_EVERY_SECONDS):
            words = self._board.unsaved()
            if words:
                self._guarded(partial(self._save, words))

    def _save(self, words: dict[str, str]) -> None:
        with self._database.writing() as session:
            save_words_so_far(session, words)
            for reply_id in stopped_among(session, list(words)):
                shown = self._board.stop(reply_id)
                if shown is not None:
                    keep_words_of_stopped(session, reply_id, shown)
        for reply_id in words:
            self._board.tell_if_stopped(reply_id)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception:  # a loop must outlive a database that is away for a while
            log.exception("the worker could not reach the database; it tries again")


def _own_lease(seconds: float) -> Lease:
    return Lease(f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}", seconds)
