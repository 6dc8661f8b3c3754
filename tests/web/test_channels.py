"""What the channel brings to the page: e-mails, gestures, onlookers, things to do, and the time a reply took."""

import pytest

from practice.domain.scenario import Scenario
from practice.services.assembly import Services
from practice.web.words import minutes_in_words, time_in_words
from tests.fakes import Cast
from tests.services.talk import NOTHING_NOTICED, noticed, verdict
from tests.web.browser import Browser, Event, Sight, events_in
from tests.web.exchange import QUOTE, REPLY, tell

PRIVATELY = "[Suggests going on in private messages]"


def _scenario(services: Services, key: str) -> Scenario:
    return services.chat.scenario(key).scenario


def _exchange(
    browser: Browser, cast: Cast, scenario: str, events: str = NOTHING_NOTICED, **choices: str
) -> tuple[str, list[Event]]:
    conversation = browser.begin(scenario, **choices)
    cast.appraiser.will_say(events)
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(4, QUOTE))
    return conversation, events_in(browser.reply(conversation, REPLY))


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "0 s"), (42, "42 s"), (90, "90 s"), (125, "2:05 min")])
def test_a_time_is_told_in_seconds_and_beyond_a_minute_and_a_half_in_minutes(seconds: float, told: str) -> None:
    assert time_in_words(seconds) == told


@pytest.mark.parametrize(("seconds", "told"), [(0.4, "1 min"), (60, "1 min"), (61, "2 min"), (7200, "120 min")])
def test_an_e_mails_time_is_told_in_minutes(seconds: float, told: str) -> None:
    assert minutes_in_words(seconds) == told


@pytest.mark.parametrize(
    ("scenario", "told"), [("overdue-invoice", "answered in 0 s"), ("contract-renewal", "answered in 1 min")]
)
def test_a_reply_tells_how_long_it_took_in_seconds_or_on_e_mail_in_minutes(
    alice_browser: Browser, cast: Cast, scenario: str, told: str
) -> None:
    conversation, _ = _exchange(alice_browser, cast, scenario)
    for page in ("", "/report"):
        assert told in alice_browser.get(conversation + page).text


@pytest.mark.parametrize(
    ("scenario", "choices", "counted"),
    [("overdue-invoice", {}, True), ("overdue-invoice", {"unhurried": "yes"}, False), ("contract-renewal", {}, False)],
)
def test_the_wait_is_counted_where_it_counts(
    alice_browser: Browser, scenario: str, choices: dict[str, str], counted: bool
) -> None:
    sight = alice_browser.get(alice_browser.begin(scenario, **choices))
    clocks = [small for small in sight.all("small") if small.get("data-clock") == "waiting"]
    assert len(clocks) == counted
    assert all(clock["aria-hidden"] == "true" for clock in clocks)


def test_an_email_says_from_whom_to_whom_and_about_what(alice_browser: Browser, cast: Cast, services: Services) -> None:
    scenario = _scenario(services, "contract-renewal")
    assert scenario.subject is not None
    name = scenario.customers[0].persona.name.en
    conversation, _ = _exchange(alice_browser, cast, "contract-renewal")
    for page in ("", "/report"):
        text = alice_browser.get(conversation + page).text
        assert f"From {name} To You Subject {scenario.subject.en} " in text
        assert f"To {name} Subject Re: {scenario.subject.en}" in text


def test_at_the_counter_each_line_comes_with_what_is_to_be_seen(
    alice_browser: Browser, cast: Cast, services: Services
) -> None:
    conversation, events = _exchange(alice_browser, cast, "cheap-mixer")
    [customer] = _scenario(services, "cheap-mixer").customers
    assert customer.seen is not None
    gestures = [*customer.seen.calm.en, *customer.seen.tense.en, *customer.seen.furious.en]
    text = alice_browser.get(conversation).text
    assert sum(f"What you see: {gesture}" in text for gesture in gestures) == 2
    assert "You may write what you do in brackets" in text
    turn = next(event for event in events if event.name == "turn")
    assert any(gesture in turn.data["say"] for gesture in gestures)


@pytest.mark.parametrize(
    ("noticed_event", "whose"), [("blames_me", "worse"), ("names_my_trouble", "better"), ("", "nobody")]
)
def test_an_onlooker_takes_the_side_that_the_mood_took(
    alice_browser: Browser, cast: Cast, services: Services, noticed_event: str, whose: str
) -> None:
    thread = _scenario(services, "public-review").thread
    assert thread is not None
    events = noticed((noticed_event, QUOTE)) if noticed_event else NOTHING_NOTICED
    conversation, _ = _exchange(alice_browser, cast, "public-review", events, difficulty="1")
    text = alice_browser.get(conversation).text
    assert f"{thread.likes} likes" in text
    assert [side for side in ("worse", "better") if any(c in text for c in getattr(thread, side).en)] == (
        [whose] if noticed_event else []
    )
    assert text.count("An onlooker writes") == bool(noticed_event)


@pytest.mark.parametrize(("typed", "said"), [("Hello.", f"Hello. {PRIVATELY}"), ("", PRIVATELY)])
@pytest.mark.parametrize("script", [True, False])
def test_something_to_do_is_sent_with_what_was_typed(
    alice_browser: Browser, cast: Cast, typed: str, said: str, script: bool
) -> None:
    conversation = alice_browser.begin("public-review")
    tell(cast, quote="private")
    if script:
        events_in(alice_browser.reply(conversation, typed, action="continue_in_private"))
    else:
        alice_browser.post(f"{conversation}/replies", text=typed, action="continue_in_private")
    assert f"You {said}" in alice_browser.get(conversation).text


def test_what_can_be_done_is_offered_in_the_language_of_the_page(alice_browser: Browser) -> None:
    conversation = alice_browser.begin("public-review")
    alice_browser.language = "fi"
    sight = alice_browser.get(conversation)
    offered = [button["value"] for button in sight.all("button") if button.get("name") == "action"]
    assert offered == ["continue_in_private", "call_me", "delete_review"]
    assert "Pyydä soittamaan" in sight.text


@pytest.mark.parametrize(("scenario", "action"), [("public-review", "fly"), ("late-parcel", "call_me")])
def test_what_cannot_be_done_here_is_refused_and_the_text_stays(
    alice_browser: Browser, scenario: str, action: str
) -> None:
    response = alice_browser.post(f"{alice_browser.begin(scenario)}/replies", text="Mine", action=action)
    assert response.status_code == 400
    text = Sight(response.text).text
    assert "That cannot be done in this conversation." in text
    assert ">Mine</textarea>" in response.text


def test_the_same_text_with_another_deed_says_something_new(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin("public-review")
    for line, action in (("Well?", "continue_in_private"), ("Oh.", "call_me")):
        tell(cast, line, quote="Hello")
        events_in(alice_browser.reply(conversation, "Hello.", "one-key", action=action))
    text = alice_browser.get(conversation).text
    assert PRIVATELY in text
    assert "[Gives a direct number and asks for a call]" in text


def test_a_call_shows_its_time_and_offers_a_voice_where_there_is_one(alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin("overdue-invoice"))
    [timer] = [item for item in sight.all("li") if item.get("data-clock") == "call"]
    assert timer["aria-hidden"] == "true"
    voices = {button["data-voice"]: button for button in sight.all("button") if "data-voice" in button}
    assert set(voices) == {"read", "dictate"}
    assert all("hidden" in button and button["aria-pressed"] == "false" for button in voices.values())
