"""The figures of agreement, by scikit-learn and krippendorff; both and numpy are loaded only when a figure is wanted.

Quadratic weighted kappa: Cohen 1968. Alpha: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
Intervals are drawn in `agreement_bootstrap`.
"""

from collections.abc import Sequence
from itertools import combinations

from practice.domain.agreement import Confusion, Constant, Estimate, Pair
from practice.domain.labels import LabelledReply, raters_of
from practice.domain.rubric import LEVELS

LEAST = 2
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
    counts = [[0] * len(LEVELS) for _ in LEVELS]
    for pair in pairs:
        counts[pair.people - 1][pair.grader - 1] += 1
    return tuple(tuple(row) for row in counts)


def ordinal_alpha(replies: Sequence[LabelledReply], criterion: str) -> Estimate:
    """Among the raters, over levels alone; a reply that one rater alone gave a level counts for nothing."""
    raters = raters_of(replies)
    if len(raters) < LEAST:
        return Estimate(None, lacking=ONE_RATER)
    rows = [[_level(reply, rater, criterion) for reply in replies] for rater in raters]
    units = [[level for level in unit if level is not None] for unit in zip(*rows, strict=True)]
    paired = [level for unit in units if len(unit) >= LEAST for level in unit]
    if not paired:
        return Estimate(None, lacking="no reply has levels from two raters")
    if len(set(paired)) == 1:
        return Estimate(None, lacking=f"raters gave {paired[0]} alone: without variance alpha is not defined")
    import krippendorff

    data = [[float("nan") if level is None else float(level) for level in row] for row in rows]
    return Estimate(float(krippendorff.alpha(data, value_domain=LEVELS, level_of_measurement="ordinal")))


def human_ceiling(replies: Sequence[LabelledReply], criterion: str) -> Estimate:
    """Mean quadratic kappa over all pairs of raters that have one; none counts more than another."""
    raters = raters_of(replies)
    if len(raters) < LEAST:
        return Estimate(None, lacking=ONE_RATER)
    found: list[float] = []
    for one, other in combinations(raters, 2):
        levels = [(_level(reply, one, criterion), _level(reply, other, criterion)) for reply in replies]
        found += _kappa_of([(a, b) for a, b in levels if a is not None and b is not None], both=True)
    if not found:
        return Estimate(None, lacking="no two raters gave two replies levels that vary")
    return Estimate(sum(found) / len(found))


def kappa_with_single_raters(replies: Sequence[LabelledReply], given: Sequence[int | None], criterion: str) -> Estimate:
    """Mean quadratic kappa of the grader with one rater at a time; `given` are its levels of `replies`, in order."""
    found: list[float] = []
    for rater in raters_of(replies):
        levels = [(_level(reply, rater, criterion), level) for reply, level in zip(replies, given, strict=True)]
        found += _kappa_of([(a, b) for a, b in levels if a is not None and b is not None], both=False)
    if not found:
        return Estimate(None, lacking="no rater gave two replies, which the grader gave levels too, levels that vary")
    return Estimate(sum(found) / len(found))


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


def _level(reply: LabelledReply, rater: str, criterion: str) -> int | None:
    label = reply.by(rater, criterion)
    return label.level if label else None


def _kappa_of(levels: Sequence[tuple[int, int]], *, both: bool) -> list[float]:
    """One kappa, or none where it is not defined; `both` where neither side is the measure of the other."""
    sides = [[a for a, _ in levels], [b for _, b in levels]]
    if any(why_no_kappa(side) for side in (sides if both else sides[:1])):
        return []
    return [quadratic_kappa(*sides)]


def _mean(values: Sequence[float]) -> Estimate:
    if not values:
        return Estimate(None, lacking="no reply has a level from both")
    return Estimate(sum(values) / len(values))
