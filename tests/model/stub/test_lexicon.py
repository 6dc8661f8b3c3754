from pathlib import Path

import pytest
import yaml

from practice.domain.language import Language
from practice.domain.mood_table import MoodTable
from practice.errors import BadDocument
from practice.model.stub import lexicon
from practice.model.stub.notation import compiled

ROOT = Path(__file__).parents[3]


def test_it_has_words_for_every_event_of_the_mood_table(language: str) -> None:
    table = MoodTable.model_validate(yaml.safe_load((ROOT / "prompts" / "mood.yaml").read_text(encoding="utf-8")))
    assert set(lexicon.customer_file(Language(language)).reactions) == {rule.event for rule in table.events}


def test_it_names_file_line_and_key_of_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = (lexicon.DATA / "fi" / "customer.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "practice" / "model" / "stub" / "data" / "fi" / "customer.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text(good + "  sing:\n    - La la.\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "DATA", broken.parents[1])
    line = len(good.splitlines()) + 1
    with pytest.raises(BadDocument, match=rf"customer\.yaml, line {line}: key 'moves\.sing"):
        lexicon.customer_file.__wrapped__(Language.FI)


def test_it_gives_every_wording_once(language: str) -> None:
    words = lexicon.customer_file(Language(language))
    lines = [line for move in words.moves.values() for line in move]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("send*", "We are sending it.", "sending"),
        ("send", "We are sending it.", None),
        ("a_b|c d", "x a b d", "a b d"),
        ("one .. four", "one two three four", "one two three four"),
        ("one .. four", "one. Four", None),
        ("one ... nine", "one 2 3 4 5 6 7 8 nine", "one 2 3 4 5 6 7 8 nine"),
        ("within <n> days", "within 12 days", "within 12 days"),
        ("within <n> days", "within two days", "within two days"),
        ("<n> €|kWh", "just 5€", "5€"),
        ("<n> €|kWh", "5 kWh more", "5 kWh"),
        ("€ <n>", "€5 now", "€5"),
        ("two days", "twodays", None),
        ("i wait $", "Then I wait.", "I wait"),
        ("i wait $", "I wait for them.", None),
        ("^so", "so be it", "so"),
        ("^so", "is that so", None),
        ("i", "i'm here", None),
        ("żółw", "ZOLW", "ZOLW"),
    ],
)
def test_it_reads_the_notation_of_the_cue_lists(pattern: str, text: str, found: str | None) -> None:
    match = compiled([pattern], ["two"]).search(text)
    assert (match.group() if match else None) == found
