"""The coach's debrief, from the request to what is kept of the answer."""

import json
import time

import pytest
from sqlmodel import select

from practice.domain.conversation import Problem
from practice.domain.debrief import Debrief
from practice.errors import BadReply, Conflict, ModelUnavailable, NotFound
from practice.services.assembly import Services, assemble
from practice.services.debriefing import DebriefingJob
from practice.settings import Settings
from practice.store.debrief import DebriefRow
from practice.store.job import JobKind, JobRow, Lease, add_job
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, Talk, begin, verdict

REPLY = "I am sorry, ten days is far too long. A courier brings it on Friday."
STRENGTH = {"quote": "ten days is far too long", "text": "You named what hurt."}
PRIORITY = {"criterion": "solutions", "quote": "a courier brings it", "text": "Say until when they can reach you."}


def _coach(strength: object = STRENGTH, *priorities: object) -> str:
    return json.dumps({"strength": strength, "priorities": list(priorities)})


def _ended_talk(services: Services, cast: Cast, person: Person, grade: str | None = None) -> Talk:
    talk = begin(services, person)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And what now?")
    cast.grader.will_say(grade or verdict(3, "ten days"))
    talk.hear(talk.reply(REPLY))
    services.chat.end(person, talk.id)
    return talk


def _debrief(talk: Talk) -> Debrief | Problem | None:
    """What the coach has written once the job is over."""
    over = time.monotonic() + 60
    while time.monotonic() < over:
        view = talk.services.report.report(talk.person, talk.id)
        if not view.debriefing:
            return view.debrief
        time.sleep(0.01)
    raise AssertionError("the coach is still at it after a minute")


def _ask(talk: Talk) -> Debrief | Problem | None:
    talk.services.report.ask_for_debrief(talk.person, talk.id)
    return _debrief(talk)


def test_the_coach_names_a_strength_and_a_priority(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say(_coach(STRENGTH, PRIORITY))
    debrief = _ask(talk)
    assert isinstance(debrief, Debrief)
    assert debrief.strength is not None
    assert debrief.strength.quote == "ten days is far too long"
    assert [point.criterion for point in debrief.priorities] == ["solutions"]


def test_a_quote_the_trainee_never_wrote_is_dropped(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say(_coach({**STRENGTH, "quote": "And what now?"}, {**PRIORITY, "quote": "calm down"}, PRIORITY))
    debrief = _ask(talk)
    assert isinstance(debrief, Debrief)
    assert debrief.strength is None
    assert [point.quote for point in debrief.priorities] == ["a courier brings it"]


def test_an_unreadable_answer_says_so_and_can_be_tried_again(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say("Well done, all of it!", _coach())
    problem = _ask(talk)
    assert isinstance(problem, Problem)
    assert problem.key == "unreadable_answer"
    assert isinstance(_ask(talk), Debrief)


def test_a_coach_that_is_away_says_so_and_can_be_tried_again(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say(ModelUnavailable("nobody answers"), _coach())
    problem = _ask(talk)
    assert isinstance(problem, Problem)
    assert problem.key == "model_unavailable"
    assert isinstance(_ask(talk), Debrief)


def test_a_debrief_that_is_written_is_not_asked_for_again(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say(_coach())
    first = _ask(talk)
    assert _ask(talk) == first
    assert len(cast.coach.asked) == 1


def test_two_requests_make_one_job(settings: Settings, services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    elsewhere = assemble(settings.model_copy(update={"jobs_in_web": False}), cast.voices())
    services.worker.stop()
    elsewhere.report.ask_for_debrief(alice, talk.id)
    elsewhere.report.ask_for_debrief(alice, talk.id)
    assert elsewhere.report.report(alice, talk.id).debriefing
    with services.database.reading() as session:
        assert len(session.exec(select(JobRow).where(JobRow.kind == JobKind.DEBRIEF.value)).all()) == 1
    elsewhere.database.close()


def test_a_job_done_twice_writes_once(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    cast.coach.will_say(_coach(), _coach())
    do = DebriefingJob(services.database, services.library, services.voices)
    with services.database.writing() as session:
        job = add_job(session, JobKind.DEBRIEF, talk.id, Lease("a test", 60))
    do(job)
    with pytest.raises(Conflict):
        do(job)
    with services.database.reading() as session:
        assert len(session.exec(select(DebriefRow)).all()) == 1


def test_the_coach_is_told_what_was_not_graded_and_given_no_number_for_it(
    services: Services, cast: Cast, alice: Person
) -> None:
    cast.grader.will_say("no JSON either")
    talk = _ended_talk(services, cast, alice, "not JSON")
    cast.coach.will_say(_coach())
    _ask(talk)
    (shown,) = cast.coach.case()["replies"]
    assert set(shown["levels"].values()) == {"not_graded"}


def test_the_coach_is_told_what_was_not_shown(services: Services, cast: Cast, alice: Person) -> None:
    talk = _ended_talk(services, cast, alice, verdict("not_shown"))
    cast.coach.will_say(_coach())
    _ask(talk)
    assert cast.coach.case()["replies"][0]["levels"]["empathy"] == "not_shown"


def test_the_coach_waits_for_the_end_of_the_talk(services: Services, alice: Person) -> None:
    with pytest.raises(BadReply) as refused:
        services.report.ask_for_debrief(alice, begin(services, alice).id)
    assert refused.value.reason == "open"


def test_a_talk_without_replies_is_not_put_before_the_coach(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    services.chat.end(alice, talk.id)
    assert _ask(talk) is None
    assert cast.coach.asked == []


def test_a_stranger_cannot_ask(services: Services, cast: Cast, alice: Person, charlie: Person) -> None:
    talk = _ended_talk(services, cast, alice)
    with pytest.raises(NotFound):
        services.report.ask_for_debrief(charlie, talk.id)
    assert cast.coach.asked == []
