"""The worker: what it does with jobs that fail, and with those that others left behind."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import select

from practice.domain.conversation import TurnStatus
from practice.domain.grade import GradeStatus
from practice.domain.progress import MoodEvent
from practice.services.assembly import Services, assemble
from practice.services.worker import MOST_ATTEMPTS
from practice.settings import Settings
from practice.store.job import JobRow, JobState
from practice.store.person import Person
from practice.store.types import now
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, begin, noticed, verdict, words


def test_another_process_takes_over_what_a_dead_one_left(
    services: Services, settings: Settings, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    services.worker.stop()
    receipt = talk.reply("I will see to it.")
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Will you now?")
    cast.grader.will_say(verdict())
    with services.database.writing() as session:
        session.exec(update(JobRow).values(lease_until=now() - timedelta(seconds=1)))
    other = assemble(settings, cast.voices())
    other.worker.start()
    try:
        assert words(talk.hear(receipt)).strip() == "Will you now?"
    finally:
        other.worker.stop()
        other.database.close()


def test_a_line_begun_again_keeps_the_mood_that_was_shown(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(noticed(("takes_responsibility", "our mistake")))
    cast.customer.will_say(RuntimeError("the program fell over here"), "So you say.")
    cast.grader.will_say(verdict())
    events = talk.hear(talk.reply("This is our mistake."))
    assert words(events).strip() == "So you say."
    assert len([event for event in events if isinstance(event, MoodEvent)]) == 1
    assert len(cast.appraiser.asked) == 1
    [heard] = cast.customer.case()["noticed"]
    assert (heard["event"], heard["words"]) == ("takes_responsibility", "our mistake")


def test_a_job_that_keeps_failing_ends_and_says_so(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    services.worker.stop()
    receipt = talk.reply("I will see to it.")
    with services.database.writing() as session:
        session.exec(update(JobRow).values(attempts=MOST_ATTEMPTS - 1, lease_until=now() - timedelta(seconds=1)))
    # Models that nobody told what to say fail with an error that is no model's: a fault of the program.
    faulty = assemble(services.settings, cast.voices())
    faulty.worker.start()
    try:
        followed = faulty.following.find(alice, receipt.answer_id)
        assert [event for batch in faulty.following.follow(followed) for event in batch]
    finally:
        faulty.worker.stop()
        faulty.database.close()
    _, said, answer = services.chat.view(alice, talk.id).turns
    assert answer.turn.status is TurnStatus.FAILED
    assert answer.turn.problem is not None
    assert answer.turn.problem.key == "internal"
    assert said.grade is not None
    assert said.grade.status is GradeStatus.NOT_GRADED
    with services.database.reading() as session:
        assert {row.state for row in session.exec(select(JobRow)).all()} == {JobState.FAILED.value}
