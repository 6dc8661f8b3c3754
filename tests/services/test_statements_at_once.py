"""A talk opens in the moment in which its reply is graded: neither may miss what the other tells."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.services.grading_job import GradingJob
from practice.services.statements import Statements
from practice.services.talk import TalkChoices
from practice.settings import Settings
from practice.store.job import Job, JobKind, Lease, add_job, claim_jobs
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.talk import Talk, begin, verdict
from tests.services.told import REPLY, Told, telling

WAIT = 20
Opening = Callable[[Told, Talk], None]


@pytest.fixture
def told(settings: Settings, cast: Cast) -> Iterator[Told]:
    if settings.database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with telling(settings.model_copy(update={"jobs_in_web": False}), cast) as told:
        yield told


def private_practice(told: Told, room: Classroom) -> Talk:
    told.services.handing_in.set_private(room.trainer, room.cohort_id, private=True)
    return begin(told.services, room.owner)


def check(told: Told, room: Classroom) -> Talk:
    return begin(told.services, room.owner, choices=TalkChoices(Language.EN, mode=Mode.CHECK, seed=7))


def handing_in(told: Told, talk: Talk) -> None:
    told.services.handing_in.hand_in(talk.person, talk.id)


def ending(told: Told, talk: Talk) -> None:
    told.services.chat.end(talk.person, talk.id)


def grade(told: Told, job: Job) -> None:
    services = told.services
    GradingJob(services.database, services.library, services.voices, services.board, 0, Statements(services.settings))(
        job
    )


def claimed(told: Told, kind: JobKind) -> Job:
    with told.services.database.writing() as session:
        jobs = claim_jobs(session, Lease("this test", 60), 100)
    return next(job for job in jobs if job.kind is kind)


class Other(threading.Thread):
    """Does something, and waits in the middle of it until the other transaction has told or asks to hold the talk.

    It waits before a statement with `pauses_at` in it, or else before it commits.
    """

    def __init__(self, told: Told, act: Callable[[], object], pauses_at: str | None = None) -> None:
        super().__init__(daemon=True)
        self.pauses, self.goes_on = threading.Event(), threading.Event()
        self.problem: Exception | None = None
        self._act, self._pauses_at = act, pauses_at
        event.listen(told.services.database.engine, "commit", self._before_commit)
        event.listen(told.services.database.engine, "before_cursor_execute", self._before_statement)

    def run(self) -> None:
        try:
            self._act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.problem = error

    def _pause(self) -> None:
        if not self.pauses.is_set():
            self.pauses.set()
            assert self.goes_on.wait(WAIT)

    def _before_commit(self, _connection: object) -> None:
        if threading.current_thread() is self and self._pauses_at is None:
            self._pause()

    def _before_statement(self, _connection: object, _cursor: object, statement: str, *_: Any) -> None:  # noqa: ANN401
        if threading.current_thread() is not self:
            if "FOR NO KEY UPDATE OF conversation" in statement:
                self.goes_on.set()
        elif self._pauses_at and self._pauses_at in statement:
            self._pause()


def grade_while(told: Told, other: Other, job: Job) -> None:
    told.cast.grader.will_say(verdict(4, "sorry"))
    other.start()
    assert other.pauses.wait(WAIT)
    grade(told, job)
    other.goes_on.set()
    other.join(WAIT)
    assert not other.is_alive()
    assert other.problem is None


@pytest.mark.parametrize(("begun", "opens"), [(private_practice, handing_in), (check, ending)])
def test_a_grade_kept_while_its_talk_opens_is_told(
    told: Told, begun: Callable[[Told, Classroom], Talk], opens: Opening
) -> None:
    talk = begun(told, classroom(told.services))
    talk.reply(REPLY)
    grade_while(told, Other(told, lambda: opens(told, talk)), claimed(told, JobKind.GRADE))
    assert len(told.bodies("scored")) == 1


def test_a_reply_can_be_graded_anew_while_a_trainer_answers_about_it(told: Told) -> None:
    """Both change what waits in the trainer's queue, and neither waits for the other for ever."""
    room = classroom(told.services)
    talk = begin(told.services, room.owner)
    reply_id = talk.reply(REPLY).reply_id
    told.cast.grader.will_say(verdict(2, "sorry"))
    grade(told, claimed(told, JobKind.GRADE))
    graded = talk.view.turns[1].grade
    assert graded is not None
    grade_id = graded.id or 0
    told.services.judging.dispute(room.owner, grade_id, "calmness", "I kept calm.")
    with told.services.database.writing() as session:
        add_job(session, JobKind.GRADE, reply_id)

    def answer() -> None:
        told.services.judging.answer(room.trainer, grade_id, "calmness", "You did.")

    grade_while(told, Other(told, answer, "FROM review"), claimed(told, JobKind.GRADE))
    assert len(told.bodies("scored")) == 2
