"""Rubrics: what may stand in one, and how a slip is told. The shipped rubric is the text that slips are put into."""

import pytest

from practice.domain.document import read_document
from practice.domain.rubric import Expected, Rubric
from practice.errors import BadDocument
from practice.library import Library
from tests.services.talk import FRONTLINE


@pytest.fixture
def text(library: Library) -> str:
    return library.rubric_document("frontline").text


def _line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def _complaint(text: str, old: str, new: str) -> str:
    assert old in text
    with pytest.raises(BadDocument) as caught:
        read_document(text.replace(old, new, 1), "frontline.yaml", Rubric)
    return str(caught.value)


def test_a_criterion_twice_is_shown_at_the_second(text: str) -> None:
    complaint = _complaint(text, "  - key: empathy\n", "  - key: calmness\n")
    where = _line(text, "  - key: empathy")
    assert complaint == f"frontline.yaml, line {where}: key 'criteria.1.key': 'calmness' stands twice; each once"


def test_a_check_twice_is_shown_at_the_second(text: str) -> None:
    complaint = _complaint(text, "key: fault_irritation", "key: fault_retort")
    where = _line(text, "key: fault_irritation")
    assert complaint == (
        f"frontline.yaml, line {where}: key 'criteria.0.checks.1.key': 'fault_retort' stands twice; each once"
    )


def test_an_example_twice_is_shown_at_the_second(text: str) -> None:
    complaint = _complaint(text, "id: en-party-tomorrow", "id: en-your-own-fault")
    assert (
        f"line {_line(text, 'id: en-party-tomorrow')}: key 'examples.1.id': 'en-your-own-fault' stands twice"
        in complaint
    )


def test_levels_must_be_one_to_five_in_order(text: str) -> None:
    complaint = _complaint(text, "- level: 2", "- level: 3")
    assert complaint.startswith(
        f"frontline.yaml, line {_line(text, '    levels:')}: key 'criteria.0.levels': must describe"
    )


def test_a_level_outside_the_scale_is_refused(text: str) -> None:
    complaint = _complaint(text, "- level: 5", "- level: 6")
    assert "key 'criteria.0.levels.4.level': must be a whole number from 1 to 5, not '6'" in complaint


def test_an_expectation_for_no_criterion_names_those_there_are(text: str) -> None:
    complaint = _complaint(text, "expected: {calmness: 1-2,", "expected: {kindness: 1-2,")
    where = _line(text, "expected: {calmness: 1-2,")
    assert complaint == (
        f"frontline.yaml, line {where}: key 'examples.0.expected.kindness': is no criterion; "
        f"known: {', '.join(criterion.key for criterion in FRONTLINE.criteria)}"
    )


@pytest.mark.parametrize("odd", ["6", "0", "5-3", "3-3", "1-2-3", "low", "3 - 4", "-", "not shown", "1.0", "''"])
def test_an_odd_expectation_is_told_once_with_what_is_allowed(text: str, odd: str) -> None:
    complaint = _complaint(text, "expected: {calmness: 1-2,", f"expected: {{calmness: {odd},")
    where = _line(text, "expected: {calmness: 1-2,")
    bare = odd.strip("'")
    assert complaint == (
        f"frontline.yaml, line {where}: key 'examples.0.expected.calmness': "
        f"must be a level from 1 to 5, a range from lower to higher such as 3-4, or not_shown, not '{bare}'"
    )


def test_an_expectation_left_empty_is_refused(text: str) -> None:
    assert "key 'examples.0.expected.calmness': is empty" in _complaint(text, "{calmness: 1-2,", "{calmness: ,")


def test_a_use_that_is_not_offered_names_those_that_are(text: str) -> None:
    assert "key 'examples.0.use': must be 'teach' or 'check', not 'both'" in _complaint(text, "use: check", "use: both")


def test_a_source_that_is_none_names_the_form(text: str) -> None:
    complaint = _complaint(text, "sources: [E0.4,", "sources: [E9.4,")
    assert "key 'criteria.0.sources.0': must be the number of an idea in the essays" in complaint


def test_a_missing_language_is_named_where_it_belongs(text: str) -> None:
    complaint = _complaint(text, "      sv: Lugn\n", "")
    assert complaint == (
        f"frontline.yaml, line {_line(text, '    name:')}: key 'criteria.0.name.sv': is missing; add it"
    )


@pytest.mark.parametrize("weight", ["0", "-1", "nan", "inf", "much"])
def test_a_weight_is_a_positive_number(text: str, weight: str) -> None:
    assert "key 'criteria.0.weight': must be a number, more than 0" in _complaint(
        text, "weight: 1", f"weight: {weight}"
    )


def test_something_must_be_judged_reply_by_reply(text: str) -> None:
    with pytest.raises(BadDocument, match="needs at least one criterion with scope: reply"):
        read_document(text.replace("scope: reply", "scope: conversation"), "frontline.yaml", Rubric)


@pytest.mark.parametrize(
    ("expected", "allowed"),
    [("3", {3}), ("3-4", {3, 4}), ("1-5", {1, 2, 3, 4, 5}), ("not_shown", {None})],
)
def test_an_expectation_allows_its_levels_and_no_other(expected: str, allowed: set[int | None]) -> None:
    read = Expected.model_validate(expected)
    assert {level for level in (None, 1, 2, 3, 4, 5) if read.allows(level)} == allowed
    assert str(read) == expected


def test_a_criterion_is_found_by_its_key(text: str) -> None:
    rubric = read_document(text, "frontline.yaml", Rubric)
    assert rubric.criterion("solutions").key == "solutions"
    assert [check.key for check in rubric.criterion("level_tone").checks if check.fault] == [
        "fault_blame",
        "fault_lesson",
        "fault_mockery",
    ]
