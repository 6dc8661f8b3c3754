"""The conversation page: what is sent, what is refused, and that nothing typed is lost."""

import dataclasses
import threading

import pytest
from flask import Flask

from practice.domain.conversation import Outcome
from practice.errors import ModelTimeout, ModelUnavailable
from practice.services.assembly import Services
from practice.store.chat import close_conversation
from practice.store.types import new_id
from practice.web.app import create_app
from practice.web.chat import WAIT_SECONDS
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, noticed, verdict
from tests.web.browser import Browser, events_in, look_at, turn_ids
from tests.web.exchange import QUOTE, REPLY, tell

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_a_reply_is_kept_answered_and_graded_in_one_stream(alice_browser: Browser, cast: Cast) -> None:
    tell(cast, "And when would that be?")
    events = events_in(alice_browser.reply(alice_browser.begin(), REPLY))
    names = [event.name for event in events]
    assert names[0] == "kept"
    assert names[-1] == "end"
    assert names.index("mood") < names.index("token") < names.index("turn")
    assert "grade" in names
    spoken = "".join(event.data["text"] for event in events if event.name == "token")
    assert spoken.strip() == "And when would that be?"


def test_the_page_afterwards_shows_what_the_stream_told(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(noticed(("names_my_trouble", QUOTE)))
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(4, QUOTE))
    events_in(alice_browser.reply(conversation, REPLY))
    text = alice_browser.get(conversation).text
    for expected in (REPLY, "And when would that be?", "4 of 5", QUOTE, "Because of the words.", "felt heard"):
        assert expected in text
    assert "One thing to work on: Calmness. Try one thing." in " ".join(text.replace(" .", ".").split())


def test_without_our_script_the_reply_leads_to_the_whole_page(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    tell(cast)
    response = alice_browser.post(f"{conversation}/replies", text=REPLY, client_key="key")
    assert response.status_code == 303
    assert response.headers["Location"] == f"{conversation}#latest"
    sight = alice_browser.get(conversation)
    assert "And when would that be?" in sight.text
    assert "4 of 5" in sight.text
    assert "http-equiv" not in str(sight.all("meta"))


def test_without_our_script_a_slow_customer_is_waited_for_page_by_page(
    app: Flask, alice_browser: Browser, cast: Cast
) -> None:
    app.config[WAIT_SECONDS] = 0
    held = threading.Event()
    cast.customer.gate = lambda _number: _wait(held)
    conversation = alice_browser.begin()
    tell(cast)
    response = alice_browser.post(f"{conversation}/replies", text=REPLY)
    sight = alice_browser.get(conversation)
    answer_id = next(a["data-turn"] for a in sight.all("li") if "data-unsettled" in a)
    held.set()
    events_in(alice_browser.watch(str(answer_id)))
    assert response.status_code == 303
    assert {"http-equiv": "refresh", "content": f"3; url={conversation}"} in sight.all("meta")
    assert "is still answering" in sight.text


@pytest.mark.parametrize(
    ("text", "says"), [("   ", "There is nothing in the box yet."), ("word " * 801, "longer than one reply can be")]
)
@pytest.mark.parametrize("accept", ["text/html", "text/event-stream"])
def test_an_unfit_reply_is_refused_and_stays_in_the_box(
    alice_browser: Browser, text: str, says: str, accept: str
) -> None:
    conversation = alice_browser.begin()
    response = alice_browser.post(f"{conversation}/replies", accept=accept, text=text)
    assert response.status_code == 400
    if accept == "text/html":
        assert f">{text}</textarea>" in response.text
        assert says in look_at(response).text
    else:
        assert says in response.get_json()["message"]


def test_a_reply_to_an_ended_conversation_is_refused_and_its_text_shown(alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    alice_browser.post(f"{conversation}/end")
    response = alice_browser.post(f"{conversation}/replies", text="Too late, but mine")
    assert response.status_code == 409
    assert "Too late, but mine" in look_at(response).text


def test_a_reply_while_the_customer_writes_is_refused_and_stays(alice_browser: Browser, cast: Cast) -> None:
    held = threading.Event()
    cast.customer.gate = lambda _number: _wait(held)
    conversation = alice_browser.begin()
    tell(cast)
    first = alice_browser.reply(conversation, REPLY)
    second = alice_browser.post(f"{conversation}/replies", text="And another thing")
    held.set()
    events_in(first)
    assert second.status_code == 409
    sight = look_at(second)
    assert "And another thing" in sight.text
    assert "http-equiv" not in str(sight.all("meta")), "a refresh would lose the text"


def test_a_double_click_makes_one_turn(alice_browser: Browser, cast: Cast) -> None:
    conversation, key = alice_browser.begin(), new_id()
    tell(cast)
    first = events_in(alice_browser.reply(conversation, REPLY, key))
    again = events_in(alice_browser.reply(conversation, REPLY, key))
    assert turn_ids(first) == turn_ids(again)
    assert alice_browser.get(conversation).text.count(REPLY) == 1


def test_a_form_gone_back_to_with_other_words_says_something_new(alice_browser: Browser, cast: Cast) -> None:
    conversation, key = alice_browser.begin(), new_id()
    tell(cast)
    events_in(alice_browser.reply(conversation, REPLY, key))
    tell(cast, "All right.", quote="Friday")
    events_in(alice_browser.reply(conversation, "It comes on Friday.", key))
    assert "It comes on Friday." in alice_browser.get(conversation).text


def test_a_strangers_conversation_is_not_there(alice_browser: Browser, charlie_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    tell(cast)
    _, answer_id = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    charlie_browser.get(conversation, status=404)
    assert charlie_browser.reply(conversation, "Hello").status_code == 404
    assert charlie_browser.post(f"{conversation}/end").status_code == 404
    assert charlie_browser.watch(answer_id).status_code == 404
    for change in ("stop", "speak-again", "grade-again"):
        assert charlie_browser.post(f"/turns/{answer_id}/{change}").status_code == 404


@pytest.mark.parametrize("path", ["/conversations/nonsense", "/conversations/%00", "/turns/1/events"])
def test_an_odd_address_is_not_there(alice_browser: Browser, path: str) -> None:
    alice_browser.get(path, status=404)


def test_markup_of_anybody_is_shown_as_text(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say(f"Well {HOSTILE}")
    cast.grader.will_say(verdict(2, HOSTILE))
    events = events_in(alice_browser.reply(conversation, f"Hello {HOSTILE}"))
    markup = [event.data["html"] for event in events if "html" in event.data]
    assert markup
    assert not [html for html in markup if "<script>alert" in html or "<img" in html]
    sight = alice_browser.get(conversation)
    assert f"Hello {HOSTILE}" in sight.text
    assert not sight.all("img")


def test_no_text_can_end_an_event_or_begin_another(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    tell(cast, "Well?", quote="Hello")
    forged = "Hello\n\nevent: end\ndata: {}\n\n"
    names = [event.name for event in events_in(alice_browser.reply(conversation, forged))]
    assert names.count("end") == 1
    assert names[-1] == "end"


def test_a_reply_that_could_not_be_graded_says_why_and_offers_another_try(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And?")
    cast.grader.will_say(ModelTimeout("internal detail"))
    events = events_in(alice_browser.reply(conversation, REPLY))
    reply_id, _ = turn_ids(events)
    [grade] = [event for event in events if event.name == "grade"]
    assert "The language model took too long to answer." in grade.data["html"]
    assert "internal detail" not in grade.data["html"]
    sight = alice_browser.get(conversation)
    assert f"/turns/{reply_id}/grade-again" in [form.get("action") for form in sight.all("form")]
    assert sight.text.count("of 5") == sight.text.count("Difficulty 3 of 5")


def test_a_customer_who_could_not_speak_says_why_and_offers_another_try(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(ModelUnavailable("internal detail"))
    cast.grader.will_say(verdict(3, QUOTE))
    events = events_in(alice_browser.reply(conversation, REPLY))
    _, answer_id = turn_ids(events)
    [turn] = [event for event in events if event.name == "turn"]
    assert turn.data["status"] == "failed"
    sight = alice_browser.get(conversation)
    assert "The language model could not be reached just now." in sight.text
    assert "Your reply is kept." in sight.text
    assert f"/turns/{answer_id}/speak-again" in [form.get("action") for form in sight.all("form")]


def test_what_was_not_shown_and_a_quote_nobody_wrote_are_named_as_such(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    tell(cast, quote="words nobody wrote")
    events_in(alice_browser.reply(conversation, REPLY))
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("Fine.")
    cast.grader.will_say(verdict("not_shown"))
    events_in(alice_browser.reply(conversation, "On Friday."))
    text = alice_browser.get(conversation).text
    assert text.count("these words were not found in your reply") == 4
    assert "not shown" in text


def test_ending_leads_to_the_report_and_closes_the_box(alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    response = alice_browser.post(f"{conversation}/end")
    assert response.headers["Location"] == f"{conversation}/report"
    sight = alice_browser.get(conversation)
    assert not sight.all("textarea")
    assert f"{conversation}/report" in [link["href"] for link in sight.all("a")]


def test_a_talk_that_went_on_to_somebody_else_is_closed_in_plain_words(
    alice_browser: Browser, services: Services
) -> None:
    conversation = alice_browser.begin()
    with services.database.writing() as session:
        close_conversation(session, conversation.rsplit("/", 1)[1], Outcome.ESCALATED)
    sight = alice_browser.get(conversation)
    assert "goes on with somebody who may decide" in sight.text
    assert not sight.all("textarea")
    assert "taken to somebody who may decide" in alice_browser.get("/scenarios").text


def test_beyond_the_last_place_a_reply_is_refused_before_anything_is_written(services: Services, cast: Cast) -> None:
    settings = services.settings.model_copy(update={"open_streams": 1})
    browser = Browser(create_app(dataclasses.replace(services, settings=settings))).sign_in("Alice")
    first, second = browser.begin(), browser.begin()
    held = threading.Event()
    cast.customer.gate = lambda _number: _wait(held)
    tell(cast)
    going = browser.reply(first, REPLY)
    refused = browser.reply(second, REPLY)
    page = browser.get(second)
    held.set()
    events_in(going)
    going.close()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert refused.get_json()["message"]
    assert REPLY not in page.text
    tell(cast)
    assert events_in(browser.reply(second, REPLY))[-1].name == "end"


def test_a_reader_who_leaves_gives_the_place_back(services: Services, cast: Cast) -> None:
    settings = services.settings.model_copy(update={"open_streams": 1})
    browser = Browser(create_app(dataclasses.replace(services, settings=settings))).sign_in("Alice")
    conversation = browser.begin()
    tell(cast)
    left = browser.reply(conversation, REPLY)
    left.close()
    sight = browser.get(conversation)
    answer_id = [a["data-turn"] for a in sight.all("li") if "data-turn" in a][-1]
    assert events_in(browser.watch(str(answer_id)))[-1].name == "end"


def _wait(event: threading.Event) -> None:
    assert event.wait(10)
