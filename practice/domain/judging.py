"""A machine's grade with what people say of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from practice.domain.grade import Grade
from practice.domain.override import Dispute, Override
from practice.domain.score import CriterionScore, ScoreStatus


@dataclass(frozen=True)
class Judgements:
    """Of one reply or one talk, oldest first."""

    overrides: tuple[Override, ...] = ()
    disputes: tuple[Dispute, ...] = ()


def judged(grade: Grade, by: Judgements) -> Grade:
    """`grade` as people left it: the newest override of a criterion counts, whatever the machine says of it."""
    disputes = {dispute.criterion: dispute for dispute in by.disputes}
    scores = (replace(score, dispute=disputes.get(score.criterion)) for score in grade.scores)
    return overridden(replace(grade, scores=tuple(scores)), by.overrides)


def overridden(grade: Grade, overrides: Iterable[Override]) -> Grade:
    newest = {override.criterion: override for override in overrides}
    scores = (_overridden(score, newest.get(score.criterion)) for score in grade.scores)
    return replace(grade, scores=tuple(scores))


def _overridden(score: CriterionScore, by: Override | None) -> CriterionScore:
    if by is None:
        return score
    status = ScoreStatus.NOT_SHOWN if by.level is None else ScoreStatus.SCORED
    return replace(score, status=status, level=by.level, problem=None, overridden=by, of_machine=score.of_grader)
