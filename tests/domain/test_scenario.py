"""Scenarios: what may stand in one, and how a slip is told. A shipped scenario is the text that slips are put into."""

import pytest

from practice.domain.document import read_document
from practice.domain.language import Language
from practice.domain.scenario import Scenario, texts_of
from practice.domain.stock import Move
from practice.errors import BadDocument
from practice.library import Library, read_scenario


@pytest.fixture
def text(library: Library) -> str:
    return library.scenario_document("overdue-invoice").text


def _line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _with(text: str, above: str, key: str, value: str) -> tuple[str, int]:
    """The text with the line of `key` after the line `above` written anew, and the number of that line."""
    at = text.index(f" {key}:", text.index(f" {above}\n"))
    end = text.index("\n", at)
    return f"{text[:at]} {key}: {value}{text[end:]}", text.count("\n", 0, at) + 1


def _refused(text: str) -> str:
    with pytest.raises(BadDocument) as caught:
        read_document(text, "invoice.yaml", Scenario)
    return str(caught.value)


def _complaint(text: str, old: str, new: str) -> str:
    assert old in text
    return _refused(text.replace(old, new, 1))


def test_an_unknown_remedy_in_the_resolution_names_line_and_known_ones(text: str) -> None:
    changed, line = _with(text, "resolution:", "remedies", "[payment_plan, a_pony]")
    assert _refused(changed) == (
        f"invoice.yaml, line {line}: key 'customers.0.resolution.remedies.1': names 'a_pony'; "
        "known remedies: pause_calls, payment_plan, waive_late_fee"
    )


def test_an_unknown_topic_in_the_resolution_names_line_and_known_ones(text: str) -> None:
    changed, line = _with(text, "resolution:", "topics", "[weather]")
    assert f"line {line}: key 'customers.0.resolution.topics.0': names 'weather'; known topics: payment" in _refused(
        changed
    )


def test_a_resolution_needs_a_remedy(text: str) -> None:
    changed, line = _with(text, "resolution:", "remedies", "[]")
    assert f"line {line}: key 'customers.0.resolution.remedies': must have at least one entry" in _refused(changed)


def test_a_remedy_twice_is_shown_at_the_second(text: str) -> None:
    complaint = _complaint(text, "- key: waive_late_fee", "- key: payment_plan")
    where = _line(text, "- key: waive_late_fee")
    assert complaint == f"invoice.yaml, line {where}: key 'remedies.2.key': 'payment_plan' stands twice; each once"


def test_a_topic_may_not_share_a_remedys_key(text: str) -> None:
    complaint = _complaint(text, "  - key: payment\n", "  - key: payment_plan\n")
    where = _line(text, "  - key: payment\n")
    assert (
        complaint
        == f"invoice.yaml, line {where}: key 'topics.0.key': 'payment_plan' is the key of something else already"
    )


def test_a_remedy_without_its_cost_is_refused(text: str) -> None:
    complaint = _complaint(text, "    cost:", "    price:")
    assert f"line {_line(text, '  - key: pause_calls')}: key 'remedies.0.cost': is missing; add it" in complaint
    assert f"line {_line(text, '    cost:')}: key 'remedies.0.price': is not known here" in complaint


def test_a_missing_language_is_named_where_it_belongs(text: str) -> None:
    opening = text.index("\n    opening:\n") + 1
    at = text.index("\n      fi: ", opening)
    without = text[:at] + text[text.index("\n", at + 1) :]
    line = text.count("\n", 0, opening) + 1
    assert _refused(without) == f"invoice.yaml, line {line}: key 'customers.0.opening.fi': is missing; add it"


def test_a_language_that_is_not_spoken_is_refused(text: str) -> None:
    complaint = _complaint(text, "\n    opening:\n", "\n    opening:\n      de: Guten Tag\n")
    assert "key 'customers.0.opening.de': is not known here; known keys: en, fi, pl, sv" in complaint


def test_the_keys_of_a_person_are_named_as_they_are_written(text: str) -> None:
    complaint = _complaint(text, "\n      register:\n", "\n      rgister:\n")
    assert "key 'customers.0.persona.register': is missing" in complaint
    known = "name, manner, decision_style, culture, register, weighs"
    assert f"key 'customers.0.persona.rgister': is not known here; known keys: {known}" in complaint


def test_a_scenario_without_a_resolution_is_refused_with_its_customer(text: str) -> None:
    complaint = _complaint(text, "\n    resolution:\n", "\n    solution:\n")
    line = _line(text, "  - key: owner")
    assert f"invoice.yaml, line {line}: key 'customers.0.resolution': is missing; add it" in complaint


def test_each_channel_has_its_own_parts_and_no_other(text: str) -> None:
    for channel, part in (("email", "subject"), ("public_thread", "thread"), ("shop_counter", "customers.0.seen")):
        complaint = _complaint(text, "channel: phone", f"channel: {channel}")
        assert f"key '{part}': is missing; a scenario with channel '{channel}' needs it" in complaint
    subject = "subject: {en: a, fi: b, pl: c, sv: d}\nchannel: phone"
    assert "key 'subject': belongs to the channel 'email' only; this scenario's is 'phone'" in _complaint(
        text, "channel: phone", subject
    )


def test_two_customers_must_be_told_apart(library: Library) -> None:
    quarrel = library.scenario_document("queue-quarrel").text
    at = quarrel.index("\n    called:")
    without = quarrel[:at] + quarrel[quarrel.index("\n    persona:") :]
    assert "key 'customers.0.called': is missing; two customers must be told apart by it" in _refused(without)


@pytest.mark.parametrize("value", ["101", "-1", "high", "1.5"])
def test_a_gauge_runs_from_0_to_100(text: str, value: str) -> None:
    changed, line = _with(text, "start_mood:", "frustration", value)
    assert _refused(changed) == (
        f"invoice.yaml, line {line}: key 'customers.0.start_mood.frustration': "
        f"must be a whole number from 0 to 100, not '{value}'"
    )


def test_an_unknown_channel_names_the_known_ones(text: str) -> None:
    complaint = _complaint(text, "channel: phone", "channel: telepathy")
    assert "must be 'web_chat', 'phone', 'email', 'shop_counter' or 'public_thread', not 'telepathy'" in complaint


def test_a_move_without_stock_lines_is_refused(text: str) -> None:
    complaint = _complaint(text, "\n      demand:\n", "\n      demnd:\n")
    assert "key 'customers.0.stock.demand': is missing; add it" in complaint
    assert "key 'customers.0.stock.demnd': is not known here" in complaint


def test_every_move_has_lines_in_every_language(text: str) -> None:
    scenario = read_scenario(text, "invoice")
    for move in Move:
        for language in Language:
            assert scenario.customers[0].stock.for_move(move, language)


@pytest.fixture
def quarrel(library: Library) -> Scenario:
    document = library.scenario_document("queue-quarrel")
    return read_scenario(document.text, document.key)


def test_a_customer_is_found_by_key_and_the_first_where_the_key_is_not_known(quarrel: Scenario) -> None:
    first, second = quarrel.customers
    assert [quarrel.customer(key) for key in (first.key, second.key, "", "stranger")] == [first, second, first, first]


def test_of_two_customers_each_is_the_other_one_of_the_other(quarrel: Scenario, text: str) -> None:
    first, second = quarrel.customers
    assert (quarrel.other_than(first), quarrel.other_than(second)) == (second, first)
    alone = read_scenario(text, "invoice")
    assert alone.other_than(alone.customers[0]) is None


@pytest.mark.parametrize("language", Language)
def test_names_are_those_of_the_customers_in_their_order(quarrel: Scenario, language: Language) -> None:
    assert quarrel.names(language) == [one.persona.name.in_language(language) for one in quarrel.customers]


@pytest.mark.parametrize("language", Language)
def test_what_is_known_in_a_talk_is_told_in_its_language_and_facts_in_english(
    quarrel: Scenario, language: Language
) -> None:
    texts = texts_of(quarrel, language)
    shown = [quarrel.title, quarrel.who, quarrel.briefing, quarrel.goal]
    shown += [part.name for part in (*quarrel.remedies, *quarrel.not_allowed, *quarrel.topics)]
    for customer in quarrel.customers:
        shown += [customer.opening, customer.persona.name]
        assert {*customer.knows, customer.hidden_need.need} <= set(texts)
    assert set(quarrel.facts) <= set(texts)
    for text in shown:
        assert text.in_language(language) in texts
        for other in set(Language) - {language}:
            assert text.in_language(other) not in texts or text.in_language(other) == text.in_language(language)


def test_what_is_known_holds_the_customers_own_lines_unless_they_are_what_is_looked_at(quarrel: Scenario) -> None:
    lines = {line for one in quarrel.customers for move in Move for line in one.stock.for_move(move, Language.FI)}
    assert lines <= set(texts_of(quarrel, Language.FI))
    assert lines.isdisjoint(texts_of(quarrel, Language.FI, stock=False))


def test_the_subject_of_an_email_is_known_too(text: str) -> None:
    mail = "subject: {en: The invoice, fi: Lasku, pl: Faktura, sv: Fakturan}\nchannel: email"
    scenario = read_scenario(text.replace("channel: phone", mail), "invoice")
    assert "Lasku" in texts_of(scenario, Language.FI)
    assert "Lasku" not in texts_of(scenario, Language.SV)


def test_what_the_customer_does_not_know_is_no_knowledge_of_theirs_but_may_stand_in_the_facts(
    quarrel: Scenario,
) -> None:
    unknown = {text for one in quarrel.customers for text in one.does_not_know}
    assert unknown
    assert unknown.isdisjoint(texts_of(quarrel, Language.EN))
