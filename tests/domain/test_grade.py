"""One point to work on per reply."""

import pytest

from practice.domain.grade import Grade, GradeStatus, point_to_work_on
from practice.domain.score import CriterionScore, ScoreStatus


def _score(criterion: str, level: int | None, advice: str | None = "Try this.") -> CriterionScore:
    status = ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED
    return CriterionScore(criterion, status, level, (), "Because.", advice)


def _grade(*scores: CriterionScore) -> Grade:
    return Grade(GradeStatus.GRADED, None, scores, (), "model", "hash")


def _point(*scores: CriterionScore) -> str | None:
    found = point_to_work_on(_grade(*scores))
    return found.criterion if found else None


def test_the_lowest_level_with_advice_is_the_point_to_work_on() -> None:
    assert _point(_score("a", 4), _score("b", 2), _score("c", 3)) == "b"


def test_on_a_tie_the_rubrics_order_decides() -> None:
    assert _point(_score("b", 2), _score("a", 2)) == "b"


@pytest.mark.parametrize("advice", [None, ""])
def test_a_low_level_without_advice_is_passed_over(advice: str | None) -> None:
    assert _point(_score("a", 1, advice), _score("b", 3)) == "b"


def test_the_best_level_and_not_shown_ask_for_nothing() -> None:
    assert _point(_score("a", 5), _score("b", None)) is None
    assert _point() is None


def test_a_level_of_four_may_still_be_worked_on() -> None:
    assert _point(_score("a", 5), _score("b", 4)) == "b"


def test_a_score_is_found_by_its_criterion() -> None:
    grade = _grade(_score("a", 1), _score("b", 2))
    found = grade.score("b")
    assert found is not None
    assert found.level == 2
    assert grade.score("c") is None
