"""Which phrases a customer may not use now."""

from typing import Any

import pytest
from pydantic import ValidationError

from practice.domain.document import read_document
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.speech_rules import SpeechRules
from practice.domain.stock import Move
from practice.errors import BadDocument
from practice.library import Library
from tests.conftest import ROOT

EN = Language.EN


def _in_all(*texts: str) -> dict[str, list[str]]:
    return {language.value: [f"{text} {language.value}" for text in texts] for language in Language}


def _rules(*rules: dict[str, Any], little_words: tuple[str, ...] = ("en", "fi", "pl", "sv")) -> SpeechRules:
    facts = {"numbers": {}, "days_and_months": [_in_all("day")] * 19, "capitals": _in_all("I")}
    words = {language: ["hm"] for language in little_words}
    return SpeechRules.model_validate(
        {"labels": _in_all("customer"), "rules": list(rules), "facts": facts, "little_words": words}
    )


def _rule(name: str, **limits: object) -> dict[str, Any]:
    return {"rule": name, "phrases": _in_all(f"{name} a", f"{name} b"), **limits}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("frustration", [0, 50, 100])
def test_a_rule_without_limits_always_holds(move: Move, frustration: int) -> None:
    rules = _rules(_rule("voice"))
    assert rules.forbidden(EN, move, frustration) == [("voice a en", "voice"), ("voice b en", "voice")]


@pytest.mark.parametrize("move", Move)
def test_with_some_moves_its_phrases_are_fine(move: Move) -> None:
    rules = _rules(_rule("goodbye", but_with=["accept", "leave"]))
    fine = move in (Move.ACCEPT, Move.LEAVE)
    assert (rules.forbidden(EN, move, 50) == []) is fine


@pytest.mark.parametrize(("frustration", "holds"), [(0, False), (49, False), (50, True), (100, True)])
def test_a_rule_for_the_frustrated_holds_from_its_number_on(frustration: int, holds: bool) -> None:
    rules = _rules(_rule("calm", frustration_from=50))
    assert bool(rules.forbidden(EN, Move.VENT, frustration)) is holds


def test_both_limits_of_a_rule_count() -> None:
    rules = _rules(_rule("calm", frustration_from=50, but_with=["concede"]))
    holding = [
        (move, frustration)
        for move in (Move.CONCEDE, Move.VENT)
        for frustration in (49, 50)
        if rules.forbidden(EN, move, frustration)
    ]
    assert holding == [(Move.VENT, 50)]


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_only_the_phrases_of_the_talks_language_are_looked_for(language: Language) -> None:
    rules = _rules(_rule("one"), _rule("two"))
    phrases = [phrase for phrase, _ in rules.forbidden(language, Move.VENT, 50)]
    assert phrases == [f"{name} {language.value}" for name in ("one a", "one b", "two a", "two b")]


def test_each_phrase_comes_with_the_rule_it_breaks_and_rules_that_do_not_hold_are_left_out() -> None:
    rules = _rules(_rule("one"), _rule("two", but_with=["vent"]), _rule("three"))
    assert {rule for _, rule in rules.forbidden(EN, Move.VENT, 50)} == {"one", "three"}
    assert {rule for _, rule in rules.forbidden(EN, Move.DEMAND, 50)} == {"one", "two", "three"}


@pytest.mark.parametrize("language", TALK_LANGUAGES)
def test_little_words_are_needed_for_every_language_of_talks(language: Language) -> None:
    others = tuple(other.value for other in TALK_LANGUAGES if other is not language)
    with pytest.raises(ValidationError, match=f"needs the language '{language.value}'"):
        _rules(little_words=others)
    assert set(_rules(little_words=(*others, language.value, "de")).little_words) > set(others)


def test_a_missing_language_is_named_with_its_line() -> None:
    text = (ROOT / "prompts" / "speech.yaml").read_text(encoding="utf-8")
    without = text.replace("\n  sv: [och,", "\n  no: [och,")
    line = text[: text.index("little_words:")].count("\n") + 1
    with pytest.raises(BadDocument) as caught:
        read_document(without, "speech.yaml", SpeechRules)
    assert str(caught.value) == f"speech.yaml, line {line}: key 'little_words': needs the language 'sv'"


def test_a_move_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="but_with"):
        _rules(_rule("calm", but_with=["dance"]))


@pytest.mark.parametrize("count", [18, 20])
def test_there_are_seven_days_and_twelve_months(count: int) -> None:
    values = _rules().model_dump()
    values["facts"]["days_and_months"] = [_in_all("day")] * count
    with pytest.raises(ValidationError, match="days_and_months"):
        SpeechRules.model_validate(values)


def test_the_shipped_rules_let_only_the_calm_be_grateful_and_only_the_leaving_say_goodbye(library: Library) -> None:
    rules = library.speech_rules
    for language in TALK_LANGUAGES:
        vented = {rule for _, rule in rules.forbidden(language, Move.VENT, 80)}
        assert vented > {rule for _, rule in rules.forbidden(language, Move.VENT, 20)}
        assert vented > {rule for _, rule in rules.forbidden(language, Move.ACCEPT, 80)}
        assert {rule for _, rule in rules.forbidden(language, Move.ACCEPT, 0)} >= {"assistants_voice", "offers_help"}
