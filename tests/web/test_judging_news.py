"""What trainers say of levels, on the start page of whose talk it is and above the report."""

import re

import pytest
from flask import Flask

from practice.domain.language import Language
from practice.services.assembly import Services
from practice.services.talk import TalkChoices
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import Talk, begin
from tests.web.browser import Browser, Sight
from tests.web.inside import app_with_accounts, signed_in

ASK, WHY = "I did name the telescope.", "You did, so it is a four."


@pytest.fixture
def services(services: Services) -> Services:
    services.worker.stop()
    return services


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


def _graded(services: Services, room: Classroom) -> tuple[Talk, str, int]:
    """A talk that has ended, its reply, and the reply's grade."""
    talk = begin(services, room.owner)
    receipt = talk.reply("I am sorry.")
    services.chat.stop(room.owner, receipt.answer_id)
    grade_id = grade_by_hand(services, receipt.reply_id)
    services.chat.end(room.owner, talk.id)
    return talk, receipt.reply_id, grade_id


def _links(sight: Sight, start: str) -> list[str]:
    return [href for link in sight.all("a") if (href := link.get("href") or "").startswith(start)]


def test_the_start_page_tells_of_a_talk_once_and_the_report_leads_to_each_level_ever_after(
    services: Services, room: Classroom, owner: Browser, trainer: Browser
) -> None:
    talk, reply, grade_id = _graded(services, room)
    report = f"/conversations/{talk.id}/report"
    owner.post(f"/grades/{grade_id}/disputes", criterion="empathy", words=ASK)
    assert "New from your trainers:" not in owner.get("/scenarios").text
    trainer.post(f"/grades/{grade_id}/answers", criterion="empathy", words=WHY, level="4", reason="wrong_level")
    assert f"{report}#empathy-{reply}" in _links(owner.get("/scenarios"), report)
    trainer.post(f"/grades/{grade_id}/overrides", criterion="calmness", words=WHY, level="5", reason="wrong_level")
    start = owner.get("/scenarios")
    assert "New from your trainers:" in start.text
    assert "your second look was answered, and a trainer set the level" in start.text
    told = r"The telescope that never came, [^;:]+, \d+:\d+\s[AP]M : Empathy: .+; Calmness: a trainer set the level"
    assert re.search(told, start.text)
    assert [link for link in _links(start, report) if "#" in link] == [f"{report}#from-trainers"]
    page = owner.get(report)
    assert "New from your trainers:" in page.text
    assert "Calmness, reply 1 : a trainer set the level" in page.text
    places = {f"#empathy-{reply}", f"#calmness-{reply}"}
    assert places | {"#from-trainers"} <= {f"#{attributes.get('id')}" for _, attributes in page.tags}
    assert set(_links(page, "#empathy-") + _links(page, "#calmness-")) == places
    assert "New from your trainers:" not in owner.get("/scenarios").text
    later = owner.get(report)
    assert "New from your trainers:" not in later.text
    assert "What your trainers said: 2" in later.text
    assert set(_links(later, "#empathy-") + _links(later, "#calmness-")) == places
    trainers = trainer.get(report).text
    assert "What your trainers said" not in trainers


def test_two_talks_of_one_day_are_told_apart(
    services: Services, room: Classroom, owner: Browser, trainer: Browser
) -> None:
    talks = [_graded(services, room) for _ in range(2)]
    for _, reply, grade_id in talks:
        trainer.post(f"/grades/{grade_id}/overrides", criterion="calmness", words=WHY, level="5", reason="wrong_level")
        for words in ("Here you heard them out.", "And here as well."):
            trainer.post(f"/turns/{reply}/comments", words=words)
    start = owner.get("/scenarios")
    led = [link for link in _links(start, "/conversations/") if link.endswith("#from-trainers")]
    assert sorted(led) == sorted(f"/conversations/{talk.id}/report#from-trainers" for talk, _, _ in talks)
    assert start.text.count("2 new comments; Calmness: a trainer set the level") == 2


def test_a_trainee_in_a_private_group_is_told_that_handing_in_comes_first(
    services: Services, room: Classroom, owner: Browser
) -> None:
    _, _, asked_before = _graded(services, room)
    services.judging.dispute(room.owner, asked_before, "empathy", ASK)
    services.handing_in.set_private(room.trainer, room.cohort_id, True)
    talk, _, grade_id = _graded(services, room)
    report = f"/conversations/{talk.id}/report"
    page = owner.get(report)
    assert "Once you have handed this conversation in, you can ask a trainer for a second look here." in page.text
    assert [form for form in page.all("form") if "/disputes" in (form.get("action") or "")] == []
    assert [attributes for _, attributes in page.tags if attributes.get("id") == "readers"]
    late = owner.post(f"/grades/{grade_id}/disputes", criterion="empathy", words=ASK)
    assert late.status_code == 409
    assert ASK in late.text
    before = services.judging.place(room.owner, asked_before).conversation_id
    text = owner.get(f"/conversations/{before}/report").text
    assert "A trainer can read and answer it once you hand this conversation in." in text
    assert "Not answered yet." not in text


def test_a_trainers_own_trial_offers_no_second_look(services: Services, room: Classroom, trainer: Browser) -> None:
    text = services.library.scenario_document("late-parcel").text
    newest = services.scenario_versions.scenario(room.trainer, "late-parcel").newest
    number = services.scenario_versions.save(room.trainer, "late-parcel", text, "", base=0, seen=newest)
    trial = services.chat.try_out(room.trainer, "late-parcel", number, TalkChoices(Language.EN, seed=7))
    opening = services.chat.view(room.trainer, trial).turns[0].turn
    receipt = services.chat.reply(room.trainer, trial, "I am sorry.", "key")
    services.chat.stop(room.trainer, receipt.answer_id)
    grade_by_hand(services, receipt.reply_id)
    services.chat.end(room.trainer, trial)
    text = trainer.get(f"/conversations/{trial}/report").text
    assert opening.text in text
    assert "2 of 5" in text
    assert "second look" not in text
