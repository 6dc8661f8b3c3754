"""What people say of a grade stands beside the machine's, and counts in its place."""

from dataclasses import replace

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, point_to_work_on
from practice.domain.judging import Judgements, judged, overridden
from practice.domain.override import Dispute, Override, OverrideReason
from practice.domain.report import make_report
from practice.domain.score import CriterionScore, Quote, ScoreStatus, not_graded
from practice.domain.transcript import Speaker
from practice.library import read_rubric
from tests.conftest import ROOT
from tests.domain.examples import EPOCH, START, customer_turn

SCORE = CriterionScore(
    "empathy", ScoreStatus.SCORED, 2, (Quote("so sorry", True),), "Because.", "Name it.", recalibrated_from=3
)
CALM = CriterionScore("calmness", ScoreStatus.SCORED, 4, (), "Calm.", None)
GRADE = Grade(GradeStatus.GRADED, None, (SCORE, CALM), (), "model", "hash")


def override(level: int | None, number: int = 1, criterion: str = "empathy") -> Override:
    return Override(number, criterion, level, OverrideReason.WRONG_LEVEL, "They named it.", "Tilda", EPOCH)


def test_the_trainers_level_counts_and_the_machines_stays_reachable_as_it_was() -> None:
    score = overridden(GRADE, [override(5)]).score("empathy")
    assert score is not None
    assert (score.level, score.status, score.overridden) == (5, ScoreStatus.SCORED, override(5))
    assert score.of_grader == SCORE
    assert (score.quotes, score.reason) == (SCORE.quotes, SCORE.reason)


def test_of_several_the_newest_counts_and_beside_it_stands_the_machines() -> None:
    score = overridden(GRADE, [override(5), override(1, 2)]).score("empathy")
    assert score is not None
    assert (score.level, score.of_grader.level) == (1, 2)


def test_what_no_trainer_touched_is_the_machines_alone() -> None:
    assert overridden(GRADE, []) == GRADE
    assert overridden(GRADE, [override(5)]).score("calmness") == CALM
    assert CALM.of_grader is CALM


def test_a_trainer_can_say_that_nothing_was_shown_and_then_there_is_nothing_to_work_on() -> None:
    grade = overridden(GRADE, [override(None)])
    score = grade.score("empathy")
    assert score is not None
    assert (score.level, score.status) == (None, ScoreStatus.NOT_SHOWN)
    assert point_to_work_on(GRADE) == SCORE
    assert point_to_work_on(grade) is None


def test_a_trainers_level_holds_where_a_later_grade_lacks_the_criterion() -> None:
    failed = replace(GRADE, scores=(not_graded("empathy", Problem("model_timeout", "")), CALM))
    grade = overridden(failed, [override(3)])
    assert grade.complete
    score = grade.score("empathy")
    assert score is not None
    assert (score.level, score.problem, score.of_grader.graded) == (3, None, False)


def test_a_dispute_stands_with_its_criterion_and_moves_no_level() -> None:
    dispute = Dispute(1, "empathy", "I did name it.", EPOCH)
    grade = judged(GRADE, Judgements(disputes=(dispute,)))
    assert [score.dispute for score in grade.scores] == [dispute, None]
    assert [score.level for score in grade.scores] == [2, 4]


def test_a_mean_counts_the_trainers_level_and_says_how_many_are_theirs() -> None:
    rubric = read_rubric((ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8"), "frontline")
    replies = [
        replace(customer_turn(START), id=name, speaker=Speaker.TRAINEE, text=f"reply {name}") for name in ("a", "b")
    ]
    grades = {"a": overridden(GRADE, [override(5)]), "b": GRADE}
    summaries = {one.criterion.key: one for one in make_report(replies, grades, rubric).summaries}
    assert (summaries["empathy"].mean, summaries["empathy"].by_trainer) == (3.5, 1)
    assert (summaries["calmness"].mean, summaries["calmness"].by_trainer) == (4, 0)
