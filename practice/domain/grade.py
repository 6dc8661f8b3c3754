"""A grade with everything needed to trace it: what was asked, of whom, and what came back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from practice.domain.conversation import Problem
from practice.domain.verdict import CriterionScore


class GradeStatus(StrEnum):
    GRADED = "graded"
    NOT_GRADED = "not_graded"


@dataclass(frozen=True)
class Grade:
    """`scores` is empty exactly where `status` is NOT_GRADED, and `problem` then says why. Cost in US dollars."""

    status: GradeStatus
    problem: Problem | None
    scores: tuple[CriterionScore, ...]
    flags: tuple[str, ...]
    model: str
    prompt_hash: str
    raw_answer: str | None
    parameters: dict[str, Any] = field(default_factory=dict)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    milliseconds: int = 0
    attempts: int = 0

    def score(self, criterion: str) -> CriterionScore | None:
        return next((score for score in self.scores if score.criterion == criterion), None)


def point_to_work_on(grade: Grade) -> CriterionScore | None:
    """The one score whose advice matters most: the lowest level with advice, in the rubric's order on a tie.

    Practice with one point per turn helps weak learners most; more drowns them. A level of 5 asks for nothing.
    """
    candidates = [score for score in grade.scores if score.advice and score.level is not None and score.level < 5]
    return min(candidates, key=lambda score: score.level or 0, default=None)
