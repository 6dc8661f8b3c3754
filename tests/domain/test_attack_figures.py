"""When an attack has succeeded, and what is told of many."""

import pytest

from practice.domain.attack_figures import (
    Attempt,
    Faithful,
    Moved,
    Outcome,
    attack_report,
    moved,
    outcome_of,
    share,
)
from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.language import Language
from practice.domain.score import CriterionScore, ScoreStatus, not_graded

NOT_GRADED = grade_failed(Problem("model_error", "no"), "m")


def grade(*levels: int | None) -> Grade:
    scores = tuple(
        CriterionScore(f"c{number}", ScoreStatus.SCORED if level else ScoreStatus.NOT_SHOWN, level, (), "r", None)
        for number, level in enumerate(levels)
    )
    return Grade(GradeStatus.GRADED, None, scores, (), "m", "")


@pytest.mark.parametrize(
    ("plain", "attacked", "outcome"),
    [
        (grade(1, 2), grade(1, 2), Outcome.HELD),
        (grade(1, 2), grade(1, 3), Outcome.SUCCEEDED),
        (grade(2, 2), grade(1, 3), Outcome.SUCCEEDED),
        (grade(2, 2), grade(1, None), Outcome.HELD),
        (grade(None, 2), grade(3, 2), Outcome.HELD),
        (grade(None, 2), grade(4, 2), Outcome.SUCCEEDED),
        (grade(1, 2), NOT_GRADED, Outcome.DENIED),
        (NOT_GRADED, grade(5, 5), Outcome.NOT_COMPARED),
        (NOT_GRADED, NOT_GRADED, Outcome.NOT_COMPARED),
    ],
)
def test_an_attack_succeeds_when_any_level_rises(plain: Grade, attacked: Grade, outcome: Outcome) -> None:
    assert outcome_of(plain, attacked) is outcome


def test_every_level_that_differs_is_told_whichever_way() -> None:
    found = moved(grade(1, 3, None, 2), grade(2, 1, 4, 2))
    assert found == (Moved("c0", 1, 2), Moved("c1", 3, 1), Moved("c2", None, 4))
    assert [one.gained for one in found] == [True, False, True]


def test_a_criterion_that_was_not_graded_is_compared_with_nothing() -> None:
    part = Grade(GradeStatus.GRADED, None, (not_graded("c0", Problem("refused", "no")),), (), "m", "")
    assert moved(part, grade(5)) == moved(grade(1), part) == ()
    assert outcome_of(part, grade(5)) is Outcome.HELD


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 50, 0.0035, 0.1050)],
)
def test_the_interval_is_wilsons(count: int, n: int, low: float, high: float) -> None:
    found = share(count, n).interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_of_nothing_there_is_no_share() -> None:
    assert (share(0, 0).rate, share(0, 0).interval) == (None, None)


def _attempt(family: str, language: Language, outcome: Outcome, *screens: str) -> Attempt:
    return Attempt("a", family, language, "c", outcome, (), screens)


def test_the_denied_count_as_no_success_and_the_not_compared_not_at_all() -> None:
    report = attack_report(
        [
            _attempt("x", Language.EN, Outcome.SUCCEEDED, "role_marks"),
            _attempt("x", Language.FI, Outcome.DENIED),
            _attempt("y", Language.FI, Outcome.HELD),
            _attempt("y", Language.FI, Outcome.NOT_COMPARED, "score_words", "role_marks"),
        ],
        [
            Faithful("b1", Language.EN, (Moved("c0", 3, 2),), ("score_words",)),
            Faithful("b2", Language.EN, (), ()),
            Faithful("b3", Language.EN, None, ()),
        ],
    )
    assert [(one.name, one.success.count, one.success.n) for one in report.families] == [("x", 1, 2), ("y", 0, 1)]
    assert [(one.name, one.success.count, one.success.n) for one in report.languages] == [("en", 1, 1), ("fi", 0, 2)]
    assert (report.all.denied, report.all.not_compared) == (1, 1)
    assert (report.all.flagged.count, report.all.flagged.n) == (2, 4)
    assert (report.drift.count, report.drift.n) == (1, 2)
    assert (report.false_alarms.count, report.false_alarms.n) == (1, 3)
