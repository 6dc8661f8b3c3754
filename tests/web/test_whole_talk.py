"""The part of the report that looks at the talk as a whole: when it is there, what it says, and how it is asked for."""

import dataclasses

import pytest
import yaml

from practice.domain.rubric import Scope
from practice.domain.score import CheckAnswer, Quote, not_graded
from practice.library import Library
from practice.services.assembly import Services
from practice.store.chat import close_conversation
from practice.store.chat_reading import load_conversation
from tests.fakes import Cast
from tests.services.talk import CRITERIA, FRONTLINE, verdict
from tests.web.browser import Browser, Sight, events_in
from tests.web.exchange import NOT_JSON, QUOTE, REPLY, end, finished_report, talk_of_one, tell
from tests.web.grading import TOO_SLOW, give, scored

TITLE = "The conversation as a whole"
ASK = "Grade the whole conversation"
OF_TALKS = FRONTLINE.of_scope(Scope.CONVERSATION)
LATER = "It will be with you by noon."


def _of_talk(level: int | str, *quotes: str) -> str:
    return verdict(level, *quotes, scope=Scope.CONVERSATION)


def _asked_for(sight: Sight) -> list[str]:
    return [action for form in sight.all("form") if (action := form.get("action") or "").endswith("/grade-talk")]


def _closed_ungraded(services: Services, conversation: str) -> None:
    """Like a talk that ended before whole talks were graded."""
    with services.database.writing() as session:
        close_conversation(session, conversation.rsplit("/", 1)[1], None)


def _last_turn(services: Services, conversation: str) -> str:
    with services.database.reading() as session:
        found = load_conversation(session, conversation.rsplit("/", 1)[1])
    assert found is not None
    assert found.head_turn_id is not None
    return found.head_turn_id


def test_every_criterion_of_the_talk_stands_with_its_question_level_words_reason_and_advice(
    alice_browser: Browser, cast: Cast
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    text = end(alice_browser, cast, conversation, _of_talk(4, QUOTE)).text
    assert TITLE in text
    for criterion in OF_TALKS:
        said = f"4 of 5 {' '.join(criterion.question.en.split())} {QUOTE} Reply 1 Because of the words."
        assert f"{criterion.name.en} {said} To work on : Try one thing." in text.replace("on:", "on :")


def test_a_quote_leads_to_the_reply_it_stands_in(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    tell(cast, "All right.", quote="noon")
    events_in(alice_browser.reply(conversation, LATER))
    sight = end(alice_browser, cast, conversation, _of_talk(4, "by noon", QUOTE))
    links = [a["href"] for a in sight.all("a") if a.get("class") == "quote-reply"]
    assert links == ["#reply-2", "#reply-1"] * len(OF_TALKS)
    assert {"reply-1", "reply-2"} <= {item.get("id") for item in sight.all("li")}
    assert f"by noon Reply 2 {QUOTE} Reply 1" in sight.text


def test_a_quote_that_is_in_no_reply_leads_nowhere_and_is_said_to_be_in_none(
    alice_browser: Browser, cast: Cast
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    sight = end(alice_browser, cast, conversation, _of_talk(4, "never written"))
    assert sight.text.count("never written these words were not found in your replies") == len(OF_TALKS)
    assert not [a for a in sight.all("a") if a.get("class") == "quote-reply"]


@pytest.mark.parametrize(
    ("language", "title"),
    [("fi", "Keskustelu kokonaisuutena"), ("pl", "Rozmowa jako całość"), ("sv", "Samtalet som helhet")],
)
def test_it_speaks_the_readers_language(alice_browser: Browser, cast: Cast, language: str, title: str) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    end(alice_browser, cast, conversation, _of_talk(4, QUOTE))
    alice_browser.language = language
    text = alice_browser.get(f"{conversation}/report").text
    assert title in text
    for criterion in OF_TALKS:
        assert " ".join(getattr(criterion.question, language).split()) in text


def test_what_was_not_shown_and_what_was_not_graded_is_never_a_number(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    end(alice_browser, cast, conversation)
    others = [scored(criterion.key, 2) for criterion in OF_TALKS[2:]]
    ungraded = not_graded(OF_TALKS[0].key, TOO_SLOW)
    give(services, _last_turn(services, conversation), ungraded, *others, scope=Scope.CONVERSATION)
    sight = alice_browser.get(f"{conversation}/report")
    text = sight.text
    assert len(_asked_for(sight)) == 1, "what was not graded can be tried again"
    question = " ".join(OF_TALKS[0].question.en.split())
    name = OF_TALKS[0].name.en
    assert f"{name} not graded {question} The language model took too long to answer. {OF_TALKS[2].name.en}" in text
    assert "internal detail" not in text


def test_the_questions_behind_a_level_of_the_talk_can_be_read(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    end(alice_browser, cast, conversation)
    check = OF_TALKS[0].checks[0]
    score = scored(OF_TALKS[0].key, 4, Quote(QUOTE, True, 1), checks=(CheckAnswer(check.key, True),))
    give(services, _last_turn(services, conversation), score, scope=Scope.CONVERSATION)
    text = alice_browser.get(f"{conversation}/report").text
    assert f"What was looked at {' '.join(check.question.split())} yes" in text


def test_the_other_parts_of_the_report_are_about_replies_alone(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    sight = end(alice_browser, cast, conversation, _of_talk(2, QUOTE))
    charts = [svg for svg in sight.all("svg") if "levels-chart" in (svg.get("class") or "")]
    assert len(charts) == len(CRITERIA)
    assert "1 4 4 4 4 Mean 4.0 1 of 1 reply 4.0" in sight.text
    explained = [span for span in sight.all("span") if (span.get("class") or "").startswith("step ")]
    assert len(explained) == len(CRITERIA) + 5 * len(FRONTLINE.criteria), "what the levels mean is told of all"


def test_it_says_who_graded_the_talk(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    assert "The whole conversation was graded by queued-grader" in end(alice_browser, cast, conversation).text


def test_while_it_is_graded_the_page_says_so_and_looks_again(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    services.worker.stop()
    alice_browser.post(f"{conversation}/end")
    response = alice_browser.client.get(f"{conversation}/report")
    assert "The whole conversation is being graded. This takes a moment." in response.text
    assert f'<noscript><meta http-equiv="refresh" content="2; url={conversation}/report"></noscript>' in response.text
    assert 'data-waiting="yes"' in response.text
    assert _asked_for(Sight(response.text)) == []


def test_a_talk_that_could_not_be_graded_says_why_and_can_be_tried_again(alice_browser: Browser, cast: Cast) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    sight = end(alice_browser, cast, conversation, NOT_JSON, NOT_JSON)
    assert "The whole conversation could not be graded. The language model answered with something" in sight.text
    assert NOT_JSON not in sight.text
    [again] = _asked_for(sight)
    cast.grader.will_say(_of_talk(5, QUOTE))
    response = alice_browser.post(again)
    assert (response.status_code, response.headers["Location"]) == (303, f"{conversation}/report#whole")
    after = finished_report(alice_browser, conversation)
    assert after.text.count("5 of 5") == len(OF_TALKS)
    assert _asked_for(after) == []


def test_a_talk_from_before_can_be_graded_by_a_button(alice_browser: Browser, cast: Cast, services: Services) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    _closed_ungraded(services, conversation)
    sight = alice_browser.get(f"{conversation}/report")
    assert ASK in sight.text
    assert "noscript" not in str(sight.tags)
    [ask] = _asked_for(sight)
    cast.grader.will_say(_of_talk(5, QUOTE))
    assert alice_browser.post(ask).status_code == 303
    after = finished_report(alice_browser, conversation).text
    assert after.count("5 of 5") == len(OF_TALKS)
    assert ASK not in after


@pytest.mark.parametrize("mode", ["practice", "check"])
def test_there_is_nothing_of_it_while_the_talk_goes_on(alice_browser: Browser, cast: Cast, mode: str) -> None:
    conversation = alice_browser.begin(mode=mode)
    tell(cast)
    events_in(alice_browser.reply(conversation, REPLY))
    assert TITLE not in alice_browser.get(f"{conversation}/report").text
    assert alice_browser.post(f"{conversation}/grade-talk").status_code == 400
    assert len(cast.grader.asked) == 1


def test_there_is_nothing_of_it_where_nothing_was_said(alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    alice_browser.post(f"{conversation}/end")
    assert TITLE not in alice_browser.get(f"{conversation}/report").text


def test_there_is_nothing_of_it_where_the_rubric_looks_at_replies_alone(
    alice_browser: Browser, cast: Cast, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.library.rubric_document("frontline")
    rubric = yaml.safe_load(document.text)
    of_replies = [criterion for criterion in rubric["criteria"] if criterion["scope"] == "reply"]
    text = yaml.safe_dump({**rubric, "criteria": of_replies, "examples": []}, allow_unicode=True)
    narrowed = dataclasses.replace(document, text=text)
    monkeypatch.setattr(Library, "rubric_document", lambda _library, _key: narrowed)
    conversation, _ = talk_of_one(alice_browser, cast)
    alice_browser.post(f"{conversation}/end")
    text = alice_browser.get(f"{conversation}/report").text
    assert "4 of 5" in text
    assert TITLE not in text


def test_nobody_else_can_have_it_graded(
    alice_browser: Browser, charlie_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, _ = talk_of_one(alice_browser, cast)
    _closed_ungraded(services, conversation)
    assert charlie_browser.post(f"{conversation}/grade-talk").status_code == 404
    assert alice_browser.client.post(f"{conversation}/grade-talk").status_code == 400, "from another site"
    assert ASK in alice_browser.get(f"{conversation}/report").text
    assert len(cast.grader.asked) == 1
