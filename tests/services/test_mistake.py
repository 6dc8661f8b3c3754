"""What the checks of rubrics and scenarios, and a file of replies, find wrong: as data that pages can say."""

from pathlib import Path

import pytest

from practice.domain.labels_reading import read_labels
from practice.domain.mistake import mistakes_of
from practice.domain.mistake_kind import Kind
from practice.errors import BadInput
from practice.library import Document, Library
from practice.services.assembly import Services
from practice.services.gold_import import LARGEST_FILE, text_of
from practice.services.rubric_check import check_rubric
from practice.services.scenario_check import check_scenario
from tests.mistakes import kinds_of
from tests.services import spoilt, spoilt_rubric
from tests.services.classroom import classroom
from tests.services.gold_files import HEAD, csv_file, new_set, row

JSON = '{"id": "a", "language": "en", "channel": "email", "situation": "b", "customer": "c", "reply": "d"'
CSV = f"{HEAD},calmness\n"


@pytest.mark.parametrize("spoil", spoilt_rubric.MISTAKES)
def test_what_a_check_of_a_rubric_finds_has_a_kind_and_a_line(spoil: spoilt_rubric.Spoil) -> None:
    text = spoilt_rubric.spoilt_rubric(spoil)
    [found] = check_rubric(Document("mine", Path("mine.yaml"), text))
    assert (found.name, found.key) == ("mine.yaml", spoilt_rubric.MISTAKES[spoil][0])
    assert found.line
    assert Kind.PLAIN not in kinds_of(found.wrong)


@pytest.mark.parametrize("spoil", spoilt.MISTAKES)
def test_what_a_check_of_a_scenario_finds_has_a_kind_and_a_line(library: Library, spoil: spoilt.Spoil) -> None:
    [found] = check_scenario(library, Document("mine", Path("mine.yaml"), spoilt.spoilt(spoil)))
    assert (found.name, found.key) == ("mine.yaml", spoilt.MISTAKES[spoil][0])
    assert found.line
    assert Kind.PLAIN not in kinds_of(found.wrong)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{CSV}a,en,email,b,c,d,9\n", Kind.A_LEVEL),
        (f"{CSV}a,en,email,b,c,d,1\na,en,email,b,c,d,1\n", Kind.ID_AGAIN),
        (f"{CSV}a,en,email,b,,d,1\n", Kind.EMPTY_TEXT),
        (f"{CSV}a,xx,email,b,c,d,1\n", Kind.ONE_OF),
        (f"{CSV}a,en,email,b,c,{'d' * 30_000},1\n", Kind.TOO_LONG),
        (f"{CSV}a,en,email,b,c,d,1,2\n", Kind.MANY_CELLS),
        (f'{CSV}a,en,email,b,c,"d,1\n', Kind.NOT_CSV),
        (f"{HEAD},calmness,anna:calmness\na,en,email,b,c,d,1,2\n", Kind.UNNAMED_RATER),
        (f"{HEAD},calmness,calmness\na,en,email,b,c,d,1,2\n", Kind.REPEATED),
        (f"{HEAD},calmness,,colour\na,en,email,b,c,d,1,2,3\n", Kind.COLUMN_NAMELESS),
        (f"{HEAD},colour\na,en,email,b,c,d,1\n", Kind.COLUMN_UNKNOWN),
        (f"{HEAD}\na,en,email,b,c,d\n", Kind.NO_LEVELS),
        ("calmness\n1\n", Kind.COLUMN_MISSING),
        ("{\n", Kind.NOT_JSON),
        ('{"a": ' + "9" * 5000 + "}\n", Kind.ODD_JSON),
        ('{"a": 1}\n[1]\n', Kind.NO_OBJECT),
        ('{"a": 1, "a": 2}\n', Kind.REPEATED),
        (f'{JSON}, "calmness": 1, "levels": {{"calmness": 1}}}}\n', Kind.TWO_FORMS),
        (f'{JSON}, "levels": 4}}\n', Kind.AN_OBJECT),
        (f'{JSON}, "levels": {{"colour": 4}}}}\n', Kind.NO_SUCH_CRITERION),
        (f'{JSON}, "colour": 4}}\n', Kind.NO_FIELD),
        (f'{JSON}, "labels": {{"": {{"calmness": 1}}}}}}\n', Kind.RATER_EMPTY),
        (f'{JSON}, "labels": {{"a": {{"calmness": 1}}, "a ": {{}}}}}}\n', Kind.RATER_TWICE),
        (JSON.replace('"d"', '"\\ud800"') + ', "calmness": 1}\n', Kind.HALF_CHARACTER),
        (CSV + "".join(f"{number},en,email,b,c,d,9\n" for number in range(25)), Kind.AND_MORE),
    ],
)
def test_what_is_wrong_in_a_file_of_replies_has_a_kind(text: str, kind: Kind) -> None:
    with pytest.raises(BadInput) as told:
        read_labels(text.encode(), "labels.jsonl" if text[0] == "{" else "labels.csv", ["calmness"])
    found = {one for mistake in mistakes_of(told.value) for one in kinds_of(mistake.wrong)}
    assert kind in found
    assert Kind.PLAIN not in found
    assert "\n".join(mistake.text for mistake in mistakes_of(told.value)) == str(told.value)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"x" * (LARGEST_FILE + 1), Kind.LARGE_FILE),
        ("id;reply".encode("utf-16"), Kind.UTF_16),
        (b"id\n\x81\xff", Kind.NEITHER_UTF_8),
        ("ä\n".encode() + "ä\n".encode("cp1252"), Kind.MIXED),
    ],
)
def test_what_is_no_text_to_take_in_has_a_kind(data: bytes, kind: Kind) -> None:
    with pytest.raises(BadInput) as told:
        text_of(data, "labels.csv")
    [mistake] = mistakes_of(told.value)
    assert (mistake.name, mistake.wrong.kind) == ("labels.csv", kind)


def test_what_does_not_fit_a_set_has_a_kind(services: Services) -> None:
    trainer = classroom(services).trainer
    set_id = new_set(services, trainer, row(1))
    rows = (row(1, "4", reply="Quite another one."), row(2, "4").replace("r2", "r" * 201))
    wrong = csv_file(*rows, head=f"{HEAD},{'x' * 81}:empathy")
    with pytest.raises(BadInput) as told:
        services.gold.import_file(trainer, set_id, wrong)
    found = {mistake.wrong.kind for mistake in mistakes_of(told.value)}
    assert found == {Kind.ANOTHER_REPLY, Kind.LONG_ID, Kind.LONG_RATER}
