"""A check: mood and grades are made as the talk goes on, and shown to nobody before its end."""

import pytest

from tests.fakes import Cast
from tests.services.talk import noticed, verdict
from tests.web.browser import Browser, events_in, turn_ids
from tests.web.exchange import QUOTE, REPLY, end

SIGNS = ("Frustration", "4 of 5", "felt heard", "What moved it", "Because of the words.")


def _exchange(browser: Browser, cast: Cast) -> tuple[str, list[str], str]:
    """The address, the names of the events, and all that they told."""
    conversation = browser.begin(mode="check")
    cast.appraiser.will_say(noticed(("names_my_trouble", QUOTE)))
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(4, QUOTE))
    events = events_in(browser.reply(conversation, REPLY))
    return conversation, [event.name for event in events], str([event.data for event in events])


def test_nothing_of_it_is_streamed(alice_browser: Browser, cast: Cast) -> None:
    _, names, told = _exchange(alice_browser, cast)
    assert {"kept", "line", "token", "turn", "end"} == set(names)
    assert not [sign for sign in SIGNS if sign in told]


def test_nothing_of_it_is_streamed_to_who_watches_again(alice_browser: Browser, cast: Cast) -> None:
    conversation, _, _ = _exchange(alice_browser, cast)
    cast.appraiser.will_say(noticed())
    cast.customer.will_say("Well?")
    cast.grader.will_say(verdict(4, "today"))
    _, answer_id = turn_ids(events_in(alice_browser.reply(conversation, "It comes today.")))
    assert {event.name for event in events_in(alice_browser.watch(answer_id))} == {"line", "token", "turn", "end"}


@pytest.mark.parametrize("page", ["", "/report"])
def test_no_page_shows_it_while_the_talk_is_open_and_each_says_so_once(
    alice_browser: Browser, cast: Cast, page: str
) -> None:
    conversation, _, _ = _exchange(alice_browser, cast)
    text = alice_browser.get(conversation + page).text
    assert not [sign for sign in SIGNS if sign in text]
    assert text.count("come together at the end") == 1


def test_after_the_end_everything_is_there(alice_browser: Browser, cast: Cast) -> None:
    conversation, _, _ = _exchange(alice_browser, cast)
    end(alice_browser, cast, conversation)
    for page in ("", "/report"):
        text = alice_browser.get(conversation + page).text
        assert not [sign for sign in SIGNS if sign not in text]
        assert "come together at the end" not in text
