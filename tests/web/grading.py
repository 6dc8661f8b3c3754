"""Grades put in place by hand: what a panel, a recalibration or a grader that fails half-way leaves behind."""

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Scope
from practice.domain.score import CheckAnswer, CriterionScore, Quote, ScoreStatus, Vote, not_graded
from practice.services.assembly import Services
from practice.store.chat_reading import load_conversation, load_turn
from practice.store.grading import add_grade
from practice.store.job import JobKind, Lease, add_job, finish_job

TOO_SLOW = Problem("model_timeout", "internal detail")


def scored(
    criterion: str,
    level: int,
    *quotes: Quote,
    given: int | None = None,
    votes: tuple[int | None, ...] = (),
    checks: tuple[CheckAnswer, ...] = (),
) -> CriterionScore:
    """`given` is the level before a recalibration, `votes` what each of several graders gave."""
    return CriterionScore(
        criterion,
        ScoreStatus.SCORED,
        level,
        quotes,
        f"Because of {criterion}.",
        None,
        checks,
        given,
        tuple(Vote(f"grader {number}", vote) for number, vote in enumerate(votes)),
    )


def partly_graded() -> tuple[CriterionScore, ...]:
    """Of a reply; empathy is what no grade could be given for."""
    return (
        scored("calmness", 4),
        not_graded("empathy", TOO_SLOW),
        scored("solutions", 2),
        scored("level_tone", 4),
    )


def give(services: Services, turn_id: str, *scores: CriterionScore, scope: Scope = Scope.REPLY) -> None:
    """A newer grade of this turn."""
    grade = Grade(GradeStatus.GRADED, None, scores, (), "by-hand", "")
    with services.database.writing() as session:
        turn = load_turn(session, turn_id)
        assert turn is not None
        conversation = load_conversation(session, turn.conversation_id)
        assert conversation is not None
        job = add_job(session, JobKind.GRADE, turn_id, Lease("by hand", 60))
        finish_job(session, job)
        add_grade(session, grade, job.id, turn_id, conversation.rubric_version_id, scope)
