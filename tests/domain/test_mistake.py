"""A mistake as data: every one that a rubric, a scenario or a YAML text can have is of a kind that pages can say."""

import copy
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from practice.domain.document import read_document
from practice.domain.mistake import Mistake, Wrong, mistakes_of, plain, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.mistakes import what_is_wrong
from practice.domain.rubric import Rubric
from practice.domain.scenario import Scenario
from practice.domain.yaml_text import Path, read_yaml
from practice.errors import BadDocument, BadInput
from tests.conftest import ROOT
from tests.mistakes import kinds_of

WRONG_VALUES: tuple[Any, ...] = (
    None,
    "",
    " ",
    "Ä b",
    "-1",
    "1000000",
    "1.5",
    "nan",
    "x" * 30_000,
    [],
    ["", None, []],
    ["x"] * 5,
    {},
    {"x y": None, "nope": "1"},
)


class Measured(BaseModel):
    model_config = ConfigDict(extra="forbid")

    least: int = Field(default=1, ge=1)
    below: float = Field(default=1, lt=5)
    word: str = Field(default="a", pattern="^[a-z]$")
    days: list[str] = Field(default=["a", "b"], min_length=2)
    short: Annotated[str, Field(max_length=3)] = "a"


@pytest.mark.parametrize(
    ("model", "path"),
    [(Rubric, "rubrics/frontline.yaml"), (Scenario, "prompts/scenarios/late-parcel.yaml")],
)
def test_whatever_stands_in_the_place_of_a_value_is_told_by_its_kind(model: type[BaseModel], path: str) -> None:
    values = read_yaml((ROOT / path).read_text(encoding="utf-8"), path).values
    found: set[Kind] = set()
    for place in _places(values):
        for changed in _changed(values, place):
            found.update(kind for one in _mistakes(model, changed) for kind in kinds_of(one))
    assert Kind.PLAIN not in found
    assert len(found) > 10


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("least: 0", (Kind.BUT_GIVEN, Kind.AT_LEAST, Kind.WHOLE_NUMBER)),
        ("below: 5", (Kind.BUT_GIVEN, Kind.LESS_THAN, Kind.NUMBER)),
        ("word: 7", (Kind.BUT_GIVEN, Kind.PATTERN)),
        ("days: [a]", (Kind.TOO_FEW,)),
        ("days: {a: b}", (Kind.A_LIST,)),
        ("short: long", (Kind.TOO_LONG,)),
        ("nope: x", (Kind.UNKNOWN_AMONG,)),
    ],
)
def test_a_rule_of_the_format_is_a_kind_with_what_was_given(line: str, kinds: tuple[Kind, ...]) -> None:
    with pytest.raises(BadDocument) as told:
        read_document(f"{line}\n", "mine.yaml", Measured)
    [mistake] = mistakes_of(told.value)
    assert (mistake.name, mistake.line, mistake.key) == ("mine.yaml", 1, line.split(":")[0])
    assert tuple(kinds_of(mistake.wrong)) == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a: b: c\n", Kind.COLON_INSIDE),
        ("a: b\n\tc: d\n", Kind.TAB),
        ("a: @b\n", Kind.NEEDS_QUOTES),
        ("a: 'b\n", Kind.QUOTE_UNCLOSED),
        ('a: "\\q"\n', Kind.UNKNOWN_ESCAPE),
        ("a:\n  - b\n c: d\n", Kind.INDENTATION),
        ("a:\n  - b\n  c: d\n", Kind.ENTRY_EXPECTED),
        ("a: b - c\n- d\n", Kind.INDENTATION),
        ("a: - b\n", Kind.ENTRY_MISPLACED),
        ("a: b\nc\nd: e\n", Kind.COLON_MISSING),
        ("a: [b\nc: d\n", Kind.BRACKET_UNCLOSED),
        ("a: | b\n  c\n", Kind.BLOCK_BEGUN),
        ("a: ]\n", Kind.SIGN_MISPLACED),
        ("  a: b\nc: d\n", Kind.TEXT_ENDS),
        ("a: \x00\n", Kind.INVISIBLE),
        ("a: b\n---\nc: d\n", Kind.SECOND_DOCUMENT),
        ("", Kind.FOUND_NOTHING),
        ("- a\n", Kind.FOUND_A_LIST),
        ("a\n", Kind.FOUND_ELSE),
        ("a: " + "[" * 50 + "]" * 50, Kind.TOO_DEEP),
        ("? [a]\n: b\n", Kind.KEY_NO_WORD),
        ("a: b\na: c\n", Kind.KEY_REPEATED),
    ],
)
def test_what_is_no_yaml_is_told_by_its_kind(text: str, kind: Kind) -> None:
    with pytest.raises(BadDocument) as told:
        read_yaml(text, "mine.yaml")
    [mistake] = mistakes_of(told.value)
    assert kind in kinds_of(mistake.wrong)
    assert mistake.text == str(told.value)


def test_what_nobody_foresaw_in_yaml_is_told_in_the_parsers_words_within_ours() -> None:
    with pytest.raises(BadDocument) as told:
        read_yaml("a: !<b c\n", "mine.yaml")
    [mistake] = mistakes_of(told.value)
    assert next(kinds_of(mistake.wrong)) is Kind.NOT_YAML
    assert Kind.PLAIN in kinds_of(mistake.wrong)


def test_the_sentence_of_the_command_line_is_made_from_kind_and_values() -> None:
    rule = wrong(Kind.ONE_OF, allowed=("a", "b", "c"))
    mistake = Mistake("mine.yaml", 3, "use", wrong(Kind.BUT_GIVEN, rule=rule, given="'d'"))
    assert mistake.text == "mine.yaml, line 3: key 'use': must be 'a', 'b' or 'c', not 'd'"


def test_an_error_that_holds_words_alone_is_told_in_its_words() -> None:
    assert [mistake.text for mistake in mistakes_of(BadInput("one\ntwo"))] == ["one", "two"]
    assert mistakes_of(BadInput("one"))[0].wrong == plain("one")


def _places(value: Any, path: Path = (), shape: Path = (), seen: set[Path] | None = None) -> Iterator[Path]:  # noqa: ANN401
    """One place of each shape: the entries of a list are alike."""
    seen = set() if seen is None else seen
    if shape in seen:
        return
    seen.add(shape)
    if path:
        yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _places(below, (*path, key), (*shape, key), seen)
    if isinstance(value, list):
        for index, below in enumerate(value):
            yield from _places(below, (*path, index), (*shape, 0), seen)


def _changed(values: dict[str, Any], place: Path) -> Iterator[dict[str, Any]]:
    changed = copy.deepcopy(values)
    above: Any = changed
    for part in place[:-1]:
        above = above[part]
    for value in WRONG_VALUES:
        above[place[-1]] = copy.deepcopy(value)
        yield changed
    del above[place[-1]]
    yield changed


def _mistakes(model: type[BaseModel], values: dict[str, Any]) -> Iterator[Wrong]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        for details in error.errors():
            yield what_is_wrong(details, tuple(part for part in details["loc"] if part != "[key]"), model)
