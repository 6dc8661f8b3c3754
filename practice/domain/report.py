"""What a talk amounted to: levels over the replies, and averages that say what they cover."""

from dataclasses import dataclass

from practice.domain.conversation import Turn
from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.domain.score import CriterionScore
from practice.domain.transcript import Speaker


@dataclass(frozen=True)
class GradedReply:
    """`number` counts the trainee's replies from 1. `grade` is None while none has been made."""

    number: int
    customer: str
    reply: Turn
    grade: Grade | None

    def score(self, criterion: str) -> CriterionScore | None:
        """None where the reply was not graded."""
        return self.grade.score(criterion) if self.grade else None


@dataclass(frozen=True)
class CriterionSummary:
    """`mean` is over the `scored` replies alone and None where there are none; `replies` is how many there were.

    `by_trainer` counts the replies whose level, or that it was not shown, a trainer set.
    """

    criterion: Criterion
    mean: float | None
    scored: int
    not_shown: int
    not_graded: int
    replies: int
    by_trainer: int = 0


@dataclass(frozen=True)
class Report:
    replies: tuple[GradedReply, ...]
    summaries: tuple[CriterionSummary, ...]

    @property
    def not_graded(self) -> int:
        return sum(not _graded(reply.grade) for reply in self.replies)


def make_report(turns: list[Turn], grades: dict[str, Grade], rubric: Rubric) -> Report:
    """`turns` is the talk from its opening line; `grades` is by the trainee's turn id."""
    replies = _replies(turns, grades)
    criteria = [criterion for criterion in rubric.criteria if criterion.scope is Scope.REPLY]
    return Report(replies, tuple(_summary(criterion, replies) for criterion in criteria))


def _replies(turns: list[Turn], grades: dict[str, Grade]) -> tuple[GradedReply, ...]:
    found: list[GradedReply] = []
    customer = ""
    for turn in turns:
        if turn.speaker is Speaker.CUSTOMER:
            customer = turn.text
        else:
            found.append(GradedReply(len(found) + 1, customer, turn, grades.get(turn.id)))
    return tuple(found)


def _summary(criterion: Criterion, replies: tuple[GradedReply, ...]) -> CriterionSummary:
    scores = [score for reply in replies if (score := reply.score(criterion.key))]
    levels = [score.level for score in scores if score.level is not None]
    return CriterionSummary(
        criterion,
        mean=sum(levels) / len(levels) if levels else None,
        scored=len(levels),
        not_shown=len(scores) - len(levels),
        not_graded=len(replies) - len(scores),
        replies=len(replies),
        by_trainer=sum(score.overridden is not None for score in scores),
    )


def _graded(grade: Grade | None) -> bool:
    return grade is not None and grade.status is GradeStatus.GRADED
