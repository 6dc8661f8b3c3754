"""A trainer sets a level in the report, a trainee asks for a second look: what both see of it."""

import re
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from tests.fakes import Cast
from tests.services.classroom import Classroom, classroom
from tests.services.talk import NOTHING_NOTICED, begin, verdict
from tests.web.browser import Browser, Sight
from tests.web.exchange import QUOTE, REPLY
from tests.web.inside import app_with_accounts, signed_in

HOSTILE = "<script>alert(1)</script>"
WHY = "The trouble is named in the first words."
ASK = "I did name the telescope."


@dataclass(frozen=True)
class Desk:
    """A talk of two replies, at levels 2 and 4, with its owner and their trainer in front of it."""

    report: str
    grade_id: int
    anchor: str
    owner: Browser
    trainer: Browser

    def override(self, level: str = "5", words: str = WHY, **more: str) -> TestResponse:
        form = {"criterion": "empathy", "reason": "wrong_level", "level": level, "words": words, **more}
        return self.trainer.post(f"/grades/{self.grade_id}/overrides", **form)

    def dispute(self, words: str = ASK) -> TestResponse:
        return self.owner.post(f"/grades/{self.grade_id}/disputes", criterion="empathy", words=words)

    def answer(self, words: str = "Looked again.", **more: str) -> TestResponse:
        return self.trainer.post(f"/grades/{self.grade_id}/answers", criterion="empathy", words=words, **more)


@pytest.fixture
def room(services: Services) -> Classroom:
    return classroom(services)


@pytest.fixture
def desk(services: Services, room: Classroom, cast: Cast) -> Desk:
    talk, app = begin(services, room.owner), app_with_accounts(services)
    for level, line in ((2, "And when would that be?"), (4, "Who told you so?")):
        cast.appraiser.will_say(NOTHING_NOTICED)
        cast.customer.will_say(line)
        cast.grader.will_say(verdict(level, QUOTE))
        talk.exchange(REPLY)
    first = talk.view.turns[1]
    assert first.grade is not None
    owner, trainer = (signed_in(app, services, person) for person in (room.owner, room.trainer))
    report = f"/conversations/{talk.id}/report"
    return Desk(report, first.grade.id or 0, f"empathy-{first.turn.id}", owner, trainer)


def _forms(sight: Sight, act: str) -> int:
    return len([form for form in sight.all("form") if (form.get("action") or "").endswith(f"/{act}")])


def test_the_report_shows_both_levels_and_counts_the_trainers_and_says_so(desk: Desk) -> None:
    response = desk.override()
    assert (response.status_code, response.headers["Location"]) == (303, f"{desk.report}#{desk.anchor}")
    for browser in (desk.owner, desk.trainer):
        sight = browser.get(desk.report)
        assert re.search(rf"Reply 1 5 of 5 .*?Level set by Tilda, [^;]+; the level does not fit: {WHY}", sight.text)
        assert "The grader's own level: 2 of 5" in sight.text
        assert "4.5 2 of 2 replies" in sight.text
        assert "3.0 2 of 2 replies" in sight.text
        assert sight.text.count("set by a trainer: 1") == 1
        assert "set by a trainer. Means and charts count this level" in sight.text
        assert len([dot for dot in sight.all("circle") if "by-trainer" in (dot.get("class") or "")]) == 1
        assert len([tag for tag, attributes in sight.tags if attributes.get("id") == desk.anchor]) == 1


def test_what_a_trainer_says_was_not_shown_leaves_the_mean_and_the_chart(desk: Desk) -> None:
    desk.override("not_shown", reason="not_shown")
    text = desk.owner.get(desk.report).text
    assert "4.0 1 of 2 replies" in text
    assert "– not shown: 1" in text
    assert "The grader's own level: 2 of 5" in text


def test_the_talk_itself_shows_a_trainers_level_too(desk: Desk) -> None:
    desk.override()
    text = desk.owner.get(desk.report.removesuffix("/report")).text
    assert f"the level does not fit: {WHY}" in text


def test_a_second_look_is_asked_for_answered_and_seen(desk: Desk) -> None:
    asked, criteria = _forms(desk.owner.get(desk.report), "disputes"), 4 * 2
    assert asked == criteria
    assert desk.dispute(f"{ASK} {HOSTILE}").status_code == 303
    owners = desk.owner.get(desk.report)
    assert _forms(owners, "disputes") == asked - 1
    assert "Not answered yet." in owners.text
    trainers = desk.trainer.get(desk.report)
    assert "Olivia asks for a second look: Empathy, reply 1" in trainers.text
    assert HOSTILE in trainers.text
    assert _forms(trainers, "answers") == 1
    assert desk.answer("You did: a four.", level="4", reason="missing_evidence").status_code == 303
    owners = desk.owner.get(desk.report)
    assert re.search(r"Answer by Tilda, [^:]+: You did: a four\.", owners.text)
    assert "words that matter were overlooked: You did: a four." in owners.text
    trainers = desk.trainer.get(desk.report)
    assert "asks for a second look" not in trainers.text
    assert (_forms(trainers, "answers"), _forms(trainers, "overrides")) == (0, criteria)


def test_an_answer_alone_moves_no_level(desk: Desk) -> None:
    desk.dispute()
    assert desk.answer(level="").status_code == 303
    text = desk.owner.get(desk.report).text
    assert "Looked again." in text
    assert "set by a trainer" not in text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"words": " "}, 400),
        ({"level": "", "words": WHY}, 400),
        ({"reason": "not_shown", "words": WHY}, 400),
        ({"level": "not_shown", "words": WHY}, 400),
        ({"reason": "", "words": WHY}, 400),
        ({"level": "6", "words": WHY}, 400),
        ({"reason": "because", "words": WHY}, 400),
        ({"criterion": "politeness", "words": WHY}, 400),
        ({"seen": "77", "words": WHY}, 409),
    ],
)
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(desk: Desk, form: dict[str, str], status: int) -> None:
    response = desk.override(**form)
    assert response.status_code == status
    assert 'role="alert"' in response.text
    if "criterion" not in form:
        assert re.search(rf"<textarea[^>]*>{re.escape(form['words'])}</textarea>", response.text)
        assert len(re.findall(r"<(?:textarea|select)[^>]*autofocus", response.text)) == 1
        assert f'href="#{desk.anchor}"' in response.text
    assert "set by a trainer" not in desk.owner.get(desk.report).text


def test_a_level_and_a_reason_that_contradict_each_other_are_told_apart_and_stay_chosen(desk: Desk) -> None:
    desk.dispute()
    for refused in (desk.answer(level="4", reason="not_shown"), desk.answer(level="not_shown", reason="wrong_level")):
        assert refused.status_code == 400
        assert "Choose the two that belong together" in refused.text
        assert "Looked again.</textarea>" in refused.text
    chosen = [option["value"] for option in Sight(refused.text).all("option") if "selected" in option]
    assert [value for value in chosen if value in ("not_shown", "wrong_level")] == ["not_shown", "wrong_level"]
    assert "Not answered yet." in desk.owner.get(desk.report).text
    assert desk.answer(level="not_shown", reason="not_shown").status_code == 303


@pytest.mark.parametrize(
    ("form", "lacking", "told"),
    [
        ({"level": "4", "reason": ""}, ["reason"], "Choose the reason for this level too"),
        ({"level": "4", "reason": "because"}, ["reason"], "Choose the reason for this level too"),
        ({"level": "4", "reason": "not_shown"}, ["reason"], "Choose the two that belong together"),
        ({"level": "4", "reason": "wrong_level", "words": "  "}, ["words"], "Write a sentence"),
        ({"level": "9", "reason": ""}, ["level", "reason"], "Choose a level too"),
    ],
)
def test_what_an_answer_lacks_is_told_at_the_field_itself(
    desk: Desk, form: dict[str, str], lacking: list[str], told: str
) -> None:
    desk.dispute()
    response = desk.answer(**form)
    sight = Sight(response.text)
    fields = [field for field in (*sight.all("textarea"), *sight.all("select")) if field.get("aria-invalid")]
    assert response.status_code == 400
    assert [field["name"] for field in fields] == lacking
    assert ["autofocus" in field for field in fields] == [True] + [False] * (len(lacking) - 1)
    for field in fields:
        assert [one for one in (field["aria-describedby"] or "").split() if f'id="{one}"' in response.text][:1] == [
            f"answer-{desk.anchor}-{field['name']}-problem"
        ]
    assert sight.text.count(told) == 2, "above the report, and at the field"
    chosen = [option["value"] for option in sight.all("option") if "selected" in option]
    offered = ("4", "not_shown", "wrong_level")
    assert [value for value in chosen if value in offered] == [one for one in form.values() if one in offered]


def test_an_override_that_lacks_all_begins_at_the_level(desk: Desk) -> None:
    response = desk.override("", " ", reason="")
    fields = [*Sight(response.text).all("select"), *Sight(response.text).all("textarea")]
    assert [field["name"] for field in fields if field.get("aria-invalid")] == ["level", "reason", "words"]
    assert [field["name"] for field in fields if "autofocus" in field] == ["level"]


def test_no_reason_is_chosen_before_somebody_has_chosen_it(desk: Desk) -> None:
    page = desk.trainer.get(desk.report)
    assert [select for select in page.all("select") if select.get("name") == "reason" and "required" in select]
    assert [option for option in page.all("option") if "selected" in option and option["value"] != "en"] == []


def test_an_answer_that_came_second_is_not_lost(desk: Desk) -> None:
    desk.dispute()
    desk.answer("The first.")
    response = desk.answer("The second.")
    assert response.status_code == 409
    assert "What you wrote:" in response.text
    assert "The second." in response.text
    assert "The second." not in desk.owner.get(desk.report).text


def test_a_page_that_loads_itself_anew_takes_no_text_and_one_that_holds_a_text_stays(
    services: Services, room: Classroom, desk: Desk
) -> None:
    services.worker.stop()
    services.chat.reply(room.owner, desk.report.split("/")[2], "And one more thing.", "key")
    waiting = desk.trainer.get(desk.report)
    assert waiting.all("noscript")
    assert _forms(waiting, "overrides") == 0
    refused = desk.override(words=" ")
    assert "<noscript" not in refused.text
    assert f"/grades/{desk.grade_id}/overrides" in refused.text


def test_in_local_mode_the_report_offers_nothing_of_it(services: Services, alice_browser: Browser, cast: Cast) -> None:
    talk = begin(services, services.people.called("Alice", PersonRole.TRAINEE))
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(2, QUOTE))
    talk.exchange(REPLY)
    sight = alice_browser.get(f"/conversations/{talk.id}/report")
    assert "2 of 5" in sight.text
    assert "second look" not in sight.text
    assert alice_browser.post("/grades/1/disputes", criterion="empathy", words=ASK).status_code == 404


def test_a_stranger_learns_nothing_of_a_grade_by_what_they_send(
    services: Services, room: Classroom, desk: Desk
) -> None:
    stranger: Person = room.other_trainer
    browser = signed_in(app_with_accounts(services), services, stranger)
    for form in ({"level": "4", "reason": "wrong_level", "words": WHY}, {"level": "9"}, {}):
        for grade_id in (desk.grade_id, 2147483647):
            answer = browser.post(f"/grades/{grade_id}/overrides", criterion="empathy", **form)
            assert answer.status_code == 404


def test_the_audit_names_what_was_done(services: Services, room: Classroom, desk: Desk) -> None:
    desk.dispute()
    desk.answer(level="3", reason="wrong_level")
    administrator = signed_in(app_with_accounts(services), services, room.admin)
    text = administrator.get("/administration/audit").text
    for act in ("asked for a second look at a level", "answered about a level", "changed grades"):
        assert act in text
    assert WHY not in text
