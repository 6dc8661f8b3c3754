"""The report as the page gets it, over a real database."""

import pytest
from sqlmodel import select

from practice.errors import ModelUnavailable, NotFound
from practice.services.assembly import Services
from practice.store.job import JobKind, JobRow
from practice.store.person import Person
from tests.fakes import Cast
from tests.services.classroom import classroom
from tests.services.talk import NOTHING_NOTICED, Talk, begin, verdict

LINES = ("And what now?", "By which day would that be?", "Who told you so?", "Nobody called me back.")
REPLY = "I am sorry about the telescope. I will send a new one today."


def _exchange(talk: Talk, cast: Cast, *grades: str, events: str = NOTHING_NOTICED) -> None:
    cast.appraiser.will_say(events)
    # A customer that repeats itself would be asked for another line.
    cast.customer.will_say(LINES[len(cast.customer.asked)])
    cast.grader.will_say(*grades)
    talk.hear(talk.reply(REPLY))


def test_an_average_says_how_many_replies_it_covers(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    _exchange(talk, cast, verdict(2, "I am sorry"))
    _exchange(talk, cast, "not JSON", "still not JSON")
    _exchange(talk, cast, verdict("not_shown"))
    _exchange(talk, cast, verdict(5, "I will send a new one today"))
    report = services.report.report(alice, talk.id).report
    for summary in report.summaries:
        assert summary.mean == 3.5
        assert (summary.scored, summary.not_shown, summary.not_graded, summary.replies) == (2, 1, 1, 4)


def test_a_grade_that_was_tried_again_counts_in_the_place_of_the_failed_one(
    services: Services, cast: Cast, alice: Person
) -> None:
    talk = begin(services, alice)
    _exchange(talk, cast, "not JSON", "still not JSON")
    assert services.report.report(alice, talk.id).report.not_graded == 1
    cast.grader.will_say(verdict(4, "I am sorry"))
    reply = services.chat.view(alice, talk.id).turns[1].turn
    services.chat.grade_again(alice, reply.id)
    _until_settled(services, alice, talk)
    report = services.report.report(alice, talk.id).report
    assert report.not_graded == 0
    assert {summary.mean for summary in report.summaries} == {4}


def test_it_names_the_models_that_really_answered(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    assert services.report.report(alice, talk.id).models == {}
    _exchange(talk, cast, verdict(3))
    cast.customer.name = "another-customer"
    _exchange(talk, cast, verdict(3))
    models = services.report.report(alice, talk.id).models
    assert models["customer"] == ("queued-customer", "another-customer")
    assert models["grader"] == ("queued-grader",)
    assert "coach" not in models


def test_it_names_a_customer_whose_line_was_cut_short(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And then what? " * 100)
    cast.grader.will_say(verdict(3))
    talk.hear(talk.reply(REPLY))
    assert services.report.report(alice, talk.id).models["customer"] == ("queued-customer",)


def test_it_does_not_name_a_model_that_never_answered(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    cast.appraiser.will_say(ModelUnavailable("the model is down"))
    cast.grader.will_say(ModelUnavailable("the model is down"))
    talk.hear(talk.reply(REPLY))
    assert services.report.report(alice, talk.id).models == {}


def test_it_names_the_rubric_version_that_graded(services: Services, alice: Person) -> None:
    talk = services.report.report(alice, begin(services, alice).id).view.conversation
    assert (talk.rubric_number, talk.rubric_since is not None) == (None, True), "the service's own text"
    room = classroom(services)
    text = services.library.rubric_document("frontline").text
    for number, instead_of in ((1, 0), (2, 1)):
        kept = services.rubrics.save(room.trainer, "frontline", f"{text}\n# {number}\n", "", base=0, seen=instead_of)
        services.rubrics.publish(room.trainer, "frontline", kept, "better", instead_of=instead_of)
    assert services.report.report(room.owner, begin(services, room.owner).id).view.conversation.rubric_number == 2


def test_reading_a_report_asks_nobody_for_anything(services: Services, cast: Cast, alice: Person) -> None:
    talk = begin(services, alice)
    services.chat.end(alice, talk.id)
    view = services.report.report(alice, talk.id)
    assert (view.debrief, view.debriefing) == (None, False)
    with services.database.reading() as session:
        assert session.exec(select(JobRow).where(JobRow.kind == JobKind.DEBRIEF.value)).all() == []
    assert cast.coach.asked == []


def test_a_stranger_finds_no_report(services: Services, alice: Person, charlie: Person) -> None:
    talk = begin(services, alice)
    with pytest.raises(NotFound):
        services.report.report(charlie, talk.id)


def _until_settled(services: Services, person: Person, talk: Talk) -> None:
    answer = services.chat.view(person, talk.id).turns[-1].turn
    for _ in services.following.follow(services.following.find(person, answer.id)):
        pass
