"""The report of a talk: what is unknown is counted as unknown and nothing else."""

from datetime import UTC, datetime

import pytest

from practice.domain.conversation import Problem, Turn, TurnStatus
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.mood import Mood
from practice.domain.report import CriterionSummary, Report, make_report
from practice.domain.rubric import Rubric
from practice.domain.score import CriterionScore, Quote, ScoreStatus
from practice.domain.transcript import Speaker
from practice.library import Library, read_rubric

START = Mood(frustration=70, trust=30, patience=60)


@pytest.fixture
def rubric(library: Library) -> Rubric:
    document = library.rubric_document("frontline")
    return read_rubric(document.text, document.key)


def _turn(number: int, speaker: Speaker, mood: Mood | None = None, status: TurnStatus = TurnStatus.SAID) -> Turn:
    return Turn(
        id=f"{speaker.value}-{number}",
        conversation_id="talk",
        parent_id=None,
        speaker=speaker,
        text=f"{speaker.value} says {number}",
        status=status,
        said_at=datetime.now(UTC),
        mood=mood,
    )


def _talk(replies: int) -> list[Turn]:
    turns = [_turn(0, Speaker.CUSTOMER, START)]
    for number in range(1, replies + 1):
        turns += [_turn(number, Speaker.TRAINEE), _turn(number, Speaker.CUSTOMER, START)]
    return turns


def _score(criterion: str, level: int | None) -> CriterionScore:
    status = ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED
    return CriterionScore(criterion, status, level, (Quote("says", found=True),), "because", None)


def _graded(rubric: Rubric, level: int | None) -> Grade:
    scores = tuple(_score(criterion.key, level) for criterion in rubric.criteria)
    return Grade(GradeStatus.GRADED, None, scores, (), "queued", "hash")


def _not_graded() -> Grade:
    problem = Problem("unreadable_answer", "not JSON")
    return grade_failed(problem, "queued", "hash")


def _calmness(report: Report) -> CriterionSummary:
    return next(summary for summary in report.summaries if summary.criterion.key == "calmness")


def test_an_average_covers_the_scored_replies_alone_and_says_how_many(rubric: Rubric) -> None:
    grades = {
        "trainee-1": _graded(rubric, 2),
        "trainee-2": _graded(rubric, None),
        "trainee-3": _not_graded(),
        "trainee-4": _graded(rubric, 5),
    }
    summary = _calmness(make_report(_talk(4), grades, rubric))
    assert summary.mean == 3.5
    assert (summary.scored, summary.not_shown, summary.not_graded, summary.replies) == (2, 1, 1, 4)


def test_there_is_no_average_where_nothing_was_scored(rubric: Rubric) -> None:
    grades = {"trainee-1": _graded(rubric, None), "trainee-2": _not_graded()}
    assert _calmness(make_report(_talk(2), grades, rubric)).mean is None


def test_a_reply_without_any_grade_counts_as_not_graded(rubric: Rubric) -> None:
    report = make_report(_talk(2), {"trainee-1": _graded(rubric, 4)}, rubric)
    assert report.not_graded == 1
    assert report.replies[1].grade is None
    assert report.replies[1].score("calmness") is None
    assert _calmness(report).mean == 4


def test_a_criterion_that_an_older_grade_lacks_is_not_graded_there(rubric: Rubric) -> None:
    grade = Grade(GradeStatus.GRADED, None, (_score("empathy", 3),), (), "queued", "hash")
    summary = _calmness(make_report(_talk(1), {"trainee-1": grade}, rubric))
    assert (summary.mean, summary.not_graded) == (None, 1)


def test_replies_are_numbered_and_know_the_words_they_answer(rubric: Rubric) -> None:
    replies = make_report(_talk(2), {}, rubric).replies
    assert [(reply.number, reply.customer) for reply in replies] == [(1, "customer says 0"), (2, "customer says 1")]
