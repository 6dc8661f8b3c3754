"""A trainer reads a trainee's talk: the same report, said of somebody else, with little to press."""

import re

import pytest
from flask import Flask

from practice.domain.rubric import Scope
from practice.services.assembly import Services
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.talk import begin, verdict
from tests.web.browser import Browser, Sight
from tests.web.exchange import NOT_JSON, QUOTE, REPLY, end, finished_report
from tests.web.inside import app_with_accounts, signed_in
from tests.web.test_report import PRIORITY, STRENGTH, _ask_coach, _coach, _exchange


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def app(services: Services) -> Flask:
    return app_with_accounts(services)


@pytest.fixture
def owner(app: Flask, services: Services, room: Classroom) -> Browser:
    return signed_in(app, services, room.owner)


@pytest.fixture
def trainer(app: Flask, services: Services, room: Classroom) -> Browser:
    return signed_in(app, services, room.trainer)


def _changes(sight: Sight) -> list[str]:
    """Forms beyond the page's frame."""
    actions = [form.get("action") or "" for form in sight.all("form")]
    return [action for action in actions if action not in ("/language", "/sign-out")]


def test_a_talk_that_goes_on_leads_to_what_there_is_so_far(
    owner: Browser, trainer: Browser, services: Services, room: Classroom, cast: Cast
) -> None:
    conversation = f"/conversations/{begin(services, room.owner).id}"
    early = trainer.get(f"{conversation}/report")
    assert "Nothing has been said yet" in early.text
    _exchange(owner, conversation, cast, verdict(4, QUOTE))
    led = trainer.client.get(conversation)
    assert (led.status_code, led.headers["Location"]) == (303, f"{conversation}/report")
    page = trainer.get(f"{conversation}/report")
    for words in ("A talk of Olivia", "The conversation is still going on.", REPLY, "4 of 5", "Olivia · reply 1"):
        assert words in page.text
    assert {action.rpartition("/")[2] for action in _changes(page)} == {"overrides", "comments"}


def test_a_trainer_has_graded_again_what_was_not_graded_and_presses_nothing_else_of_the_owners(
    owner: Browser, trainer: Browser, cast: Cast
) -> None:
    conversation = owner.begin()
    _exchange(owner, conversation, cast, NOT_JSON, NOT_JSON)
    end(owner, cast, conversation, NOT_JSON, NOT_JSON)
    cast.coach.will_say(NOT_JSON, NOT_JSON)
    assert len(_changes(_ask_coach(owner, conversation))) == 3
    page = trainer.get(f"{conversation}/report")
    for words in ("Reply 1 was not graded.", "The coach could not write anything.", "could not be graded"):
        assert words in page.text
    assert {action.rpartition("/")[2] for action in _changes(page)} == {"comments", "done", "grade-again", "grade-talk"}
    assert "Practise again" not in page.text
    cast.grader.will_say(verdict(4, QUOTE))
    [again] = [action for action in _changes(page) if action.endswith("/grade-again")]
    assert trainer.post(again, next=f"{conversation}/report").headers["Location"] == f"{conversation}/report"
    assert "4 of 5" in finished_report(trainer, conversation).text
    cast.grader.will_say(verdict(3, QUOTE, scope=Scope.CONVERSATION))
    trainer.post(f"{conversation}/grade-talk")
    assert "could not be graded" not in finished_report(trainer, conversation).text


def test_what_the_coach_said_is_read_as_well(owner: Browser, trainer: Browser, cast: Cast) -> None:
    conversation = owner.begin()
    _exchange(owner, conversation, cast, verdict(3, QUOTE))
    end(owner, cast, conversation)
    assert "The coach has not been asked about this conversation yet." in trainer.get(f"{conversation}/report").text
    cast.coach.will_say(_coach(STRENGTH, PRIORITY))
    _ask_coach(owner, conversation)
    assert "You named the thing itself." in trainer.get(f"{conversation}/report").text


def test_a_check_keeps_its_grades_from_the_trainer_too_until_it_has_ended(
    owner: Browser, trainer: Browser, cast: Cast
) -> None:
    conversation = owner.begin(mode="check")
    _exchange(owner, conversation, cast, verdict(4, QUOTE))
    page = trainer.get(f"{conversation}/report").text
    assert "are shown at its end" in page
    assert "4 of 5" not in page
    end(owner, cast, conversation)
    assert "4 of 5" in trainer.get(f"{conversation}/report").text


def test_nothing_on_the_page_speaks_to_the_trainer_as_if_it_were_theirs(
    owner: Browser, trainer: Browser, services: Services, room: Classroom, cast: Cast
) -> None:
    conversation = owner.begin()
    _exchange(owner, conversation, cast, verdict(4, QUOTE, "never said"), verdict(4, QUOTE, "never said"))
    end(owner, cast, conversation)
    html = trainer.client.get(f"{conversation}/report").text
    # A form speaks to who fills it in.
    page = Sight(re.sub("<form.*?</form>", "", html, flags=re.DOTALL)).text
    opening = services.chat.view(room.owner, conversation.rpartition("/")[2]).turns[0].turn.text
    told = page.split("A talk of Olivia", 1)[1].split("What the levels mean", 1)[0]
    assert "these words were not found in the reply" in told
    assert re.findall(r"\b[Yy]ou(?:r|rs)?\b", told.replace(opening, "")) == []


@pytest.mark.parametrize("page", ["", "/report"])
def test_for_everybody_else_there_is_nothing_here(app: Flask, services: Services, room: Classroom, page: str) -> None:
    talk = begin(services, room.owner)
    for stranger in room.strangers:
        signed_in(app, services, stranger).get(f"/conversations/{talk.id}{page}", status=404)
