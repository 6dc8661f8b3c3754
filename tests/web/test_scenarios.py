"""The list, the briefing and the start of a talk."""

import pytest
from flask import Flask

from practice.domain.conversation import Mode
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import BadInput
from practice.services.assembly import Services
from practice.store.person import Person
from practice.web.choices import read_choices
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
    assert services.chat.scenario("late-parcel").scenario.customers[0].hidden_need.need not in text


def test_an_unknown_scenario_is_not_there(alice_browser: Browser) -> None:
    alice_browser.get("/scenarios/no-such-thing", status=404)


@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_a_talk_begins_with_the_customers_line_in_the_language_chosen(
    alice_browser: Browser, services: Services, language: str
) -> None:
    sight = alice_browser.get(alice_browser.begin("cheap-mixer", language))
    scenario = services.chat.scenario("cheap-mixer").scenario
    assert getattr(scenario.customers[0].opening, language) in sight.text


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("language", "de", "en, fi, pl, sv"),
        ("difficulty", "6", "1, 2, 3, 4, 5"),
        ("difficulty", "", "1, 2, 3, 4, 5"),
        ("mode", "exam", "practice, check"),
    ],
)
def test_a_choice_that_is_none_is_refused_and_what_there_is_named(
    app: Flask, alice_browser: Browser, field: str, value: str, allowed: str
) -> None:
    form = {"language": "en", field: value}
    assert alice_browser.post("/scenarios/late-parcel/conversations", **form).status_code == 400
    with app.test_request_context(method="POST", data=form), pytest.raises(BadInput, match=allowed):
        read_choices()


def test_what_was_chosen_holds_for_the_talk(alice_browser: Browser, services: Services, alice: Person) -> None:
    address = alice_browser.begin("overdue-invoice", "sv", difficulty="5", mode="check", unhurried="yes")
    talk = services.chat.view(alice, address.rsplit("/", 1)[1]).conversation
    assert (talk.language, talk.difficulty, talk.mode, talk.unhurried) == (Language.SV, 5, Mode.CHECK, True)


def test_without_a_choice_the_scenario_suggests_the_difficulty(
    alice_browser: Browser, services: Services, alice: Person
) -> None:
    talk = services.chat.view(alice, alice_browser.begin("queue-quarrel").rsplit("/", 1)[1]).conversation
    suggested = services.chat.scenario("queue-quarrel").scenario.difficulty
    assert (talk.difficulty, talk.mode, talk.unhurried) == (suggested, Mode.PRACTICE, False)


def test_the_briefing_offers_every_choice_with_the_suggested_one_made(
    alice_browser: Browser, services: Services
) -> None:
    sight = alice_browser.get("/scenarios/queue-quarrel")
    fields = sight.all("input")
    made = {field["name"]: field["value"] for field in fields if "checked" in field}
    suggested = services.chat.scenario("queue-quarrel").scenario.difficulty
    assert made == {"language": "en", "difficulty": str(suggested), "mode": "practice"}
    assert [field["value"] for field in fields if field.get("name") == "difficulty"] == ["1", "2", "3", "4", "5"]
    for expected in ("every slip hurts", "shows mood and grades as you go", "shows them only at the end"):
        assert expected in sight.text


@pytest.mark.parametrize(("scenario", "offered"), [("overdue-invoice", True), ("contract-renewal", False)])
def test_time_is_offered_where_waiting_would_cost_patience(
    alice_browser: Browser, scenario: str, offered: bool
) -> None:
    assert ("Without hurry" in alice_browser.get(f"/scenarios/{scenario}").text) is offered


def test_the_list_can_be_narrowed_to_a_channel_without_script(alice_browser: Browser, services: Services) -> None:
    sight = alice_browser.get("/scenarios?channel=phone")
    shown = [href for link in sight.all("a") if (href := str(link["href"])).startswith("/scenarios/")]
    phone = [e.key for e in services.chat.scenarios() if e.scenario.channel is Channel.PHONE]
    assert sorted(shown) == sorted(f"/scenarios/{key}" for key in phone)
    [current] = [link["href"] for link in sight.all("a") if "aria-current" in link]
    assert current == "/scenarios?channel=phone"


def test_a_channel_that_there_is_not_is_refused(alice_browser: Browser) -> None:
    alice_browser.get("/scenarios?channel=fax", status=400)


def test_the_list_leads_back_to_own_talks_and_to_nobody_elses(
    alice_browser: Browser, charlie_browser: Browser, services: Services, alice: Person
) -> None:
    going, ended = alice_browser.begin(), alice_browser.begin("cheap-mixer")
    services.chat.end(alice, ended.rsplit("/", 1)[1])
    links = [attributes["href"] for attributes in alice_browser.get("/scenarios").all("a")]
    assert f"{going}#latest" in links
    assert f"{ended}/report" in links
    assert "Your latest conversations" not in charlie_browser.get("/scenarios").text
