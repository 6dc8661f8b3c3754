"""Our levels on etb-scan's scale."""

import pytest

from practice.domain.attack_etb import etb_score
from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.score import CriterionScore, ScoreStatus


def _grade(*levels: int | None) -> Grade:
    scores = tuple(
        CriterionScore(f"c{number}", ScoreStatus.SCORED if level else ScoreStatus.NOT_SHOWN, level, (), "r", None)
        for number, level in enumerate(levels)
    )
    return Grade(GradeStatus.GRADED, None, scores, (), "m", "")


@pytest.mark.parametrize(
    ("levels", "score"),
    [((1, 1), 0.0), ((5, 5), 10.0), ((2, 4), 5.0), ((3, 2), 3.75), ((None, 4), 7.5), ((None, None), 0.0)],
)
def test_the_mean_of_the_levels_becomes_a_score_of_nought_to_ten(levels: tuple[int | None, ...], score: float) -> None:
    assert etb_score(_grade(*levels)) == pytest.approx(score)


def test_what_was_not_graded_has_no_score() -> None:
    assert etb_score(grade_failed(Problem("model_error", "no"), "m")) is None
