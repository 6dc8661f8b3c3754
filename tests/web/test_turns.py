"""One exchange: watched again, stopped, tried again."""

import threading

import pytest

from practice.errors import ModelTimeout, ModelUnavailable
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, verdict
from tests.web.browser import Browser, Event, events_in, turn_ids
from tests.web.exchange import QUOTE, REPLY, tell


def test_watching_again_tells_the_same_from_the_beginning(alice_browser: Browser, cast: Cast) -> None:
    tell(cast)
    first = events_in(alice_browser.reply(alice_browser.begin(), REPLY))
    _, answer_id = turn_ids(first)
    again = events_in(alice_browser.watch(answer_id))
    assert _told(again) == _told(first)
    assert again[-1].name == "end"


def test_a_stream_is_never_compressed_nor_kept(alice_browser: Browser, cast: Cast) -> None:
    tell(cast)
    _, answer_id = turn_ids(events_in(alice_browser.reply(alice_browser.begin(), REPLY)))
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "gzip, br"}
    response = alice_browser.client.get(f"/turns/{answer_id}/events", headers=headers)
    assert "Content-Encoding" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    response.close()


def test_the_opening_line_is_no_exchange_to_watch(alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin())
    [opening] = [attributes["data-turn"] for attributes in sight.all("li") if "data-turn" in attributes]
    assert alice_browser.watch(str(opening)).status_code == 404


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_stopping_keeps_the_words_said(alice_browser: Browser, cast: Cast, accept: str) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def gate(number: int) -> None:
        if number == 3:
            reached.set()
            assert go_on.wait(10)

    cast.customer.gate = gate
    conversation = alice_browser.begin()
    tell(cast, "One two three four five six.")
    stream = alice_browser.reply(conversation, REPLY)
    assert reached.wait(10)
    sight = alice_browser.get(conversation)
    answer_id = next(a["data-turn"] for a in sight.all("li") if "data-unsettled" in a)
    response = alice_browser.post(f"/turns/{answer_id}/stop", accept=accept)
    go_on.set()
    events_in(stream)
    assert response.status_code == (303 if accept == "text/html" else 200)
    text = alice_browser.get(conversation).text
    assert "One two three" in text
    assert "four" not in text
    assert "You stopped the answer here." in text


def test_a_failed_answer_and_grade_can_be_tried_again_in_place(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(ModelUnavailable("down"))
    cast.grader.will_say(ModelTimeout("slow"))
    reply_id, answer_id = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    tell(cast, "At last.")
    spoken = alice_browser.post(f"/turns/{answer_id}/speak-again", accept="application/json")
    graded = alice_browser.post(f"/turns/{reply_id}/grade-again", accept="application/json")
    events = events_in(alice_browser.watch(answer_id))
    assert f'id="turn-{answer_id}"' in spoken.get_json()["html"]
    assert f'id="turn-{reply_id}"' in graded.get_json()["html"]
    assert "At last." in "".join(event.data["text"] for event in events if event.name == "token")
    assert "4 of 5" in alice_browser.get(conversation).text


def test_trying_again_without_our_script_returns_to_the_line(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(NOTHING_NOTICED)
    cast.customer.will_say("And?")
    cast.grader.will_say(ModelTimeout("slow"), verdict(3, QUOTE))
    reply_id, answer_id = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    response = alice_browser.post(f"/turns/{reply_id}/grade-again")
    events_in(alice_browser.watch(answer_id))
    assert response.headers["Location"] == f"{conversation}#turn-{reply_id}"
    assert "3 of 5" in alice_browser.get(conversation).text


@pytest.mark.parametrize("change", ["stop", "speak-again", "grade-again"])
def test_a_change_that_has_nothing_to_do_leaves_everything_as_it_is(
    alice_browser: Browser, cast: Cast, change: str
) -> None:
    conversation = alice_browser.begin()
    tell(cast)
    reply_id, answer_id = turn_ids(events_in(alice_browser.reply(conversation, REPLY)))
    before = alice_browser.get(conversation).text
    turn_id = reply_id if change == "grade-again" else answer_id
    assert alice_browser.post(f"/turns/{turn_id}/{change}").status_code == 303
    assert alice_browser.get(conversation).text == before


def _told(events: list[Event]) -> tuple[str, str]:
    """The words and the grade."""
    words = "".join(event.data["text"] for event in events if event.name == "token")
    [grade] = [event.data["say"] for event in events if event.name == "grade"]
    return words.strip(), grade
