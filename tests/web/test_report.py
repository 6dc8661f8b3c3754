"""The report page: what it says, what it does not claim, and who may read it."""

import json
import re

import pytest
from flask import Flask

from practice.domain.conversation import Outcome
from practice.services.assembly import Services
from practice.store.chat import close_conversation
from practice.store.version import text_hash
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, noticed, verdict
from tests.web.browser import Browser, Sight, events_in
from tests.web.exchange import NOT_JSON, QUOTE, REPLY, end, finished_report

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LINES = ("And when would that be?", "Who told you so?", "By which day, then?", "Nobody called me back.")
STRENGTH = {"quote": QUOTE, "text": "You named the thing itself."}
PRIORITY = {"criterion": "empathy", "quote": "send a new one today", "text": "Say what the wait meant to them."}


def _exchange(
    browser: Browser, conversation: str, cast: Cast, *grades: str, events: str = NOTHING_NOTICED, reply: str = REPLY
) -> None:
    cast.appraiser.will_say(events)
    # A customer that repeats itself would be asked for another line.
    cast.customer.will_say(LINES[len(cast.customer.asked)])
    cast.grader.will_say(*grades)
    events_in(browser.reply(conversation, reply))


def _mixed_talk(browser: Browser, cast: Cast) -> str:
    """Levels 2 and 5, one reply in which nothing was shown, and one that was not graded."""
    conversation = browser.begin()
    for grades in ([verdict(2, QUOTE)], [NOT_JSON, NOT_JSON], [verdict("not_shown")], [verdict(5, QUOTE)]):
        _exchange(browser, conversation, cast, *grades)
    return conversation


def _ended(browser: Browser, cast: Cast) -> str:
    conversation = browser.begin()
    _exchange(browser, conversation, cast, verdict(3, QUOTE))
    end(browser, cast, conversation)
    return conversation


def _report(browser: Browser, conversation: str) -> Sight:
    return browser.get(f"{conversation}/report")


def _ask_coach(browser: Browser, conversation: str) -> Sight:
    response = browser.post(f"{conversation}/debrief")
    assert (response.status_code, response.headers["Location"]) == (303, f"{conversation}/report#coach")
    return finished_report(browser, conversation)


def _grades_again(form: dict[str, str | None]) -> bool:
    return (form.get("action") or "").endswith("/grade-again")


def _coach(strength: object, *priorities: object) -> str:
    return json.dumps({"strength": strength, "priorities": list(priorities)})


def test_an_average_says_what_it_covers(alice_browser: Browser, cast: Cast) -> None:
    text = _report(alice_browser, _mixed_talk(alice_browser, cast)).text
    assert "3.5 2 of 4 replies" in text
    assert "– not shown: 1 × not graded: 1" in text


@pytest.mark.parametrize(
    ("language", "mean", "not_shown", "not_graded"),
    [
        ("fi", "3,5 2/4 vastauksesta", "ei näkynyt", "ei arvioitu"),
        ("pl", "3,5 2 z 4 odpowiedzi", "nie wystąpiło", "bez oceny"),
        ("sv", "3,5 2 av 4 svar", "syntes inte", "inte bedömt"),
    ],
)
def test_the_page_speaks_the_readers_language(
    alice_browser: Browser, cast: Cast, language: str, mean: str, not_shown: str, not_graded: str
) -> None:
    conversation = _mixed_talk(alice_browser, cast)
    alice_browser.language = language
    text = _report(alice_browser, conversation).text
    for expected in (mean, not_shown, not_graded):
        assert expected in text


def test_a_reply_that_was_not_graded_is_said_and_is_never_a_number(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, NOT_JSON, NOT_JSON)
    sight = _report(alice_browser, conversation)
    assert "Reply 1 was not graded. The language model answered with something that could not be read." in sight.text
    assert "no level given" in sight.text
    assert not re.search(r"(?<!Difficulty )\d of 5", sight.text)
    legend = 4 * 5
    assert len([span for span in sight.all("span") if (span.get("class") or "").startswith("step ")]) == legend
    assert NOT_JSON not in sight.text


def test_a_reply_can_be_graded_again_from_the_report(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, NOT_JSON, NOT_JSON)
    (again,) = [form["action"] for form in _report(alice_browser, conversation).all("form") if _grades_again(form)]
    assert again is not None
    cast.grader.will_say(verdict(4, QUOTE))
    response = alice_browser.post(again, next=f"{conversation}/report")
    assert (response.status_code, response.headers["Location"]) == (303, f"{conversation}/report")
    text = finished_report(alice_browser, conversation).text
    assert "4 of 5" in text
    assert "not graded" not in text.replace("not shown or not graded is never counted", "")


def test_a_level_chart_leaves_a_gap_where_there_is_no_level(alice_browser: Browser, cast: Cast) -> None:
    sight = _report(alice_browser, _mixed_talk(alice_browser, cast))
    charts = [svg for svg in sight.all("svg") if "levels-chart" in (svg.get("class") or "")]
    assert len(charts) == 4
    assert all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    level_paths = [path["d"] for path in sight.all("path") if path.get("class") == "curve"][:4]
    assert all(path is not None and "L" not in path for path in level_paths)
    assert len([line for line in sight.all("line") if line.get("class") == "hole"]) == 8


def test_every_level_stands_with_the_words_that_earned_it(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, verdict(4, QUOTE))
    text = _report(alice_browser, conversation).text
    assert f"Reply 1 4 of 5 {QUOTE} Because of the words." in text


def test_a_quote_that_is_not_in_the_reply_is_said_to_be_so(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, verdict(4, "words nobody wrote"))
    assert "these words were not found in your reply" in _report(alice_browser, conversation).text


def test_the_mood_table_names_the_event_the_words_and_the_points(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, verdict(3), events=noticed(("names_my_trouble", QUOTE)))
    sight = _report(alice_browser, conversation)
    assert f"felt heard {QUOTE}" in sight.text
    for expected in ("At the start", "−6", "+7", "After reply 1", "every reply takes a little patience"):
        assert expected in sight.text
    assert "details" in [tag for tag, attributes in sight.tags if "open" in attributes]
    alice_browser.language = "fi"
    assert f"tuli kuulluksi {QUOTE}" in _report(alice_browser, conversation).text


def test_what_a_model_or_a_trainee_wrote_is_text(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    grade = json.loads(verdict(2, HOSTILE))
    for score in grade["scores"].values():
        score.update(reason=HOSTILE, advice=HOSTILE)
    events = noticed(("names_my_trouble", HOSTILE))
    _exchange(alice_browser, conversation, cast, json.dumps(grade), events=events, reply=f"{REPLY} {HOSTILE}")
    end(alice_browser, cast, conversation)
    cast.coach.will_say(_coach({"quote": HOSTILE, "text": HOSTILE}, {**PRIORITY, "text": HOSTILE}))
    sight = _ask_coach(alice_browser, conversation)
    assert sight.all("script") == []
    assert sight.all("img") == []
    # Reply, quote, reason and advice of four criteria, the words that moved the mood, and the coach's points.
    assert sight.text.count(HOSTILE) >= 12


def test_the_coach_is_asked_by_a_button_and_answers_on_the_page(alice_browser: Browser, cast: Cast) -> None:
    conversation = _ended(alice_browser, cast)
    assert "Ask the coach" in _report(alice_browser, conversation).text
    cast.coach.will_say(_coach(STRENGTH, PRIORITY))
    text = _ask_coach(alice_browser, conversation).text
    assert f"What worked {QUOTE} You named the thing itself." in text
    assert "To work on Empathy send a new one today Say what the wait meant to them." in text
    assert "Ask the coach" not in text


def test_a_debrief_being_written_refreshes_the_page_without_our_script(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation = _ended(alice_browser, cast)
    assert not [meta for meta in _report(alice_browser, conversation).all("meta") if "http-equiv" in meta]
    services.worker.stop()
    alice_browser.post(f"{conversation}/debrief")
    response = alice_browser.client.get(f"{conversation}/report")
    # With an address of its own: a page that was reached as …#coach would only jump there again.
    assert f'<noscript><meta http-equiv="refresh" content="2; url={conversation}/report"></noscript>' in response.text
    assert "report.js" in response.text


def test_a_coach_that_failed_says_why_and_can_be_tried_again(alice_browser: Browser, cast: Cast) -> None:
    conversation = _ended(alice_browser, cast)
    cast.coach.will_say("Well done!", _coach(STRENGTH))
    text = _ask_coach(alice_browser, conversation).text
    assert "The coach could not write anything. The language model answered with something" in text
    assert "You named the thing itself." in _ask_coach(alice_browser, conversation).text


def test_a_coach_without_a_backed_point_claims_nothing(alice_browser: Browser, cast: Cast) -> None:
    conversation = _ended(alice_browser, cast)
    cast.coach.will_say(_coach({"quote": "never written", "text": "Splendid."}))
    text = _ask_coach(alice_browser, conversation).text
    assert "nothing is said here" in text
    assert "Splendid" not in text


def test_how_it_ended_is_said_in_plain_words(alice_browser: Browser, cast: Cast, services: Services) -> None:
    conversation = alice_browser.begin()
    assert "The conversation is still going on." in _report(alice_browser, conversation).text
    assert (
        "You ended the conversation before the matter was settled."
        in _report(alice_browser, _ended(alice_browser, cast)).text
    )
    for outcome, words in (
        (Outcome.LEFT, "The customer left."),
        (Outcome.RESOLVED, "The matter was settled"),
        (Outcome.ESCALATED, "The customer went on to somebody who may decide."),
    ):
        conversation = alice_browser.begin()
        with services.database.writing() as session:
            close_conversation(session, conversation.rsplit("/", 1)[1], outcome)
        assert words in _report(alice_browser, conversation).text


def test_a_talk_without_replies_has_a_report_without_levels(alice_browser: Browser) -> None:
    sight = _report(alice_browser, alice_browser.begin())
    assert sight.all("table") == []
    assert "nothing to look at yet" in sight.text


def test_it_says_who_played_and_graded_and_by_which_rubric(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    cast.grader.name = "stub"
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, verdict(3))
    text = _report(alice_browser, conversation).text
    assert "The customer was played by queued-customer" in text
    assert "Replies were graded by built-in stub, not a language model; grades are rough" in text
    assert re.search(r"the service's own text of [A-Z][a-z]+ \d+, \d{4}", text)
    assert text_hash(services.library.rubric_document("frontline").text)[:8] not in text


def test_it_does_not_say_who_graded_where_nothing_was_graded(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    _exchange(alice_browser, conversation, cast, NOT_JSON, NOT_JSON)
    assert "Replies were graded by" not in _report(alice_browser, conversation).text


def test_it_leads_to_another_try_and_to_the_scenarios(alice_browser: Browser, cast: Cast) -> None:
    links = [link["href"] for link in _report(alice_browser, _ended(alice_browser, cast)).all("a")]
    assert "/scenarios/late-parcel" in links
    assert "/scenarios" in links


def test_a_stranger_finds_nothing_and_moves_nothing(
    alice_browser: Browser, charlie_browser: Browser, cast: Cast
) -> None:
    conversation = _ended(alice_browser, cast)
    charlie_browser.get(f"{conversation}/report", 404)
    assert charlie_browser.post(f"{conversation}/debrief").status_code == 404
    assert "Ask the coach" in _report(alice_browser, conversation).text


def test_nobody_signed_in_is_led_to_the_start(app: Flask, alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    response = app.test_client().get(f"{conversation}/report", headers={"Accept": "text/html"})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/?next=")


def test_the_coach_cannot_be_asked_from_another_site(alice_browser: Browser, cast: Cast) -> None:
    conversation = _ended(alice_browser, cast)
    assert alice_browser.client.post(f"{conversation}/debrief").status_code == 400
    assert cast.coach.asked == []
