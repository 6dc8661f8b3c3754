"""The part of the report that looks at the talk as a whole."""

from dataclasses import dataclass

from practice.domain.conversation import Problem
from practice.domain.rubric import Criterion, Scope
from practice.domain.score import CriterionScore
from practice.services.report import ReportView


@dataclass(frozen=True)
class WholeTalk:
    """`scores` are empty unless the talk was graded, `problem` says why it was not: with neither, nobody has asked."""

    scores: tuple[tuple[Criterion, CriterionScore], ...]
    problem: Problem | None
    grading: bool
    model: str

    @property
    def complete(self) -> bool:
        return all(score.graded for _, score in self.scores)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion, _ in self.scores)


def whole_talk(found: ReportView) -> WholeTalk | None:
    """None where there is nothing of it: the talk goes on, nothing was said, or the rubric looks at replies alone."""
    criteria = found.view.rubric.of_scope(Scope.CONVERSATION)
    if not criteria or not found.report.replies or found.view.conversation.open:
        return None
    grade = found.talk_grade
    scores = {score.criterion: score for score in grade.scores} if grade else {}
    return WholeTalk(
        scores=tuple((criterion, scores[criterion.key]) for criterion in criteria if criterion.key in scores),
        problem=grade.problem if grade else None,
        grading=found.grading_talk,
        model=grade.model if grade else "",
    )
