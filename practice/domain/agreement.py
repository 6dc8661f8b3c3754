"""How far a grader and the people who labelled the same replies agree: the figures, and why one is lacking.

A figure is never filled in. A difference is always the grader less the people, so above 0 the grader is more generous.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.grade import Grade
from practice.domain.labels import LabelledReply, Reference

#: Rows are the people's levels 1-5, columns the grader's.
Confusion = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class ScoredReply:
    """A labelled reply and what the grader made of it."""

    reply: LabelledReply
    grade: Grade

    def pair(self, criterion: str) -> "Pair | None":
        """None where a side has no level: not labelled, not graded, or not shown."""
        reference, score = self.reply.reference(criterion), self.grade.score(criterion)
        if reference is None or reference.level is None or reference.median is None:
            return None
        if score is None or score.level is None:
            return None
        return Pair(reference.level, reference.median, score.level)


@dataclass(frozen=True)
class Pair:
    """One reply on one criterion. `people` is the level that kappa needs, `median` what errors are taken from."""

    people: int
    median: float
    grader: int

    @property
    def difference(self) -> float:
        return self.grader - self.median


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval by bootstrap over replies; `lacking` says why one or both are not there."""

    value: float | None
    interval: Interval | None = None
    lacking: str | None = None


@dataclass(frozen=True)
class Coverage:
    """Replies with a label, and those among them that the grader graded."""

    labelled: int
    graded: int

    @property
    def share(self) -> float | None:
        return self.graded / self.labelled if self.labelled else None


@dataclass(frozen=True)
class Constant:
    """The level that, given to every reply, would have come nearest to the people; and its mean absolute error."""

    level: int
    mae: float


@dataclass(frozen=True)
class ShownTable:
    """How often each side saw something to judge by, of the replies that both looked at."""

    both: int
    neither: int
    people_only: int
    grader_only: int

    @property
    def agreement(self) -> float | None:
        total = self.both + self.neither + self.people_only + self.grader_only
        return (self.both + self.neither) / total if total else None


@dataclass(frozen=True)
class CriterionAgreement:
    """`n` replies have a level from both sides.

    `kappa` is with the raters' median, `kappa_single` the mean with one rater at a time. The latter, not `kappa`,
    compares with `ceiling`, the mean among the raters: a median is steadier than any one of them.
    """

    criterion: str
    n: int
    coverage: Coverage
    kappa: Estimate
    kappa_single: Estimate
    ceiling: Estimate
    alpha: Estimate
    mae: Estimate
    constant: Constant | None
    bias: Estimate
    confusion: Confusion
    shown: ShownTable


@dataclass(frozen=True)
class MeanAgreement:
    """Means over the criteria that have the figure, each counting once. `n` and `coverage` are added up."""

    n: int
    coverage: Coverage
    kappa: Estimate
    kappa_single: Estimate
    ceiling: Estimate
    alpha: Estimate
    mae: Estimate
    constant_mae: float | None
    bias: Estimate


@dataclass(frozen=True)
class Agreement:
    replies: int
    criteria: tuple[CriterionAgreement, ...]
    mean: MeanAgreement


@dataclass(frozen=True)
class Group:
    """The replies that have `value` in `by`: language, channel or flagged."""

    by: str
    value: str
    agreement: Agreement


@dataclass(frozen=True)
class Disagreement:
    """`reference` is what people say, `level` what the grader gave; `difference` is the grader less their median."""

    id: str
    criterion: str
    reference: Reference
    level: int
    difference: float
    reply: str
    quote: str | None
    reason: str


@dataclass(frozen=True)
class NotGraded:
    id: str
    problem: str


@dataclass(frozen=True)
class AgreementReport:
    """`taught` are ids of labelled replies that the rubric shows the grader with their levels: they are left out.

    `changed` levels were given after their raters could see what others say; among the raters, their first ones count.
    """

    raters: tuple[str, ...]
    overall: Agreement
    groups: tuple[Group, ...]
    worst: tuple[Disagreement, ...]
    not_graded: tuple[NotGraded, ...]
    taught: tuple[str, ...]
    changed: int = 0


def worst_disagreements(scored: Sequence[ScoredReply], criteria: Sequence[str], most: int) -> tuple[Disagreement, ...]:
    """The largest difference first, then the lowest id, then the rubric's order; none where both agree."""
    found = [one for reply in scored for key in criteria if (one := _disagreement(reply, key))]
    found.sort(key=lambda one: (-abs(one.difference), one.id, criteria.index(one.criterion)))
    return tuple(found[:most])


def _disagreement(scored: ScoredReply, criterion: str) -> Disagreement | None:
    pair, score = scored.pair(criterion), scored.grade.score(criterion)
    reference = scored.reply.reference(criterion)
    if pair is None or score is None or reference is None or not pair.difference:
        return None
    reply = scored.reply
    return Disagreement(
        reply.id, criterion, reference, pair.grader, pair.difference, reply.reply, score.quoted, score.reason
    )  # fmt: skip
