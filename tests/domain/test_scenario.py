"""Scenarios: what may stand in one, and how a slip is told. A shipped scenario is the text that slips are put into."""

import pytest

from practice.domain.document import read_document
from practice.domain.language import Language
from practice.domain.scenario import Move, Scenario
from practice.errors import BadDocument
from practice.library import Library, read_scenario


@pytest.fixture
def text(library: Library) -> str:
    return library.scenario_document("overdue-invoice").text


def _line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _with(text: str, above: str, key: str, value: str) -> tuple[str, int]:
    """The text with the line of `key` after the line `above` written anew, and the number of that line."""
    at = text.index(f"  {key}:", text.index(f"\n{above}\n"))
    end = text.index("\n", at)
    return f"{text[:at]}  {key}: {value}{text[end:]}", text.count("\n", 0, at) + 1


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
        f"invoice.yaml, line {line}: key 'resolution.remedies.1': names 'a_pony'; "
        "known remedies: pause_calls, payment_plan, waive_late_fee"
    )


def test_an_unknown_topic_in_the_resolution_names_line_and_known_ones(text: str) -> None:
    changed, line = _with(text, "resolution:", "topics", "[weather]")
    assert f"line {line}: key 'resolution.topics.0': names 'weather'; known topics: payment" in _refused(changed)


def test_a_resolution_needs_a_remedy(text: str) -> None:
    changed, line = _with(text, "resolution:", "remedies", "[]")
    assert f"line {line}: key 'resolution.remedies': must have at least one entry" in _refused(changed)


def test_a_remedy_twice_is_shown_at_the_second(text: str) -> None:
    complaint = _complaint(text, "- key: waive_late_fee", "- key: payment_plan")
    where = _line(text, "- key: waive_late_fee")
    assert complaint == f"invoice.yaml, line {where}: key 'remedies.2.key': 'payment_plan' stands twice; each once"


def test_a_topic_may_not_share_a_remedys_key(text: str) -> None:
    complaint = _complaint(text, "  - key: payment\n", "  - key: payment_plan\n")
    where = _line(text, "  - key: payment\n")
    assert complaint == f"invoice.yaml, line {where}: key 'topics.0.key': 'payment_plan' is a remedy's key already"


def test_a_remedy_without_its_cost_is_refused(text: str) -> None:
    complaint = _complaint(text, "    cost:", "    price:")
    assert f"line {_line(text, '  - key: pause_calls')}: key 'remedies.0.cost': is missing; add it" in complaint
    assert f"line {_line(text, '    cost:')}: key 'remedies.0.price': is not known here" in complaint


def test_a_missing_language_is_named_where_it_belongs(text: str) -> None:
    at = text.index("\n  fi: ", text.index("\nopening:"))
    without = text[:at] + text[text.index("\n", at + 1) :]
    line = text.count("\n", 0, text.index("\nopening:")) + 2
    assert _refused(without) == f"invoice.yaml, line {line}: key 'opening.fi': is missing; add it"


def test_a_language_that_is_not_spoken_is_refused(text: str) -> None:
    complaint = _complaint(text, "\nopening:\n", "\nopening:\n  de: Guten Tag\n")
    assert "key 'opening.de': is not known here; known keys: en, fi, pl" in complaint


def test_the_keys_of_a_person_are_named_as_they_are_written(text: str) -> None:
    complaint = _complaint(text, "\n  register:\n", "\n  rgister:\n")
    assert "key 'persona.register': is missing" in complaint
    assert (
        "key 'persona.rgister': is not known here; known keys: name, manner, decision_style, culture, register"
        in complaint
    )


@pytest.mark.parametrize("value", ["101", "-1", "high", "1.5"])
def test_a_gauge_runs_from_0_to_100(text: str, value: str) -> None:
    changed, line = _with(text, "start_mood:", "frustration", value)
    assert _refused(changed) == (
        f"invoice.yaml, line {line}: key 'start_mood.frustration': must be a whole number from 0 to 100, not '{value}'"
    )


def test_an_unknown_channel_names_the_known_ones(text: str) -> None:
    complaint = _complaint(text, "channel: phone", "channel: telepathy")
    assert "must be 'web_chat', 'phone', 'email', 'shop_counter' or 'public_thread', not 'telepathy'" in complaint


def test_a_move_without_stock_lines_is_refused(text: str) -> None:
    complaint = _complaint(text, "\n  demand:\n", "\n  demnd:\n")
    assert "key 'stock.demand': is missing; add it" in complaint
    assert "key 'stock.demnd': is not known here" in complaint


def test_every_move_has_lines_in_every_language(text: str) -> None:
    scenario = read_scenario(text, "invoice")
    for move in Move:
        for language in (Language.EN, Language.FI, Language.PL):
            assert scenario.stock.for_move(move, language)
