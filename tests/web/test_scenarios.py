"""The list, the briefing and the start of a talk."""

import pytest

from practice.services.assembly import Services
from practice.store.person import Person
from tests.web.browser import Browser

SCENARIOS = ("late-parcel", "cheap-mixer", "overdue-invoice")


def test_the_list_shows_every_scenario_with_channel_and_difficulty(alice_browser: Browser, services: Services) -> None:
    sight = alice_browser.get("/scenarios")
    for entry in services.chat.scenarios():
        assert entry.scenario.title.en in sight.text
        assert entry.scenario.summary.en in sight.text
    assert "web chat" in sight.text
    assert "Difficulty 3 of 5" in sight.text


@pytest.mark.parametrize("key", SCENARIOS)
@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_a_briefing_tells_what_is_needed(alice_browser: Browser, services: Services, key: str, language: str) -> None:
    alice_browser.language = language
    text = alice_browser.get(f"/scenarios/{key}").text
    scenario = services.chat.scenario(key).scenario
    shown = [scenario.who, scenario.briefing, scenario.goal, *[remedy.name for remedy in scenario.remedies]]
    assert all(getattr(part, language).strip() in text for part in shown)


def test_a_briefing_keeps_what_the_trainee_must_find_out(alice_browser: Browser, services: Services) -> None:
    text = alice_browser.get("/scenarios/late-parcel").text
    assert services.chat.scenario("late-parcel").scenario.hidden_need.need not in text


def test_an_unknown_scenario_is_not_there(alice_browser: Browser) -> None:
    alice_browser.get("/scenarios/no-such-thing", status=404)


@pytest.mark.parametrize("language", ["en", "fi", "pl"])
def test_a_talk_begins_with_the_customers_line_in_the_language_chosen(
    alice_browser: Browser, services: Services, language: str
) -> None:
    sight = alice_browser.get(alice_browser.begin("cheap-mixer", language))
    scenario = services.chat.scenario("cheap-mixer").scenario
    assert getattr(scenario.opening, language) in sight.text


def test_a_language_no_talk_is_held_in_is_refused(alice_browser: Browser) -> None:
    response = alice_browser.post("/scenarios/late-parcel/conversations", language="sv")
    assert response.status_code == 400


def test_the_list_leads_back_to_own_talks_and_to_nobody_elses(
    alice_browser: Browser, charlie_browser: Browser, services: Services, alice: Person
) -> None:
    going, ended = alice_browser.begin(), alice_browser.begin("cheap-mixer")
    services.chat.end(alice, ended.rsplit("/", 1)[1])
    links = [attributes["href"] for attributes in alice_browser.get("/scenarios").all("a")]
    assert f"{going}#latest" in links
    assert f"{ended}/report" in links
    assert "Your latest conversations" not in charlie_browser.get("/scenarios").text
