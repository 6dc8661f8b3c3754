"""Scenarios kept with talks from before a scenario could have several customers.

`scenario_of_0001.yaml` is one as version 0.1.0 shipped it.
"""

from pathlib import Path
from typing import Any

import pytest

from practice.domain.language import Language
from practice.domain.scenario import Scenario
from practice.domain.scenario_kept import read_kept
from practice.domain.stock import Move
from practice.domain.yaml_text import read_yaml
from practice.errors import BadDocument
from practice.library import Library, read_scenario

OLD_TEXT = (Path(__file__).parent / "scenario_of_0001.yaml").read_text(encoding="utf-8")
TALKED_IN = (Language.EN, Language.FI, Language.PL)
NEW_MOVES = {Move.WITHHOLD, Move.ASK_FOR_FIGURES, Move.THANK_GRUDGINGLY, Move.ESCALATE}


@pytest.fixture
def old() -> dict[str, Any]:
    return read_yaml(OLD_TEXT, "old").values


@pytest.fixture
def kept() -> Scenario:
    return read_kept(OLD_TEXT, "old")


def test_it_has_one_customer_whom_any_key_finds(kept: Scenario) -> None:
    [customer] = kept.customers
    assert kept.customer("") is customer
    assert kept.customer("father") is customer
    assert kept.other_than(customer) is None


@pytest.mark.parametrize("language", TALKED_IN)
def test_every_line_in_the_languages_of_its_talks_is_unchanged(
    kept: Scenario, old: dict[str, Any], language: Language
) -> None:
    [customer] = kept.customers
    assert customer.opening.in_language(language) == old["opening"][language]
    assert customer.persona.name.in_language(language) == old["persona"]["name"][language]
    assert customer.persona.register_.in_language(language) == old["persona"]["register"][language]
    for move in set(Move) - NEW_MOVES:
        assert customer.stock.for_move(move, language) == old["stock"][move.value][language], move
    for remedy, was in zip(kept.remedies, old["remedies"], strict=True):
        assert (remedy.key, remedy.said_as.in_language(language)) == (was["key"], was["said_as"][language])


@pytest.mark.parametrize("language", Language)
def test_every_page_text_is_unchanged_in_every_language(
    kept: Scenario, old: dict[str, Any], language: Language
) -> None:
    for name in ("title", "summary", "who", "briefing", "goal"):
        assert getattr(kept, name).in_language(language) == old[name][language]
    for remedy, was in zip(kept.remedies, old["remedies"], strict=True):
        assert remedy.name.in_language(language) == was["name"][language]
        assert remedy.cost.in_language(language) == was["cost"][language]


def test_facts_knowledge_and_conditions_are_unchanged(kept: Scenario, old: dict[str, Any]) -> None:
    [customer] = kept.customers
    assert kept.facts == old["facts"]
    assert customer.knows == old["customer_knows"]
    assert customer.does_not_know == old["customer_does_not_know"]
    assert customer.hidden_need.need == old["hidden_need"]["need"].strip()
    assert str(customer.hidden_need.opens_at) == old["hidden_need"]["trust_needed"]
    mood = customer.start_mood
    assert {gauge: str(getattr(mood, gauge)) for gauge in old["start_mood"]} == old["start_mood"]
    assert customer.resolution.remedies == old["resolution"]["remedies"]
    assert str(customer.resolution.frustration_at_most) == old["resolution"]["frustration_at_most"]
    assert str(customer.resolution.trust_at_least) == old["resolution"]["trust_at_least"]


def test_the_moves_that_came_later_have_lines_of_a_like_move(kept: Scenario) -> None:
    stock = kept.customers[0].stock
    for new, like in (
        (Move.WITHHOLD, Move.DOUBT),
        (Move.ASK_FOR_FIGURES, Move.TEST),
        (Move.THANK_GRUDGINGLY, Move.CONCEDE),
        (Move.ESCALATE, Move.LEAVE),
    ):
        for language in Language:
            assert stock.for_move(new, language) == stock.for_move(like, language)


def test_a_page_in_swedish_shows_what_a_talk_never_was_in_in_english(kept: Scenario) -> None:
    [customer] = kept.customers
    assert customer.opening.sv == customer.opening.en
    assert customer.persona.name.sv == customer.persona.name.en


@pytest.mark.parametrize("channel", ["web_chat", "phone", "email", "shop_counter", "public_thread"])
def test_it_can_be_read_whatever_its_channel_was(channel: str) -> None:
    kept = read_kept(OLD_TEXT.replace("channel: web_chat", f"channel: {channel}"), "old")
    assert kept.channel == channel
    [customer] = kept.customers
    assert (customer.seen is not None) is (channel == "shop_counter")
    assert (kept.subject is not None) is (channel == "email")
    assert (kept.thread is not None) is (channel == "public_thread")


def test_without_what_was_left_out_then_it_can_be_read_too() -> None:
    start, end = OLD_TEXT.index("customer_does_not_know:"), OLD_TEXT.index("remedies:\n")
    assert read_kept(OLD_TEXT[:start] + OLD_TEXT[end:], "old").customers[0].does_not_know == []


def test_todays_format_is_read_as_it_stands(library: Library) -> None:
    for document in library.scenarios():
        assert read_kept(document.text, document.key) == read_scenario(document.text, document.key)


def test_todays_format_is_read_strictly(library: Library) -> None:
    text = library.scenario_document("late-parcel").text
    for slip in ("\nfacts:", "\nwho:", "\n    stock:"):
        with pytest.raises(BadDocument, match="is not known here"):
            read_kept(text.replace(slip, slip.replace(":", "x:"), 1), "kept")
    swedish = text.index("\n  sv:")
    without = text[:swedish] + text[text.index("\n", swedish + 1) :]
    with pytest.raises(BadDocument, match=r"key 'title.sv': is missing"):
        read_kept(without, "kept")


@pytest.mark.parametrize("text", ["title: no scenario at all", "a: b"])
def test_what_is_of_neither_format_is_told_as_a_mistake_in_todays(text: str) -> None:
    with pytest.raises(BadDocument, match="key 'customers': is missing"):
        read_kept(text, "kept")
