"""What the check of a scenario finds, told so that its writer can mend it."""

import re
from pathlib import Path

import pytest

from practice.library import Document, Library
from practice.services.scenario_check import check_scenario
from tests.services.spoilt import MISTAKES, Spoil, invented_amount, missing_language, spoilt, unknown_event


def _found(library: Library, text: str) -> list[str]:
    return [mistake.text for mistake in check_scenario(library, Document("mine", Path("mine.yaml"), text))]


def test_a_scenario_that_is_well_has_no_mistake(library: Library) -> None:
    assert _found(library, spoilt(lambda values: values)) == []


@pytest.mark.parametrize("spoil", MISTAKES, ids=lambda spoil: spoil.__name__)
def test_a_mistake_is_told_with_file_line_and_key(library: Library, spoil: Spoil) -> None:
    key, on_the_line, what = MISTAKES[spoil]
    text = spoilt(spoil)
    [mistake] = _found(library, text)
    told = re.fullmatch(r"mine\.yaml, line (\d+): key '([^']+)': (.*)", mistake)
    assert told, mistake
    assert told[2] == key
    assert told[3].startswith(what)
    assert on_the_line in text.splitlines()[int(told[1]) - 1]


def test_every_mistake_of_a_kind_is_told_at_once(library: Library) -> None:
    def two_wrongs(values: dict[str, object]) -> None:
        unknown_event(values)
        invented_amount(values)

    assert [re.search(r"key '([^']+)'", mistake)[1] for mistake in _found(library, spoilt(two_wrongs))] == [  # type: ignore[index]
        "customers.0.persona.weighs.who_and_wen",
        "customers.0.stock.vent.en.1",
    ]


def test_a_way_that_leads_nowhere_is_told_with_the_command_that_shows_it(library: Library) -> None:
    text = spoilt(lambda values: values["good_way"].update(en=["Hm."]))
    [mistake] = _found(library, text)
    assert "`practice simulate mine --good-way --language en --difficulty 3`" in mistake


def test_the_trial_talk_waits_until_the_format_is_well(library: Library) -> None:
    def unreadable_and_fruitless(values: dict[str, object]) -> None:
        missing_language(values)
        values["good_way"] = {language: ["Hm."] for language in ("en", "fi", "pl", "sv")}

    [mistake] = _found(library, spoilt(unreadable_and_fruitless))
    assert "key 'goal.sv'" in mistake


@pytest.mark.parametrize(("text", "what"), [("", "mine.yaml"), ("a: [", "mine.yaml, line 1"), ("- 1", "mine.yaml")])
def test_a_text_that_is_no_scenario_at_all_is_told_in_a_sentence(library: Library, text: str, what: str) -> None:
    mistakes = _found(library, text)
    assert mistakes
    assert all(mistake.startswith(what) for mistake in mistakes)
