"""Why a mood moved, reply by reply: every point has its reason."""

import re
from dataclasses import replace

from flask import Flask

from practice.domain.mood import MoodEffect
from practice.domain.transcript import Speaker
from practice.services.assembly import Services
from practice.services.talk import TurnView
from practice.store.person import Person
from practice.web.mood_path import mood_paths
from tests.fakes import Cast
from tests.services.talk import noticed, verdict
from tests.web.browser import Browser, Sight, events_in
from tests.web.exchange import QUOTE, REPLY


def _exchange(browser: Browser, cast: Cast, events: str, conversation: str = "") -> str:
    conversation = conversation or browser.begin()
    cast.appraiser.will_say(events)
    cast.customer.will_say(("And when would that be?", "Who told you so?")[len(cast.customer.asked)])
    cast.grader.will_say(verdict(4, QUOTE))
    events_in(browser.reply(conversation, REPLY if not cast.customer.asked else f"Really, {REPLY}"))
    return conversation


def test_the_reasons_add_up_to_the_change(
    app: Flask, alice_browser: Browser, cast: Cast, services: Services, alice: Person
) -> None:
    conversation = _exchange(alice_browser, cast, noticed(("blames_me", QUOTE), ("names_my_trouble", QUOTE)))
    view = services.chat.view(alice, conversation.rsplit("/", 1)[1])
    with app.test_request_context():
        [path] = mood_paths(view, services.library.mood_table)
    [step] = path.steps
    assert step.reaction is not None
    for gauge in ("frustration", "trust", "patience"):
        total = sum(getattr(cause.points, gauge) for cause in step.reaction.causes)
        assert total == getattr(step.reaction.change, gauge)


def test_a_reason_without_words_is_a_row_of_its_own(alice_browser: Browser, cast: Cast) -> None:
    conversation = _exchange(alice_browser, cast, noticed())
    for page in ("", "/report"):
        text = alice_browser.get(conversation + page).text
        assert "every reply takes a little patience" in text
        assert "nothing that helped" in text
        assert "waiting and limits" not in text


def test_what_moved_only_what_nobody_sees_is_no_row(
    app: Flask, alice_browser: Browser, services: Services, alice: Person
) -> None:
    view = services.chat.view(alice, alice_browser.begin().rsplit("/", 1)[1])
    [opening] = view.turns
    effects = (
        MoodEffect("at_the_end", "", 0, 0, 0, disclosure=-4),
        MoodEffect("concrete_step", "a new one", -6, 5, 4, about="courier"),
        MoodEffect("concrete_step", "a refund", 0, 0, 0, about="refund"),
    )
    reply = replace(opening.turn, id="1" * 32, speaker=Speaker.TRAINEE, mood=None)
    answer = replace(opening.turn, id="2" * 32, effects=effects)
    longer = replace(view, turns=(opening, TurnView(reply), TurnView(answer)))
    with app.test_request_context():
        [path] = mood_paths(longer, services.library.mood_table)
    [step] = path.steps
    assert step.reaction is not None
    assert [(cause.effect.words, cause.counts) for cause in step.reaction.causes] == [
        ("a new one", True),
        ("a refund", False),
    ]


def test_the_chat_page_has_a_step_for_each_reply_that_leads_to_its_words(alice_browser: Browser, cast: Cast) -> None:
    conversation = _exchange(alice_browser, cast, noticed(("names_my_trouble", QUOTE)))
    _exchange(alice_browser, cast, noticed(("blames_me", QUOTE)), conversation)
    sight = alice_browser.get(conversation)
    steps = [button for button in sight.all("button") if "data-step" in button]
    assert [step["data-step"] for step in steps] == ["1", "2"]
    ids = {item.get("id") for item in sight.all("li")}
    assert all(step["aria-describedby"] in ids and step["aria-expanded"] == "false" for step in steps)
    listed = re.search("All steps in words Reply 1 (.*) Reply 2 (.*)", sight.text)
    assert listed is not None
    assert f"{QUOTE} felt heard" in listed[1]
    assert f"{QUOTE} felt blamed" in listed[2]


def test_before_the_first_reply_there_is_no_curve(alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin())
    assert not [svg for svg in sight.all("svg") if "curve-chart" in (svg.get("class") or "")]


def test_the_streamed_panel_is_the_one_of_the_page(alice_browser: Browser, cast: Cast) -> None:
    conversation = alice_browser.begin()
    cast.appraiser.will_say(noticed(("names_my_trouble", QUOTE)))
    cast.customer.will_say("And when would that be?")
    cast.grader.will_say(verdict(4, QUOTE))
    events = events_in(alice_browser.reply(conversation, REPLY))
    mood = next(event for event in events if event.name == "mood")
    page = alice_browser.get(conversation).text
    assert Sight(mood.data["panels"]).text in page
    assert Sight(mood.data["bar"]).text in page
