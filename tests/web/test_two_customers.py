"""Two customers in one talk: who speaks, and how each of them feels."""

import re

import pytest

from practice.domain.language import Language
from practice.domain.scenario import Scenario
from practice.services.assembly import Services
from tests.fakes import Cast
from tests.services.talk import noticed, verdict
from tests.web.browser import Browser, Event, Sight, events_in
from tests.web.exchange import QUOTE, REPLY

LINE = "And when would that be?"


@pytest.fixture
def quarrel(services: Services) -> Scenario:
    return services.chat.scenario("queue-quarrel").scenario


def _exchange(browser: Browser, cast: Cast) -> tuple[str, list[Event]]:
    conversation = browser.begin("queue-quarrel")
    heard = noticed(("names_my_trouble", QUOTE))
    cast.appraiser.will_say(heard, heard)
    cast.customer.will_say(LINE)
    cast.grader.will_say(verdict(4, QUOTE))
    return conversation, events_in(browser.reply(conversation, REPLY))


def _sides(sight: Sight) -> list[str]:
    """Which customer each line is by, in order."""
    found = [re.search(r"who-(\d)", line.get("class") or "") for line in sight.all("li") if "data-turn" in line]
    return [side[1] for side in found if side]


def test_each_line_says_who_speaks_and_has_their_mark(alice_browser: Browser, quarrel: Scenario) -> None:
    sight = alice_browser.get(alice_browser.begin("queue-quarrel"))
    for customer in quarrel.customers:
        name = customer.persona.name.en
        assert re.search(f"{name} .*{re.escape(customer.opening.en)}", sight.text)
        assert f"How {name} feels now" in sight.text
    assert _sides(sight) == ["1", "2"]
    marks = [svg["class"] for svg in sight.all("svg") if (svg.get("class") or "").startswith("mark ")]
    assert {"mark mark-1", "mark mark-2"} == set(marks)


def test_it_is_told_who_answers_before_the_first_word(alice_browser: Browser, cast: Cast, quarrel: Scenario) -> None:
    _, events = _exchange(alice_browser, cast)
    kept = events[0].data["html"]
    assert " · ".join(quarrel.names(Language.EN)) in kept
    line = next(event for event in events if event.name == "line").data["html"]
    speaker = next(name for name in quarrel.names(Language.EN) if name in line)
    names = [event.name for event in events]
    assert names.index("line") < names.index("token")
    turn = next(event for event in events if event.name == "turn")
    assert turn.data["say"].startswith(f"{speaker}: {LINE}")


def test_one_reply_moves_both_moods_and_says_why_for_each(
    alice_browser: Browser, cast: Cast, quarrel: Scenario
) -> None:
    conversation, events = _exchange(alice_browser, cast)
    panels = next(event for event in events if event.name == "mood").data["panels"]
    for text in (Sight(panels).text, alice_browser.get(conversation).text):
        for customer in quarrel.customers:
            assert f"How {customer.persona.name.en} feels now" in text
        assert text.count("felt heard") >= 2
        assert text.count(QUOTE) >= 2


def test_the_report_has_a_curve_and_a_table_for_each(alice_browser: Browser, cast: Cast, quarrel: Scenario) -> None:
    conversation, _ = _exchange(alice_browser, cast)
    sight = alice_browser.get(f"{conversation}/report")
    tables = [table for table in sight.all("table") if table.get("class") == "moves"]
    assert len(tables) == 2
    assert "How the customers felt" in sight.text
    for customer in quarrel.customers:
        assert f"What moved {customer.persona.name.en}: your words" in sight.text


def test_one_customer_alone_needs_no_mark(alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin())
    assert not [svg for svg in sight.all("svg") if (svg.get("class") or "").startswith("mark ")]
