"""Talks that are told of as xAPI statements, and a test that sends them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from practice.errors import ModelRefused
from practice.services.assembly import Services, assemble
from practice.services.record_store import HttpRecordStore, RecordStore
from practice.services.statement_job import StatementJob
from practice.settings import Settings
from practice.store.job import Job, JobKind, JobRow, JobState, Lease, claim_jobs
from practice.store.statement import StatementRow
from practice.store.types import now
from tests.fakes import Cast
from tests.lrs import RecordStore as Server
from tests.services.talk import NOTHING_NOTICED, Talk

SITE = "https://practice.example"
REPLY = "I am sorry about the telescope. I will send a new one today."


@dataclass
class Told:
    """Talks of which statements are kept; nobody sends them but the test."""

    services: Services
    cast: Cast

    def practised(self, talk: Talk, graded: str | ModelRefused) -> Talk:
        self.cast.appraiser.will_say(NOTHING_NOTICED)
        self.cast.customer.will_say("Well?")
        self.cast.grader.will_say(graded)
        talk.hear(talk.reply(REPLY))
        return talk

    def rows(self) -> list[StatementRow]:
        with self.services.database.reading() as session:
            return list(session.exec(select(StatementRow).order_by(col(StatementRow.about))).all())

    def bodies(self, verb: str) -> list[dict[str, Any]]:
        return [row.body for row in self.rows() if row.about.startswith(f"{verb}:")]

    def verbs(self) -> list[str]:
        return sorted(row.about.partition(":")[0] for row in self.rows())

    def send(self, store: RecordStore | None, handler: StatementJob | None = None) -> None:
        """Everything that waits, also until later."""
        handler = handler or StatementJob(self.services.database, store)
        for job in self.claimed():
            handler(job)

    def claimed(self) -> list[Job]:
        with self.services.database.writing() as session:
            waiting = col(JobRow.state) == JobState.QUEUED.value
            session.exec(update(JobRow).where(waiting).values(available_at=now() - timedelta(seconds=1)))
            jobs = claim_jobs(session, Lease("this test", 60), 100)
        assert {job.kind for job in jobs} <= {JobKind.STATEMENT}
        return jobs

    def jobs(self) -> list[JobRow]:
        with self.services.database.reading() as session:
            return list(session.exec(select(JobRow).where(JobRow.kind == JobKind.STATEMENT.value)).all())


@contextmanager
def telling(settings: Settings, cast: Cast) -> Iterator[Told]:
    """Its worker does what it is handed, and looks for nothing: statements wait for the test."""
    services = assemble(
        settings.model_copy(update={"xapi_endpoint": "http://127.0.0.1:9", "site": f"{SITE}/"}), cast.voices()
    )
    yield Told(services, cast)
    services.worker.stop()
    services.database.close()


def store_of(server: Server, secret: str = "a secret") -> HttpRecordStore:
    return HttpRecordStore(server.endpoint, server.key, secret, "1.0.3", wait=5)
