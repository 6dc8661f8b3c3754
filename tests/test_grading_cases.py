"""What a grader answered is read as the cases in `tests/grading_cases` say."""

from pathlib import Path

import pytest

from practice.domain.score import CriterionScore, ScoreStatus
from practice.domain.verdict import Verdict
from practice.errors import BadInput
from practice.library import Library
from tests.conftest import ROOT
from tests.grading_case import Came, GradingCase, differences, play, read_cases

FOLDER = ROOT / "tests" / "grading_cases"
CASES = read_cases(FOLDER)
WHOLE = (FOLDER / "fenced-json.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_graders_answer_comes_to(case: GradingCase, library: Library) -> None:
    assert differences(case, play(case, library)) == []


def _refused(folder: Path, text: str, *, file: str = "mine.yaml") -> str:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_cases(folder)
    return str(caught.value)


def _expecting(expected: str) -> str:
    return WHOLE[: WHOLE.index("expected:")] + f"expected: {expected}\n"


@pytest.mark.parametrize("expected", ["{}", "{levels: {}}", "{flags: []}", "{flags: ['no_quote:empathy']}"])
def test_a_case_that_asserts_nothing_is_refused(tmp_path: Path, expected: str) -> None:
    told = _refused(tmp_path, _expecting(expected))
    assert "key 'expected': asserts nothing; write levels, or not_graded" in told


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        ("{not_graded: ''}", "key 'expected.not_graded': is empty"),
        ("{not_graded: is missing, levels: {calmness: 3}}", "key 'expected.not_graded': what is not graded has no"),
        ("{levels: {calmness: 7}}", "key 'expected.levels.calmness"),
        ("{levels: {calmness: 3}, reasons: {empathy: x}}", "key 'expected.reasons.empathy': has no level above"),
        ("{level: {calmness: 3}}", "key 'expected.level': is not known here"),
    ],
)
def test_a_case_that_cannot_be_meant_is_refused_with_its_key(tmp_path: Path, expected: str, what: str) -> None:
    assert what in _refused(tmp_path, _expecting(expected))


def test_a_key_that_no_case_has_is_refused(tmp_path: Path) -> None:
    assert "mine.yaml, line 1: key 'seed': is not known here" in _refused(tmp_path, f"seed: 1\n{WHOLE}")


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text(WHOLE, encoding="utf-8")
    assert "mine.yaml: key 'name': " in (told := _refused(tmp_path, WHOLE))
    assert "first.yaml too" in told


def _case(expected: str, folder: Path) -> GradingCase:
    (folder / "mine.yaml").write_text(_expecting(expected), encoding="utf-8")
    [case] = read_cases(folder)
    return case


GRADED = Came(
    Verdict((CriterionScore("calmness", ScoreStatus.SCORED, 3, (), "Plain.", None),), ("no_quote:calmness",)),
    None,
)


@pytest.mark.parametrize(
    ("expected", "came", "told"),
    [
        ("{levels: {calmness: 3}, flags: ['no_quote:calmness'], reasons: {calmness: Plain}}", GRADED, []),
        ("{levels: {calmness: 4}, flags: ['no_quote:calmness']}", GRADED, ["levels"]),
        ("{levels: {calmness: 3}}", GRADED, ["flags"]),
        ("{levels: {calmness: 3, empathy: 3}, flags: ['no_quote:calmness']}", GRADED, ["levels"]),
        (
            "{levels: {calmness: 3}, flags: ['no_quote:calmness'], reasons: {calmness: W}}",
            GRADED,
            ["'W' in the reason"],
        ),
        ("{levels: {calmness: 3}}", Came(None, "is empty"), ["a grade, came none because 'is empty'"]),
        ("{not_graded: is empty}", Came(None, "the answer is empty"), []),
        ("{not_graded: is empty}", Came(None, "is missing"), ["no grade because 'is empty', came 'is missing'"]),
        ("{not_graded: is empty}", GRADED, ["no grade because 'is empty', came 'a grade'"]),
    ],
)
def test_what_came_otherwise_is_told(tmp_path: Path, expected: str, came: Came, told: list[str]) -> None:
    found = differences(_case(expected, tmp_path), came)
    assert len(found) == len(told)
    assert all(sentence.startswith(f"expected {start}") for sentence, start in zip(found, told, strict=True))


def test_there_are_cases_of_both_outcomes() -> None:
    refused = [case for case in CASES if case.expected.not_graded]
    assert len(CASES) >= 16
    assert 0 < len(refused) < len(CASES)
