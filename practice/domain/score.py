"""What a grader said of one criterion: a level with the words, checks and reason behind it."""

from dataclasses import dataclass
from enum import StrEnum

from practice.domain.conversation import Problem
from practice.domain.override import Dispute, Override


class ScoreStatus(StrEnum):
    SCORED = "scored"
    NOT_SHOWN = "not_shown"
    NOT_GRADED = "not_graded"


@dataclass(frozen=True)
class Quote:
    """Words given as the trainee's. `found` is a machine's finding.

    `reply` is the number, from 1, of the reply they stand in, where a whole talk was graded.
    """

    text: str
    found: bool
    reply: int | None = None


@dataclass(frozen=True)
class CheckAnswer:
    """`yes` is None where there was no occasion to answer."""

    key: str
    yes: bool | None


@dataclass(frozen=True)
class Vote:
    """What one of several graders gave; `level` is None for not shown."""

    grader: str
    level: int | None


@dataclass(frozen=True)
class CriterionScore:
    """`level` is 1-5, None unless scored; `problem` says why where the criterion was not graded.

    `recalibrated_from` is the grader's own level where a recalibration moved it. `votes` are empty for one grader.
    Where a trainer set the level, `overridden` says so and `of_machine` is the score as it was before.
    """

    criterion: str
    status: ScoreStatus
    level: int | None
    quotes: tuple[Quote, ...]
    reason: str
    advice: str | None
    checks: tuple[CheckAnswer, ...] = ()
    recalibrated_from: int | None = None
    votes: tuple[Vote, ...] = ()
    problem: Problem | None = None
    overridden: Override | None = None
    of_machine: "CriterionScore | None" = None
    dispute: Dispute | None = None

    @property
    def of_grader(self) -> "CriterionScore":
        """What the machine said, whether or not a trainer set another level."""
        return self.of_machine or self

    @property
    def graded(self) -> bool:
        return self.status is not ScoreStatus.NOT_GRADED

    @property
    def given(self) -> int | None:
        """The level before any recalibration."""
        return self.level if self.recalibrated_from is None else self.recalibrated_from

    @property
    def quoted(self) -> str | None:
        """Every quote in one line; None where there is none."""
        return " · ".join(quote.text for quote in self.quotes) or None

    @property
    def spread(self) -> int | None:
        """How far the graders' levels lie apart; None for fewer than two levels."""
        levels = [vote.level for vote in self.votes if vote.level is not None]
        return max(levels) - min(levels) if len(levels) > 1 else None


def not_graded(criterion: str, problem: Problem) -> CriterionScore:
    return CriterionScore(criterion, ScoreStatus.NOT_GRADED, None, (), "", None, problem=problem)
