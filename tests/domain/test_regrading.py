"""What moved between two grades of the same replies."""

import pytest

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.regrading import Comparison, CriterionMoves, LevelChange, Reason, Regraded, compare
from practice.domain.score import CriterionScore, ScoreStatus, not_graded

NOT_SHOWN = 0
DOWN = Problem("model_unavailable", "nobody answers at the address")


def _grade(**levels: int | None) -> Grade:
    """By criterion; None is not graded."""
    return Grade(GradeStatus.GRADED, None, tuple(_score(*entry) for entry in levels.items()), (), "model", "hash")


def _score(criterion: str, level: int | None) -> CriterionScore:
    if level is None:
        return not_graded(criterion, DOWN)
    status = ScoreStatus.SCORED if level else ScoreStatus.NOT_SHOWN
    return CriterionScore(criterion, status, level or None, (), "Because.", None)


def _compared(*pairs: tuple[Grade | None, Grade | None]) -> Comparison:
    return compare(Regraded(f"turn-{number}", *pair) for number, pair in enumerate(pairs))


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (2, 3, CriterionMoves("empathy", up=1)),
        (5, 1, CriterionMoves("empathy", down=1)),
        (4, 4, CriterionMoves("empathy", stayed=1)),
        (NOT_SHOWN, NOT_SHOWN, CriterionMoves("empathy", stayed=1)),
        (NOT_SHOWN, 1, CriterionMoves("empathy", shown_or_not=1)),
        (1, NOT_SHOWN, CriterionMoves("empathy", shown_or_not=1)),
        (None, 3, CriterionMoves("empathy", newly_graded=1)),
        (None, NOT_SHOWN, CriterionMoves("empathy", newly_graded=1)),
        (3, None, CriterionMoves("empathy", not_graded=1)),
        (None, None, CriterionMoves("empathy", not_graded=1)),
    ],
)
def test_each_score_moves_in_one_way(before: int | None, after: int | None, moved: CriterionMoves) -> None:
    assert _compared((_grade(empathy=before), _grade(empathy=after))).criteria == (moved,)


@pytest.mark.parametrize("before", [None, grade_failed(DOWN, "model"), _grade(calmness=4)])
def test_a_criterion_that_had_no_score_is_newly_graded(before: Grade | None) -> None:
    [moves] = _compared((before, _grade(empathy=2))).criteria
    assert moves == CriterionMoves("empathy", newly_graded=1)


def test_moves_are_counted_over_all_replies_in_the_order_of_the_criteria() -> None:
    old, new = _grade(solutions=3, empathy=3), _grade(solutions=4, empathy=3)
    compared = _compared((old, new), (old, new), (new, old))
    assert compared.criteria == (
        CriterionMoves("solutions", up=2, down=1),
        CriterionMoves("empathy", stayed=3),
    )


def test_the_largest_changes_come_first_and_those_without_a_size_last() -> None:
    compared = _compared(
        (_grade(a=1, b=NOT_SHOWN, c=3), _grade(a=2, b=5, c=3)),
        (_grade(a=5, b=2, c=None), _grade(a=1, b=4, c=5)),
    )
    assert compared.changes == (
        LevelChange("turn-1", "a", 5, 1),
        LevelChange("turn-1", "b", 2, 4),
        LevelChange("turn-0", "a", 1, 2),
        LevelChange("turn-0", "b", None, 5),
    )


def test_replies_without_a_grade_are_counted_with_the_most_common_reasons_first() -> None:
    other = Problem("model_refused", "declined")
    compared = _compared(
        (_grade(a=1), grade_failed(other, "model")),
        (_grade(a=1), grade_failed(DOWN, "model")),
        (None, grade_failed(Problem(DOWN.key, "later words"), "model")),
        (None, _grade(a=3)),
    )
    assert (compared.replies, compared.graded, compared.not_graded) == (4, 1, 3)
    assert compared.reasons == (Reason(DOWN.key, DOWN.detail, 2), Reason("model_refused", "declined", 1))
    assert compared.criteria == (CriterionMoves("a", newly_graded=1),)


def test_a_job_that_left_no_grade_is_a_reason_of_its_own() -> None:
    [reason] = _compared((_grade(a=1), None)).reasons
    assert (reason.key, reason.count) == ("no_grade", 1)


def test_nothing_compared_is_all_noughts() -> None:
    assert _compared() == Comparison(0, 0, (), (), ())
