"""YAML that people edit: read strictly, and every mistake says where it stands and what is allowed."""

from enum import StrEnum
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from practice.domain.document import mistake_at, read_document, refuse_repeats
from practice.domain.language import Key, Text
from practice.errors import BadDocument


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: Key
    size: int = Field(default=1, ge=1, le=5)


class Box(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Text
    colour: Colour = Colour.RED
    use: Literal["teach", "check"] = "teach"
    note: str | None = None
    weight: float = Field(default=1, gt=0, le=10)
    open_: bool = Field(default=True, alias="open")
    parts: list[Part] = []
    named: dict[str, Part] = {}
    colours: dict[Colour, str] = {}
    lines: list[Text] = Field(default=["x"], min_length=1)

    @model_validator(mode="after")
    def _once(self) -> "Box":
        refuse_repeats(("parts",), [part.key for part in self.parts])
        if self.title == "wrong":
            raise mistake_at(("parts", 0, "size"), "does not go with this title")
        return self


KNOWN = "title, colour, use, note, weight, open, parts, named, colours, lines"


def _read(text: str) -> Box:
    return read_document(text, "box.yaml", Box)


def _complaint(text: str) -> str:
    with pytest.raises(BadDocument) as caught:
        _read(text)
    return str(caught.value)


@pytest.mark.parametrize("text", ["no", "yes", "1.0", "08:30", "0x1F", "1_000", "2026-01-02", "'@x'", "=", "NULL"])
def test_a_scalar_stays_the_text_it_is(text: str) -> None:
    assert _read(f"title: {text}\n").title == text.strip("'")


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_a_bare_key_or_null_is_none(nothing: str) -> None:
    assert _read(f"title: a\nnote: {nothing}\n").note is None


@pytest.mark.parametrize("quoted", ['"null"', "'null'", '"~"', "|-\n  null"])
def test_a_quoted_null_is_text(quoted: str) -> None:
    assert _read(f"title: a\nnote: {quoted}\n").note == quoted.strip("'\"|-\n ")


def test_a_quoted_nothing_is_an_empty_text_and_not_none() -> None:
    assert _read('title: a\nnote: ""\n').note == ""


@pytest.mark.parametrize("text", ["title: a\r\nnote: b\r\n", "\ufefftitle: a\nnote: b\n", "title: a\rnote: b"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(text: str) -> None:
    assert (_read(text).title, _read(text).note) == ("a", "b")


def test_the_line_is_right_after_windows_line_ends() -> None:
    assert "line 3: key 'nope'" in _complaint("title: a\r\n\r\nnope: b\r\n")


def test_it_names_file_line_and_key_of_a_repeated_key() -> None:
    complaint = _complaint("title: a\nnote: b\n\ntitle: c\n")
    assert complaint == "box.yaml, line 4: key 'title' stands here and at line 1; keep one"


def test_a_key_repeated_deep_inside_is_found() -> None:
    complaint = _complaint("title: a\nparts:\n  - key: a\n    size: 2\n    key: b\n")
    assert complaint == "box.yaml, line 5: key 'key' stands here and at line 3; keep one"


def test_the_same_key_in_two_entries_of_a_list_is_no_repeat() -> None:
    assert len(_read("title: a\nparts:\n  - key: a\n  - key: b\n").parts) == 2


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    assert (
        _complaint("title: a\ntitel: b\n") == f"box.yaml, line 2: key 'titel': is not known here; known keys: {KNOWN}"
    )


def test_an_unknown_key_in_a_list_names_the_keys_known_there() -> None:
    complaint = _complaint("title: a\nparts:\n  - key: a\n  - key: b\n    sise: 3\n")
    assert complaint == "box.yaml, line 5: key 'parts.1.sise': is not known here; known keys: key, size"


def test_an_unknown_key_below_a_freely_named_one_names_the_keys_known_there() -> None:
    complaint = _complaint("title: a\nnamed:\n  any:\n    key: a\n    sise: 3\n")
    assert complaint == "box.yaml, line 5: key 'named.any.sise': is not known here; known keys: key, size"


def test_a_comma_in_a_text_between_braces_is_recognised() -> None:
    complaint = _complaint("title: a\nparts:\n  - {key: a, so it goes, size: 1}\n")
    assert complaint == (
        "box.yaml, line 3: key 'parts.0.so it goes': is not known here; "
        "a comma inside { } starts a new key: put the text in quotes"
    )


def test_an_unknown_key_left_empty_names_the_known_ones_too() -> None:
    assert _complaint("title: a\ntitel:\n").endswith(f"known keys: {KNOWN}")


def test_a_missing_key_is_shown_where_it_belongs() -> None:
    assert _complaint("# a remark\nnote: b\n") == "box.yaml, line 2: key 'title': is missing; add it"
    complaint = _complaint("title: a\nparts:\n  - key: a\n\n  - size: 3\n")
    assert complaint == "box.yaml, line 5: key 'parts.1.key': is missing; add it"


def test_every_mistake_is_told_at_once() -> None:
    complaint = _complaint("colour: green\nsise: 1\n")
    assert [line.split(": ")[1] for line in complaint.splitlines()] == ["key 'title'", "key 'colour'", "key 'sise'"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("colour: green", "key 'colour': must be 'red' or 'blue', not 'green'"),
        ("use: both", "key 'use': must be 'teach' or 'check', not 'both'"),
        ("weight: heavy", "key 'weight': must be a number, more than 0, 10 or less, not 'heavy'"),
        ("weight: 0", "key 'weight': must be a number, more than 0, 10 or less, not '0'"),
        ("weight: nan", "key 'weight': must be a number, more than 0, 10 or less, not 'nan'"),
        ("weight: inf", "key 'weight': must be a number, more than 0, 10 or less, not 'inf'"),
        ("open: maybe", "key 'open': must be true or false, not 'maybe'"),
        ("parts: [{key: a, size: 6}]", "key 'parts.0.size': must be a whole number from 1 to 5, not '6'"),
        ("parts: [{key: a, size: 1.5}]", "key 'parts.0.size': must be a whole number from 1 to 5, not '1.5'"),
        ("parts: [{key: a, size: [1]}]", "key 'parts.0.size': must be a whole number from 1 to 5, not a list"),
        (
            "parts: [{key: Ä b}]",
            "key 'parts.0.key': must be small letters a-z, digits and underscores, and start with a letter, not 'Ä b'",
        ),
        ("parts: one", "key 'parts': must be a list, each entry on a line of its own that starts with '- ', not 'one'"),
        ("parts: [one]", "key 'parts.0': must hold keys and values, not 'one'; known keys: key, size"),
        ("named: one", "key 'named': must hold keys and values, not 'one'"),
        ("colours: {green: x}", "key 'colours.green': must be 'red' or 'blue', not 'green'"),
        ("lines: []", "key 'lines': must have at least one entry"),
        ("lines: ['  ']", "key 'lines.0': is empty; write a text"),
        ("note: [a]", "key 'note': must be a text, not a list"),
        ("colour:", "key 'colour': is empty; write something or, where it may be left out, remove the key"),
    ],
)
def test_a_wrong_value_is_told_plainly_with_what_is_allowed(line: str, what: str) -> None:
    assert _complaint(f"title: a\n{line}\n") == f"box.yaml, line 2: {what}"


def test_a_title_of_blanks_is_no_title() -> None:
    assert _complaint("title: '  '\n") == "box.yaml, line 1: key 'title': is empty; write a text"


def test_a_validator_can_point_below_itself() -> None:
    complaint = _complaint("title: wrong\nparts:\n  - key: a\n    size: 3\n")
    assert complaint == "box.yaml, line 4: key 'parts.0.size': does not go with this title"


def test_a_key_used_by_two_entries_is_shown_at_the_second() -> None:
    complaint = _complaint("title: a\nparts:\n  - key: a\n  - key: b\n  - key: a\n")
    assert complaint == "box.yaml, line 5: key 'parts.2.key': 'a' stands twice; each once"


def test_no_message_speaks_of_programming() -> None:
    text = "title: []\ncolour: 1\nuse: x\nweight: x\nopen: x\nparts: {}\nnamed: []\nlines: x\nnope: 1\n"
    complaint = _complaint(text)
    assert len(complaint.splitlines()) == 9
    for jargon in ("Input", "valid", "String", "dict", "instance", "pydantic", "parse", "None", "class"):
        assert jargon not in complaint


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("title: a: b\n", "line 1", "put the text in quotes"),
        ("title: a\n\tnote: b\n", "line 2", "a tab stands here; indent with spaces"),
        ("title: a\nnote: @you\n", "line 2", "starts with '@' must stand in quotes"),
        ("title: a\nnote: *you*\n", "line 2", "starts with '*' must stand in quotes"),
        ("title: a\nnote: &you me\n", "line 2", "starts with '&' must stand in quotes"),
        ("title: a\nnote: !important now\n", "line 2", "starts with '!' must stand in quotes"),
        ("title: a\nlines: [!!python/object:os.system x]\n", "line 2", "starts with '!' must stand in quotes"),
        ("title: a\nparts: !x [a]\n", "line 2", "starts with '!' must stand in quotes"),
        ("title: a\n!key note: b\n", "line 2", "starts with '!' must stand in quotes"),
        ("a: &a {x: y}\nb:\n  <<: *a\n", "line 1", "starts with '&'"),
        ("title: 'a\nnote: b\n", "line 1", "a quotation mark is opened and never closed"),
        ("title: a\nlines:\n  - a\n b: c\n", "line 4", "the indentation is off"),
        ("title: a\x00b\n", "line 1", "the invisible character U+0000"),
        ("title: a\n---\ntitle: b\n", "line 2", "a second document starts here"),
        ("title: a\n? [a, b]\n: c\n", "line 2", "a key must be a word"),
        ("- title: a\n", "line 1", "expected keys and values, found a list"),
        ("just words\n", "line 1", "expected keys and values, found something else"),
        ("", "line 1", "expected keys and values, found nothing"),
        ("# only a remark\n", "line 1", "expected keys and values, found nothing"),
        ("null\n", "line 1", "expected keys and values, found something else"),
        ("title: [a, b\nnote: c\n", "line 2", "it belongs to what starts at line 1"),
    ],
)
def test_broken_yaml_is_told_with_its_line_and_a_way_out(text: str, where: str, what: str) -> None:
    complaint = _complaint(text)
    assert complaint.startswith(f"box.yaml, {where}: ")
    assert what in complaint


def test_a_quotation_mark_never_closed_names_the_line_where_it_opened() -> None:
    assert "line 2" in _complaint("title: a\nnote: 'b\nuse: teach\n\n")


def test_nothing_can_unfold_into_something_huge() -> None:
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    assert "starts with '&'" in _complaint(laughs)


def test_a_list_within_itself_is_refused() -> None:
    assert "starts with '&'" in _complaint("title: &a [*a]\n")


def test_endless_nesting_is_refused() -> None:
    assert "deep" in _complaint("title: " + "[" * 500 + "]" * 500 + "\n")
    assert _complaint("title: " + "{a: " * 2000)
