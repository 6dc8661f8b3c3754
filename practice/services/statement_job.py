"""The job that sends one xAPI statement. What could not be sent waits; what was refused is kept with the reason.

What waits when its talk becomes private is withdrawn.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from practice.errors import NotSent
from practice.services.record_store import RecordStore
from practice.store.chat import lock_conversation
from practice.store.database import Database
from practice.store.job import Job, JobState, finish_job, postpone_job
from practice.store.statement import mark_sent, withdraw_statement
from practice.store.statement_reading import waiting_statement
from practice.store.types import now

log = logging.getLogger(__name__)

#: Statements on their way at once in one process: who practises needs the threads.
MOST_AT_ONCE = 8
LONGEST_PAUSE_SECONDS = 900.0
_TAKEN_SECONDS = 1.0


class StatementJob:
    """Done twice, at most the same statement is sent twice, and its id makes it count once."""

    def __init__(self, database: Database, store: RecordStore | None, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._store = store
        self._clock = clock
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._away_until = 0.0
        self._trouble = ""

    def __call__(self, job: Job) -> None:
        with self._database.reading() as session:
            statement = waiting_statement(session, job.subject_id)
        if statement is None:
            self._finish(job)
        elif not statement.may_leave:
            self._withdraw(job, statement.conversation_id)
        elif self._store is None:
            self._put_off(job, "no learning record store is set any more: PRACTICE_XAPI_ENDPOINT, PRACTICE_XAPI_FILE")
        elif time.monotonic() < self._away_until:
            self._put_off(job, self._trouble)
        elif not self._places.acquire(blocking=False):
            self._put_off(job, "", _TAKEN_SECONDS)
        else:
            try:
                self._store.take(statement.body)
            except NotSent as error:
                self._not_sent(job, error)
            else:
                self._finish(job, self._clock())
            finally:
                self._places.release()

    def give_up(self, session: Session, job: Job, detail: str) -> None:
        """It stays unsent, and the job says why."""

    def _withdraw(self, job: Job, conversation_id: str) -> None:
        """Its talk has become private: with the others it is told anew when the talk is handed in."""
        with self._database.writing() as session:
            lock_conversation(session, conversation_id)
            statement = waiting_statement(session, job.subject_id)
            if statement is not None and statement.may_leave:
                postpone_job(session, job, 0, "")
            else:
                finish_job(session, job)
                withdraw_statement(session, job.subject_id)

    def _not_sent(self, job: Job, error: NotSent) -> None:
        log.warning(
            "statement %s, try %s%s: %s", job.subject_id, job.attempts, "" if error.passing else ", the last", error
        )
        if error.passing:
            # The others need not find out one by one.
            self._trouble, self._away_until = str(error), time.monotonic() + min(_pause(job), 60.0)
            self._put_off(job, str(error))
        else:
            with self._database.writing() as session:
                finish_job(session, job, JobState.FAILED, str(error))

    def _put_off(self, job: Job, reason: str, seconds: float | None = None) -> None:
        with self._database.writing() as session:
            postpone_job(session, job, _pause(job) if seconds is None else seconds, reason)

    def _finish(self, job: Job, sent_at: datetime | None = None) -> None:
        with self._database.writing() as session:
            finish_job(session, job)
            if sent_at is not None:
                mark_sent(session, job.subject_id, sent_at)


def _pause(job: Job) -> float:
    """Seconds: longer after every try."""
    return min(2.0 ** min(job.attempts, 16), LONGEST_PAUSE_SECONDS)
