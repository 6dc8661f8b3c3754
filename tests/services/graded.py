"""Grades that stand there without any model having given them."""

from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Scope
from practice.domain.score import CriterionScore, Quote, ScoreStatus
from practice.services.assembly import Services
from practice.store.chat_reading import conversation_of_turn
from practice.store.grading import add_grade
from practice.store.job import JobKind, JobRow, JobState
from tests.services.talk import FRONTLINE


def grade_by_hand(services: Services, turn_id: str, level: int = 2, scope: Scope = Scope.REPLY) -> int:
    """The id of a new grade of this turn, with the same level throughout."""
    scores = tuple(
        CriterionScore(key, ScoreStatus.SCORED, level, (Quote("sorry", True),), "Because of the words.", "Try.")
        for key in FRONTLINE.keys_of(scope)
    )
    grade = Grade(GradeStatus.GRADED, None, scores, (), "by-hand", "0" * 64)
    kind = JobKind.GRADE if scope is Scope.REPLY else JobKind.GRADE_TALK
    with services.database.writing() as session:
        talk = conversation_of_turn(session, turn_id)
        assert talk is not None
        job = JobRow(kind=kind.value, subject_id=turn_id, state=JobState.DONE.value)
        session.add(job)
        session.flush()
        return add_grade(session, grade, job.id or 0, turn_id, talk.rubric_version_id, scope)
