"""A grade with everything needed to trace it: what was asked, of whom, and what came back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from practice.domain.conversation import Problem
from practice.domain.score import CriterionScore


class GradeStatus(StrEnum):
    GRADED = "graded"
    NOT_GRADED = "not_graded"


@dataclass(frozen=True)
class GradingCall:
    """One question to one grader, and what came back.

    `part` is the criterion asked about, empty for all at once. `repeat` counts from 1. `problem` says why the answer
    could not be used. `request_key` is a hash of the whole question. Cost in US dollars, None where unknown.
    """

    model: str
    part: str = ""
    repeat: int = 1
    request_key: str = ""
    raw_answer: str | None = None
    problem: Problem | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    milliseconds: int = 0
    attempts: int = 0


@dataclass(frozen=True)
class Grade:
    """`scores` is empty exactly where `status` is NOT_GRADED, and `problem` then says why.

    Where some criteria could not be graded, their scores say so and `status` is GRADED. `id` is None until it is kept.
    """

    status: GradeStatus
    problem: Problem | None
    scores: tuple[CriterionScore, ...]
    flags: tuple[str, ...]
    model: str
    prompt_hash: str
    calls: tuple[GradingCall, ...] = ()
    id: int | None = field(default=None, compare=False)

    def score(self, criterion: str) -> CriterionScore | None:
        """None where this criterion was not graded."""
        return next((score for score in self.scores if score.criterion == criterion and score.graded), None)

    @property
    def complete(self) -> bool:
        """Whether every criterion was graded."""
        return self.status is GradeStatus.GRADED and all(score.graded for score in self.scores)

    @property
    def prompt_tokens(self) -> int:
        return sum(call.prompt_tokens for call in self.calls)

    @property
    def completion_tokens(self) -> int:
        return sum(call.completion_tokens for call in self.calls)

    @property
    def cost(self) -> float | None:
        """Of the calls whose cost is known; None where none is."""
        known = [call.cost for call in self.calls if call.cost is not None]
        return sum(known) if known else None

    @property
    def milliseconds(self) -> int:
        return sum(call.milliseconds for call in self.calls)

    @property
    def attempts(self) -> int:
        return sum(call.attempts for call in self.calls)


def grade_failed(problem: Problem, model: str, prompt_hash: str = "", calls: tuple[GradingCall, ...] = ()) -> Grade:
    return Grade(GradeStatus.NOT_GRADED, problem, (), (), model, prompt_hash, calls)


def point_to_work_on(grade: Grade) -> CriterionScore | None:
    """The one score whose advice matters most: the lowest level with advice, in the rubric's order on a tie.

    Practice with one point per turn helps weak learners most; more drowns them. A level of 5 asks for nothing.
    """
    candidates = [score for score in grade.scores if score.advice and score.level is not None and score.level < 5]
    return min(candidates, key=lambda score: score.level or 0, default=None)
