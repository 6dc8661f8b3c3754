"""What stands beside a level, in the talk and in its report: words, graders, questions, and that there is none."""

import re

import pytest

from practice.domain.score import CheckAnswer, Quote
from practice.services.assembly import Services
from tests.fakes import Cast
from tests.services.talk import CRITERIA, FRONTLINE, verdict
from tests.web.browser import Browser, Sight, events_in, turn_ids
from tests.web.exchange import NOT_JSON, QUOTE, REPLY, finished_report, talk_of_one, tell
from tests.web.grading import give, partly_graded, scored

PAGES = ("", "/report")
MISSING = "these words were not found in your reply"
WHY = "The language model took too long to answer."


def _again(sight: Sight) -> list[str]:
    return [action for form in sight.all("form") if (action := form.get("action") or "").endswith("/grade-again")]


def _classed(sight: Sight, tag: str, name: str) -> list[dict[str, str | None]]:
    return [attributes for attributes in sight.all(tag) if name in (attributes.get("class") or "").split()]


@pytest.mark.parametrize("page", PAGES)
def test_every_quote_of_a_level_is_shown_and_each_that_was_not_found_is_said_to_be_so(
    alice_browser: Browser, cast: Cast, services: Services, page: str
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    quotes = (Quote(QUOTE, True), Quote("never written", False), Quote("a new one today", True))
    give(services, reply_id, scored("calmness", 4, *quotes))
    sight = alice_browser.get(conversation + page)
    assert f"{QUOTE} never written {MISSING} a new one today Because of calmness." in sight.text
    assert len(_classed(sight, "q", "quote")) == 3
    assert sight.text.count(MISSING) == 1
    assert _classed(sight, "a", "quote-reply") == [], "in the grade of one reply there is no other to lead to"


@pytest.mark.parametrize("page", PAGES)
def test_a_level_that_was_moved_stands_beside_the_graders_own(
    alice_browser: Browser, cast: Cast, services: Services, page: str
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, scored("calmness", 3, given=4))
    text = alice_browser.get(conversation + page).text
    assert "3 of 5 The grader gave 4; set to 3 by what people gave to such replies." in text
    assert "4 of 5" not in text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("votes", "said", "disagree"),
    [((3, 4, 4), "3, 4 and 4", False), ((2, 4, 4), "2, 4 and 4", True), ((None, 4, 4), "not shown, 4 and 4", False)],
)
def test_several_graders_are_told_one_by_one_and_that_a_trainer_looks_where_they_disagree(
    alice_browser: Browser,
    cast: Cast,
    services: Services,
    page: str,
    votes: tuple[int | None, ...],
    said: str,
    disagree: bool,
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, scored("calmness", 4, votes=votes))
    text = alice_browser.get(conversation + page).text
    assert f"4 of 5 Graders gave {said}." in text
    assert ("a trainer will have a look" in text) is disagree


def test_of_several_graders_the_middle_level_is_the_one_that_was_moved(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, scored("calmness", 3, given=4, votes=(3, 4, 4)))
    text = alice_browser.get(conversation).text
    assert "Graders gave 3, 4 and 4. The middle one is 4; set to 3 by what people gave to such replies." in text


@pytest.mark.parametrize(("language", "said"), [("fi", "3, 4 ja 5"), ("pl", "3, 4 i 5"), ("sv", "3, 4 och 5")])
def test_the_graders_levels_are_joined_as_the_readers_language_does(
    alice_browser: Browser, cast: Cast, services: Services, language: str, said: str
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, scored("calmness", 4, votes=(3, 4, 5)))
    alice_browser.language = language
    assert said in alice_browser.get(f"{conversation}/report").text


def test_one_grader_is_not_told(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    for page in PAGES:
        text = alice_browser.get(conversation + page).text
        assert "Graders gave" not in text
        assert "The grader gave" not in text


def test_a_criterion_without_a_grade_is_said_with_its_reason_in_the_talk(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, *partly_graded())
    sight = alice_browser.get(conversation)
    assert "Calmness 4 Empathy not graded Solutions 2" in sight.text
    assert f"Empathy not graded {WHY} Solutions 2 of 5" in sight.text
    assert "internal detail" not in sight.text
    assert _again(sight) == [f"/turns/{reply_id}/grade-again"]


def test_a_criterion_without_a_grade_is_said_with_its_reason_in_the_report(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, *partly_graded())
    sight = alice_browser.get(f"{conversation}/report")
    assert f"Not graded in reply 1: Empathy. {WHY}" in sight.text
    assert "Reply 1 was not graded" not in sight.text
    assert "1 4 not graded 2 4 Mean" in sight.text
    assert f"Reply 1 not graded {WHY}" in sight.text
    assert _again(sight) == [f"/turns/{reply_id}/grade-again"]


def test_an_average_counts_a_criterion_without_a_grade_as_one(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    tell(cast, "Who told you so?", level=2)
    reply_id, _ = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    give(services, reply_id, *partly_graded())
    text = alice_browser.get(f"{conversation}/report").text
    assert "Empathy 4.0 1 of 2 replies" in text
    assert "× not graded: 1" in text
    assert text.count("not graded: 1") == 1, "the other criteria of that reply were graded"


def test_whoever_watches_again_is_told_of_the_criterion_without_a_grade(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation = alice_browser.begin()
    tell(cast)
    reply_id, answer_id = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    give(services, reply_id, *partly_graded())
    [grade] = [event for event in events_in(alice_browser.watch(answer_id)) if event.name == "grade"]
    told = "Calmness 4 of 5, Empathy not graded, Solutions 2 of 5, Level tone 4 of 5"
    assert grade.data["say"] == f"Your reply was graded: {told}."
    assert WHY in Sight(grade.data["html"]).text
    assert _again(Sight(grade.data["html"])) == [f"/turns/{reply_id}/grade-again"]


@pytest.mark.parametrize("page", PAGES)
def test_a_grade_with_a_gap_can_be_asked_for_again_and_is_then_whole(
    alice_browser: Browser, cast: Cast, services: Services, page: str
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, *partly_graded())
    cast.grader.will_say(verdict(5, QUOTE))
    [again] = _again(alice_browser.get(conversation + page))
    assert alice_browser.post(again, next=conversation + page).status_code == 303
    finished_report(alice_browser, conversation)
    sight = alice_browser.get(conversation + page)
    assert sight.text.count("5 of 5") >= len(CRITERIA)
    assert WHY not in sight.text
    assert _again(sight) == []


def test_while_it_is_graded_again_the_levels_that_are_there_stay_in_the_report(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    give(services, reply_id, *partly_graded())
    services.worker.stop()
    alice_browser.post(f"/turns/{reply_id}/grade-again")
    text = alice_browser.get(f"{conversation}/report").text
    assert "1 4 being graded 2 4 Mean" in text


def test_a_whole_grade_is_not_asked_for_again(alice_browser: Browser, cast: Cast) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    assert alice_browser.post(f"/turns/{reply_id}/grade-again").status_code == 303
    finished_report(alice_browser, conversation)
    assert len(cast.grader.asked) == 1


def test_a_reply_without_any_grade_says_why_beside_each_criterion(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    tell(cast)
    cast.grader.queue.clear()
    cast.grader.will_say(NOT_JSON, NOT_JSON)
    events_in(alice_browser.reply(conversation, REPLY))
    text = alice_browser.get(f"{conversation}/report").text
    why = "The language model answered with something that could not be read."
    assert text.count(f"Reply 1 not graded {why}") == len(CRITERIA)


def test_the_questions_that_were_answered_can_be_read_in_the_language_they_are_in(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, reply_id = talk_of_one(alice_browser, cast)
    asked = FRONTLINE.criterion("empathy").checks
    answers = (CheckAnswer(asked[1].key, False), CheckAnswer(asked[0].key, True), CheckAnswer(asked[2].key, None))
    give(services, reply_id, scored("calmness", 3), scored("empathy", 4, checks=answers))
    alice_browser.language = "fi"
    sight = alice_browser.get(f"{conversation}/report")
    assert re.search(
        rf"Mitä katsottiin .* {re.escape(asked[0].question)} kyllä {re.escape(asked[1].question)} ei", sight.text
    )
    assert asked[2].question not in sight.text
    assert len([span for span in sight.all("span") if span.get("lang") == "en"]) == 2
    assert len(_classed(sight, "details", "looked-at")) == 1


def test_where_no_question_was_answered_none_is_offered(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    sight = alice_browser.get(f"{conversation}/report")
    assert "What was looked at" not in sight.text
    assert "The questions are in English" not in sight.text
