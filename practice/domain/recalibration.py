"""Moves a grader's levels to where people see them: a small table for each criterion that never turns the order round.

The table is fitted elsewhere (isotonic regression, in services); here stands what it means and whether it is worth
having. Levels stay whole, since people are shown whole levels.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor

from practice.domain.agreement import Pair
from practice.domain.rubric import LEVELS
from practice.domain.score import CriterionScore

#: Fewer labelled replies than this say too little about five levels, whatever leaving one out says.
LEAST = 20
_NOISE = 1e-9  # of adding up fractions

#: Raw level -> what people give there on average, for every raw level that occurs; never falling.
Fitted = Mapping[int, float]
Fit = Callable[[Sequence[Pair]], Fitted]


@dataclass(frozen=True)
class Step:
    """Raw level `raw` becomes `level`. `fitted` is None where none of the `n` replies had this raw level."""

    raw: int
    level: int
    fitted: float | None
    n: int


@dataclass(frozen=True)
class Recalibration:
    """One step for each of LEVELS, in order. Errors are mean absolute ones, `mae_after` by leaving one reply out.

    Raises ValueError where the order of levels is turned round.
    """

    criterion: str
    steps: tuple[Step, ...]
    n: int
    mae_before: float
    mae_after: float

    def __post_init__(self) -> None:
        if [step.raw for step in self.steps] != list(LEVELS):
            raise ValueError(f"{self.criterion}: needs one step for each of {LEVELS}, in order")
        if any(lower.level > higher.level for lower, higher in pairwise(self.steps)):
            raise ValueError(f"{self.criterion}: a higher raw level must not become a lower one")

    def level(self, raw: int) -> int:
        return self.steps[raw - 1].level


def recalibrated(score: CriterionScore, by: Recalibration | None) -> CriterionScore:
    """`score` with the level that `by` moves it to, which then keeps the grader's own level beside it."""
    if by is None or score.level is None or by.level(score.level) == score.level:
        return score
    return replace(score, level=by.level(score.level), recalibrated_from=score.level)


@dataclass(frozen=True)
class Proposal:
    """`recalibration` is what was fitted, None where nothing could be; `applies` and `why` say whether to use it."""

    criterion: str
    recalibration: Recalibration | None
    applies: bool
    why: str


def propose(criterion: str, pairs: Sequence[Pair], fit: Fit) -> Proposal:
    """Applies only where leaving one out says that the error falls on replies the table has not seen."""
    n = len(pairs)
    if n < LEAST:
        return Proposal(criterion, None, applies=False, why=f"{n} replies with both levels; {LEAST} are needed")
    before = sum(abs(pair.difference) for pair in pairs) / n
    after = _error_left_out(pairs, fit)
    found = Recalibration(criterion, _steps(pairs, fit(pairs)), n, before, after)
    told = f"leave-one-out error {before:.3f} before, {after:.3f} after"
    if all(step.level == step.raw for step in found.steps):
        return Proposal(criterion, found, applies=False, why=f"the fit moves no level ({told})")
    if after > before - _NOISE:
        return Proposal(criterion, found, applies=False, why=f"no better on replies it has not seen ({told})")
    return Proposal(criterion, found, applies=True, why=told)


def _error_left_out(pairs: Sequence[Pair], fit: Fit) -> float:
    """Equal pairs leave equal tables behind, so each kind of pair is fitted once."""
    errors: dict[Pair, float] = {}
    for index, pair in enumerate(pairs):
        if pair not in errors:
            rest = [*pairs[:index], *pairs[index + 1 :]]
            errors[pair] = abs(_steps(rest, fit(rest))[pair.grader - 1].level - pair.median)
    return sum(errors[pair] for pair in pairs) / len(pairs)


def _steps(pairs: Sequence[Pair], fitted: Fitted) -> tuple[Step, ...]:
    levels = {raw: _rounded(value, raw) for raw, value in fitted.items()}
    counts = {raw: sum(pair.grader == raw for pair in pairs) for raw in LEVELS}
    return tuple(Step(raw, _level(raw, levels), fitted.get(raw), counts[raw]) for raw in LEVELS)


def _level(raw: int, levels: Mapping[int, int]) -> int:
    """A level that never occurred stays what it is, as far as its neighbours let it: nothing is known of it."""
    if raw in levels:
        return levels[raw]
    lowest = max((level for other, level in levels.items() if other < raw), default=LEVELS[0])
    highest = min((level for other, level in levels.items() if other > raw), default=LEVELS[-1])
    return max(lowest, min(raw, highest))


def _rounded(value: float, raw: int) -> int:
    """To a whole level, halves towards the raw one: without a reason to move, a level stays."""
    if value % 1 == 0.5:
        return floor(value) if raw < value else ceil(value)
    return round(value)
