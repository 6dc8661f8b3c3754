"""A trainer's comment beside a turn: written in the report, found by the trainee, taken back while it is not read."""

import re
from dataclasses import dataclass

import pytest
from sqlmodel import update

from practice.services.assembly import Services
from practice.store.job import JobRow, JobState
from tests.services.classroom import Classroom, classroom
from tests.services.graded import grade_by_hand
from tests.services.talk import begin
from tests.web.browser import Browser, Sight
from tests.web.inside import app_with_accounts, signed_in

HOSTILE = "<script>alert(1)</script>"
WORDS = f"Here you heard them out. {HOSTILE}"


@dataclass(frozen=True)
class Desk:
    """A talk of one reply, with its owner and their trainer in front of it."""

    room: Classroom
    talk: str
    opening: str
    reply: str
    owner: Browser
    trainer: Browser

    @property
    def report(self) -> str:
        return f"/conversations/{self.talk}/report"

    def new(self) -> Sight:
        return self.owner.get("/scenarios")


@pytest.fixture
def desk(services: Services) -> Desk:
    services.worker.stop()
    room, app = classroom(services), app_with_accounts(services)
    talk = begin(services, room.owner)
    reply = talk.reply("I am sorry.")
    services.chat.stop(room.owner, reply.answer_id)
    grade_by_hand(services, reply.reply_id)
    services.chat.end(room.owner, talk.id)
    _forget_jobs(services)
    owner, trainer = (signed_in(app, services, person) for person in (room.owner, room.trainer))
    return Desk(room, talk.id, talk.view.turns[0].turn.id, reply.reply_id, owner, trainer)


def _forget_jobs(services: Services) -> None:
    with services.database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))


def test_the_trainee_is_led_to_a_comment_and_finds_it_beside_the_turn(desk: Desk) -> None:
    assert "comment" not in desk.new().text
    response = desk.trainer.post(f"/turns/{desk.reply}/comments", words=WORDS)
    assert (response.status_code, response.headers["Location"]) == (303, f"{desk.report}#comments-{desk.reply}")
    start = desk.new()
    assert re.search(r"The telescope that never came, [^;:]+, \d+:\d+\s[AP]M : 1 new comment", start.text)
    assert "new comment" in start.text
    assert f"{desk.report}#comments-{desk.reply}" in [link.get("href") for link in start.all("a")]
    report = desk.owner.get(desk.report)
    assert re.search(r"New from your trainers: reply 1 : 1 new comment", report.text)
    assert re.search(rf"Tilda · [^·]+ New {re.escape(WORDS)}", report.text)
    assert [form for form in report.all("form") if "/comments" in (form.get("action") or "")] == []
    assert "comment" not in desk.new().text
    later = desk.owner.get(desk.report)
    assert "new comment" not in later.text
    assert "What your trainers said: 1 reply 1 : 1 comment" in later.text
    assert f"#comments-{desk.reply}" in [link.get("href") for link in later.all("a")]
    assert WORDS in desk.owner.get(desk.report).text


def test_a_trainer_may_write_beside_every_turn_that_was_said(desk: Desk) -> None:
    forms = [form.get("action") or "" for form in desk.trainer.get(desk.report).all("form")]
    assert [form for form in forms if form.endswith("/comments")] == [
        f"/turns/{desk.opening}/comments",
        f"/turns/{desk.reply}/comments",
    ]


def test_words_that_are_refused_stand_in_the_form_again(desk: Desk) -> None:
    words = "x" * 2001
    response = desk.trainer.post(f"/turns/{desk.opening}/comments", words=words)
    sight = Sight(response.text)
    assert response.status_code == 400
    assert "Write a comment of at most 2000 characters." in sight.text
    assert words in sight.text
    [area] = [area for area in sight.all("textarea") if "autofocus" in area]
    assert f"comment-{desk.opening}-words-problem" in (area["aria-describedby"] or "").split()
    assert [area.get("aria-invalid") for area in sight.all("textarea") if "comment-" in (area["id"] or "")] == [
        "true",
        None,
    ]


def test_a_comment_is_taken_back_until_it_was_read(desk: Desk) -> None:
    desk.trainer.post(f"/turns/{desk.reply}/comments", words=WORDS)
    number = _number(desk.trainer.get(desk.report))
    assert desk.trainer.post(f"/turns/{desk.reply}/comments/withdraw", comment=number or "").status_code == 303
    assert WORDS not in desk.trainer.get(desk.report).text
    desk.trainer.post(f"/turns/{desk.reply}/comments", words=WORDS)
    number = _number(desk.trainer.get(desk.report))
    desk.owner.get(desk.report)
    response = desk.trainer.post(f"/turns/{desk.reply}/comments/withdraw", comment=number or "")
    assert response.status_code == 409
    assert "has been read meanwhile, so it stays" in response.text
    assert _number(Sight(response.text)) is None
    assert desk.trainer.post(f"/turns/{desk.reply}/comments/withdraw", comment="x").status_code == 303
    assert WORDS in desk.owner.get(desk.report).text


def _number(sight: Sight) -> str | None:
    return next((field["value"] for field in sight.all("input") if field.get("name") == "comment"), None)
