"""The figures of agreement; scikit-learn is loaded only when one of them is wanted that it computes.

Those among raters are counted in `agreement_counts`, intervals are drawn in `agreement_bootstrap`.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from practice.domain.agreement import Confusion, Constant, Estimate, Pair
from practice.domain.labels import LabelledReply, raters_of
from practice.domain.level_patterns import patterns_of
from practice.domain.rubric import LEVELS
from practice.services import agreement_counts as counts
from practice.services.agreement_counts import LEAST

ONE_RATER = "one rater: there is nobody to compare with"


def quadratic_kappa(people: Sequence[int], given: Sequence[int]) -> float:
    """Both are levels of the same replies, in order, and `people` holds two different ones at least."""
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(people, given, labels=list(LEVELS), weights="quadratic"))


def why_no_kappa(people: Sequence[int], who: str = "people") -> str | None:
    """Where `people` never vary, kappa is 0 or undefined whatever the other side does."""
    if not people:
        return "no reply has a level from both"
    if len(people) < LEAST:
        return f"{len(people)} reply is too few for kappa; {LEAST} are needed"
    if len(set(people)) == 1:
        return f"{who} gave {people[0]} to all {len(people)}: without variance kappa is not defined"
    return None


def kappa(pairs: Sequence[Pair]) -> Estimate:
    people = [pair.people for pair in pairs]
    lacking = why_no_kappa(people)
    if lacking:
        return Estimate(None, lacking=lacking)
    return Estimate(quadratic_kappa(people, [pair.grader for pair in pairs]))


def mean_absolute_error(pairs: Sequence[Pair]) -> Estimate:
    return _mean([abs(pair.difference) for pair in pairs])


def bias(pairs: Sequence[Pair]) -> Estimate:
    """The grader less the people; above 0 the grader is more generous."""
    return _mean([pair.difference for pair in pairs])


def best_constant(pairs: Sequence[Pair]) -> Constant | None:
    """The lowest of equally good levels; None without any reply. Chosen on these same replies, so hard to beat."""
    if not pairs:
        return None
    errors = {level: sum(abs(level - pair.median) for pair in pairs) / len(pairs) for level in LEVELS}
    best = min(LEVELS, key=lambda level: errors[level])
    return Constant(best, errors[best])


def confusion(pairs: Sequence[Pair]) -> Confusion:
    found = [[0] * len(LEVELS) for _ in LEVELS]
    for pair in pairs:
        found[pair.people - 1][pair.grader - 1] += 1
    return tuple(tuple(row) for row in found)


def ordinal_alpha(replies: Sequence[LabelledReply], criterion: str) -> Estimate:
    """Among the raters, over levels alone; a reply that one rater alone gave a level counts for nothing."""
    if len(raters_of(replies)) < LEAST:
        return Estimate(None, lacking=ONE_RATER)
    return counts.alpha(patterns_of(replies, criterion))


def human_ceiling(replies: Sequence[LabelledReply], criterion: str) -> Estimate:
    """Mean quadratic kappa over all pairs of raters that have one, each by the replies on which it rests."""
    if len(raters_of(replies)) < LEAST:
        return Estimate(None, lacking=ONE_RATER)
    return counts.ceiling(counts.raters_meeting(patterns_of(replies, criterion)))


def kappa_with_single_raters(replies: Sequence[LabelledReply], given: Sequence[int | None], criterion: str) -> Estimate:
    """Mean quadratic kappa of the grader with one rater at a time, each by the replies on which it rests.

    `given` are its levels of `replies`, in order.
    Of the raters' first levels, as their ceiling is, with which it compares.
    """
    found: defaultdict[str, counts.Meetings] = defaultdict(Counter)
    for reply, level in zip(replies, given, strict=True):
        if level is not None:
            for label in reply.labels:
                if label.criterion == criterion and label.first is not None:
                    found[label.rater][label.first, level] += 1
    return counts.with_single_raters(found)


def mean_of(estimates: Sequence[Estimate], total: int) -> Estimate:
    """Over those that have a value; says how many of `total` those are where it is not all."""
    values = [estimate.value for estimate in estimates if estimate.value is not None]
    if not values:
        return Estimate(None, lacking="no criterion has it")
    lacking = f"over {len(values)} of {total} criteria" if len(values) < total else None
    return Estimate(sum(values) / len(values), lacking=lacking)


def isotonic(pairs: Sequence[Pair]) -> dict[int, float]:
    """Raw level -> what people give there, least squares that never falls; for the raw levels that occur."""
    from sklearn.isotonic import IsotonicRegression

    raw = sorted({pair.grader for pair in pairs})
    model = IsotonicRegression().fit([pair.grader for pair in pairs], [pair.median for pair in pairs])
    return {level: round(float(value), 9) for level, value in zip(raw, model.predict(raw), strict=True)}


def _mean(values: Sequence[float]) -> Estimate:
    if not values:
        return Estimate(None, lacking="no reply has a level from both")
    return Estimate(sum(values) / len(values))
