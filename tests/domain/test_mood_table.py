"""The mood table: what may stand in it, and how a slip is told."""

import pytest

from practice.domain.document import read_document
from practice.domain.language import Language
from practice.domain.mood_table import MoodTable
from practice.errors import BadDocument
from practice.library import Library
from tests.conftest import ROOT

EVENT = """\
  - event: {event}
    kind: {kind}
    means: m
    label: {{en: a, fi: b, pl: c, sv: d}}
    frustration: {frustration}
    trust: 0
    patience: {patience}
"""


@pytest.fixture
def text() -> str:
    return (ROOT / "prompts" / "mood.yaml").read_text(encoding="utf-8")


def _complaint(text: str) -> str:
    with pytest.raises(BadDocument) as caught:
        read_document(text, "mood.yaml", MoodTable)
    return str(caught.value)


def _last_line(text: str, line: str) -> int:
    return text[: text.rindex(line)].count("\n") + 1


def test_a_harm_that_calms_is_refused_with_its_line(text: str) -> None:
    calming = text + EVENT.format(event="scolds", kind="harm", frustration=-3, patience=0)
    complaint = _complaint(calming)
    assert f"line {_last_line(calming, '    frustration: -3')}: key 'events." in complaint
    assert "frustration': an event of kind 'harm' cannot lower frustration" in complaint
    pleasing = text + EVENT.format(event="scolds", kind="harm", frustration=3, patience=2)
    assert "an event of kind 'harm' cannot raise patience" in _complaint(pleasing)


def test_an_event_twice_in_the_table_is_refused_with_its_line(text: str) -> None:
    again = text + EVENT.format(event="insult", kind="repair", frustration=0, patience=0)
    complaint = _complaint(again)
    assert f"line {_last_line(again, '  - event: insult')}: " in complaint
    assert "'insult' stands twice; each once" in complaint


@pytest.mark.parametrize("event", ["insult", "threat", "asks_open_question", "concrete_step", "says_nothing"])
def test_a_table_without_an_event_that_moves_are_decided_by_is_refused(text: str, event: str) -> None:
    complaint = _complaint(text.replace(f"event: {event}\n", "event: something_else\n"))
    assert f"key 'events': needs the event '{event}'" in complaint


def test_an_event_may_name_only_what_a_scenario_has(text: str) -> None:
    odd = text + EVENT.format(event="scolds", kind="harm", frustration=3, patience=0) + "    about: weather\n"
    assert "about': must be 'remedy', 'topic' or 'not_allowed', not 'weather'" in _complaint(odd)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4: {repair: 0.85, harm: 1.15}", "4: {repair: 1.2, harm: 1.15}"),
        ("4: {repair: 0.85, harm: 1.15}", "4: {repair: 0.85, harm: 0.5}"),
        ("{1: 1, 2: 1, 3: 2, 4: 2, 5: 2}", "{1: 1, 2: 1, 3: 2, 4: 1, 5: 2}"),
    ],
)
def test_a_difficulty_kinder_than_the_one_below_is_refused(text: str, old: str, new: str) -> None:
    assert old in text
    assert "key 'difficulty.4': is kinder than 3; a higher difficulty may not be" in _complaint(text.replace(old, new))


def test_every_difficulty_has_its_strengths(text: str) -> None:
    complaint = _complaint(text.replace("  5: {repair: 0.7, harm: 1.3}\n", ""))
    assert "key 'difficulty': needs one entry for each of 1, 2, 3, 4, 5" in complaint


def test_a_style_weighs_only_events_of_the_table(text: str) -> None:
    complaint = _complaint(text.replace("analytical: {gives_figures", "analytical: {gives_figuers"))
    assert "key 'decision_style.analytical.gives_figuers': is not an event of this table" in complaint


def test_events_and_reasons_are_called_something_in_every_language(library: Library) -> None:
    for cause in ("insult", "nothing_new", "not_both_yet", "settled"):
        label = library.mood_table.label(cause)
        assert label is not None
        assert all(label.in_language(language) for language in Language)
    assert library.mood_table.label("unheard_of") is None
