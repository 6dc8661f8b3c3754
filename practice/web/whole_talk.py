"""The part of the report that looks at the talk as a whole."""

from dataclasses import dataclass

from practice.domain.conversation import Problem
from practice.domain.rubric import Criterion, Scope
from practice.domain.score import CriterionScore
from practice.services.report import ReportView
from practice.web.judging_page import Judgeable


@dataclass(frozen=True)
class WholeTalk:
    """`scores` are empty unless the talk was graded, `problem` says why it was not: with neither, nobody has asked."""

    scores: tuple[tuple[Criterion, CriterionScore], ...]
    problem: Problem | None
    grading: bool
    model: str
    judgeable: tuple[Judgeable, ...] = ()

    @property
    def complete(self) -> bool:
        return all(score.graded for _, score in self.scores)

    def judgeable_of(self, criterion: str) -> Judgeable | None:
        """None where this criterion was not graded."""
        return next((one for one in self.judgeable if one.criterion.key == criterion), None)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion, _ in self.scores)


def whole_talk(found: ReportView) -> WholeTalk | None:
    """None where there is nothing of it: the talk goes on, nothing was said, or the rubric looks at replies alone."""
    criteria = found.view.rubric.of_scope(Scope.CONVERSATION)
    if not criteria or not found.report.replies or found.view.conversation.open:
        return None
    grade = found.view.talk_grade
    of_key = {score.criterion: score for score in grade.scores} if grade else {}
    scores = tuple((criterion, of_key[criterion.key]) for criterion in criteria if criterion.key in of_key)
    return WholeTalk(
        scores=scores,
        problem=grade.problem if grade else None,
        grading=found.view.grading_talk,
        model=grade.model if grade else "",
        judgeable=_judgeable(found, scores),
    )


def _judgeable(found: ReportView, scores: tuple[tuple[Criterion, CriterionScore], ...]) -> tuple[Judgeable, ...]:
    grade, last = found.view.talk_grade, found.view.turns[-1].turn.id
    if grade is None or grade.id is None:
        return ()
    return tuple(Judgeable(grade.id, last, criterion, score) for criterion, score in scores if score.graded)
