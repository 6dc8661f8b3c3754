"""Two graders on the same replies: what the second, B, does better or worse than the first, A."""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.agreement import Estimate, ScoredReply


@dataclass(frozen=True)
class PairedCriterion:
    """`n` replies have a level from people, from A and from B. Differences are B less A.

    B is better where its kappa is higher and its error lower.
    """

    criterion: str
    n: int
    kappa_a: Estimate
    kappa_b: Estimate
    kappa_difference: Estimate
    mae_a: Estimate
    mae_b: Estimate
    mae_difference: Estimate


@dataclass(frozen=True)
class Flip:
    """A labelled score that A and B give differently; a level is None where the criterion was not shown.

    `label` is the people's median. `harm` is how much farther B is from it than A, None where a level is lacking.
    """

    id: str
    criterion: str
    label: float | None
    level_a: int | None
    level_b: int | None
    harm: float | None


@dataclass(frozen=True)
class Comparison:
    """`mean` is over the criteria that have the figure. `only_a` and `only_b` count replies that one alone graded."""

    criteria: tuple[PairedCriterion, ...]
    mean: PairedCriterion
    flips: tuple[Flip, ...]
    only_a: int
    only_b: int


def flips(first: Sequence[ScoredReply], second: Sequence[ScoredReply], criteria: Sequence[str]) -> tuple[Flip, ...]:
    """Where B does most harm first, then the lowest id; last those whose harm is no number."""
    pairs = zip(first, second, strict=True)
    found = [flip for a, b in pairs for criterion in criteria if (flip := _flip(a, b, criterion))]
    order = {criterion: number for number, criterion in enumerate(criteria)}
    found.sort(key=lambda flip: (flip.harm is None, -(flip.harm or 0), flip.id, order[flip.criterion]))
    return tuple(found)


def _flip(a: ScoredReply, b: ScoredReply, criterion: str) -> Flip | None:
    reference = a.reply.reference(criterion)
    score_a, score_b = a.grade.score(criterion), b.grade.score(criterion)
    if reference is None or score_a is None or score_b is None or score_a.level == score_b.level:
        return None
    label, level_a, level_b = reference.median, score_a.level, score_b.level
    numbers = label is not None and level_a is not None and level_b is not None
    harm = abs((level_b or 0) - (label or 0)) - abs((level_a or 0) - (label or 0)) if numbers else None
    return Flip(a.reply.id, criterion, label, level_a, level_b, harm)
