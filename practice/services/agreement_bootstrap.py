"""Resamples of replies, all at once: what a figure would be had other replies of the same kind been labelled.

A reply is one row of sums for each criterion: 25 counts of its place in the confusion matrix, its absolute error, its
signed difference and 1; all 0 where it has no pair. A resample is then one sum over rows, and every figure comes of it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from practice.domain.agreement import Estimate, Interval, Pair
from practice.domain.rubric import LEVELS
from practice.services.agreement_statistics import mean_of

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Array = NDArray[float64]

RESAMPLES = 1_000
SEED = 0
#: Percentiles of resamples are too narrow for fewer replies than this, and would look surer than they are.
LEAST_FOR_INTERVAL = 10
#: Where a figure is undefined in more resamples than this share, what is left of them is no fair picture.
MOST_UNDEFINED = 0.1
_SIDE = len(LEVELS)
_CELLS = _SIDE * _SIDE
_ERROR, _DIFFERENCE, _COUNT, _WIDTH = _CELLS, _CELLS + 1, _CELLS + 2, _CELLS + 3
_MOST_AT_ONCE = 4_000_000  # numbers drawn at once: 32 MB

#: One column for each criterion: its pairs by reply, None where a reply has none.
Column = Sequence[Pair | None]


def resampled(columns: Sequence[Column]) -> "Array":
    """Sums of shape (RESAMPLES, columns, 28). The columns have the same replies, in the same order, at least one."""
    import numpy as np

    rows = np.zeros((len(columns[0]), len(columns), _WIDTH))
    for number, column in enumerate(columns):
        for index, pair in enumerate(column):
            if pair is not None:
                rows[index, number, (pair.people - 1) * _SIDE + pair.grader - 1] = 1
                rows[index, number, _ERROR:] = abs(pair.difference), pair.difference, 1
    replies = len(rows)
    random = np.random.default_rng(SEED)
    chances = np.full(replies, 1 / replies)
    at_once = max(1, _MOST_AT_ONCE // replies)
    drawn = [
        random.multinomial(replies, chances, size=min(at_once, RESAMPLES - start)) @ rows.reshape(replies, -1)
        for start in range(0, RESAMPLES, at_once)
    ]
    return np.concatenate(drawn).reshape(RESAMPLES, len(columns), _WIDTH)


def kappas(sums: "Array") -> "Array":
    """Quadratic weighted kappa of each resample and column; not a number where the people's levels do not vary."""
    import numpy as np

    observed = sums[..., :_CELLS].reshape(*sums.shape[:-1], _SIDE, _SIDE)
    people, grader = observed.sum(axis=-1), observed.sum(axis=-2)
    steps = np.arange(_SIDE)
    weights = (steps[:, None] - steps[None, :]) ** 2
    apart = (weights * observed).sum(axis=(-1, -2)) * sums[..., _COUNT]
    by_chance = (weights * people[..., :, None] * grader[..., None, :]).sum(axis=(-1, -2))
    defined = (people > 0).sum(axis=-1) > 1
    return np.where(defined, 1 - apart / np.where(defined, by_chance, 1), np.nan)


def errors(sums: "Array") -> "Array":
    """Mean absolute error of each resample and column; not a number where it drew no pair."""
    return _per_pair(sums, _ERROR)


def biases(sums: "Array") -> "Array":
    return _per_pair(sums, _DIFFERENCE)


def with_interval(estimate: Estimate, values: "Array", n: int) -> Estimate:
    """`estimate` with the middle 95 % of `values`, one for each resample; `n` is what it rests on, in replies."""
    import numpy as np

    if estimate.value is None:
        return estimate
    if n < LEAST_FOR_INTERVAL:
        return _without(estimate, f"no interval: {n} replies, {LEAST_FOR_INTERVAL} are needed")
    defined = values[np.isfinite(values)]
    if len(defined) < (1 - MOST_UNDEFINED) * len(values):
        return _without(
            estimate, f"no interval: not defined in {len(values) - len(defined)} of {len(values)} resamples"
        )
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(estimate.value, Interval(float(low), float(high)), estimate.lacking)


def mean_with_interval(estimates: Sequence[Estimate], values: "Array", sizes: Sequence[int]) -> Estimate:
    """The mean over criteria; `values` has a column and `sizes` the replies of each. The fewest replies decide."""
    counted = [number for number, estimate in enumerate(estimates) if estimate.value is not None]
    mean = mean_of(estimates, len(estimates))
    if not counted:
        return mean
    return with_interval(mean, values[:, counted].mean(axis=1), min(sizes[number] for number in counted))


def _without(estimate: Estimate, why: str) -> Estimate:
    return Estimate(estimate.value, None, "; ".join(part for part in (estimate.lacking, why) if part))


def _per_pair(sums: "Array", what: int) -> "Array":
    import numpy as np

    counts = sums[..., _COUNT]
    return np.where(counts > 0, sums[..., what] / np.maximum(counts, 1), np.nan)
