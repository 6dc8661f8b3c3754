"""Compares two graders on the same replies: paired, since replies differ more from each other than graders do."""

from collections.abc import Sequence

from practice.domain.agreement import Estimate, Pair, ScoredReply
from practice.domain.agreement_comparison import Comparison, PairedCriterion, flips
from practice.domain.grade import GradeStatus
from practice.services import agreement_bootstrap as bootstrap
from practice.services import agreement_statistics as statistics

MEAN = "mean"


def compare(first: Sequence[ScoredReply], second: Sequence[ScoredReply], criteria: Sequence[str]) -> Comparison:
    """`first` by A and `second` by B: the same replies in the same order, one at least."""
    columns_a = [_shared(first, second, criterion) for criterion in criteria]
    columns_b = [_shared(second, first, criterion) for criterion in criteria]
    sums = bootstrap.resampled([*columns_a, *columns_b])
    kappas, errors, half = bootstrap.kappas(sums), bootstrap.errors(sums), len(criteria)
    kappa_differences = kappas[:, half:] - kappas[:, :half]
    error_differences = errors[:, half:] - errors[:, :half]
    found = tuple(
        _criterion(criterion, columns_a[k], columns_b[k], kappa_differences[:, k], error_differences[:, k])
        for k, criterion in enumerate(criteria)
    )
    mean = _mean(found, kappa_differences, error_differences)
    graded = [(_graded(a), _graded(b)) for a, b in zip(first, second, strict=True)]
    return Comparison(
        found, mean, flips(first, second, criteria), graded.count((True, False)), graded.count((False, True))
    )  # fmt: skip


def _graded(reply: ScoredReply) -> bool:
    return reply.grade.status is GradeStatus.GRADED


def _shared(own: Sequence[ScoredReply], other: Sequence[ScoredReply], criterion: str) -> list[Pair | None]:
    """Own pairs, where the other has one too."""
    return [one.pair(criterion) if beside.pair(criterion) else None for one, beside in zip(own, other, strict=True)]


def _criterion(
    criterion: str,
    column_a: bootstrap.Column,
    column_b: bootstrap.Column,
    kappas: "bootstrap.Array",
    errors: "bootstrap.Array",
) -> PairedCriterion:
    """`kappas` and `errors` are differences, one for each resample."""
    a, b = _there(column_a), _there(column_b)
    kappa_a, kappa_b = statistics.kappa(a), statistics.kappa(b)
    mae_a, mae_b = statistics.mean_absolute_error(a), statistics.mean_absolute_error(b)
    return PairedCriterion(
        criterion=criterion,
        n=len(a),
        kappa_a=kappa_a,
        kappa_b=kappa_b,
        kappa_difference=bootstrap.with_interval(_less(kappa_b, kappa_a), kappas, len(a)),
        mae_a=mae_a,
        mae_b=mae_b,
        mae_difference=bootstrap.with_interval(_less(mae_b, mae_a), errors, len(a)),
    )


def _mean(found: Sequence[PairedCriterion], kappas: "bootstrap.Array", errors: "bootstrap.Array") -> PairedCriterion:
    """Each criterion counts once; `n` is added up."""
    total, sizes = len(found), [one.n for one in found]
    return PairedCriterion(
        criterion=MEAN,
        n=sum(sizes),
        kappa_a=statistics.mean_of([one.kappa_a for one in found], total),
        kappa_b=statistics.mean_of([one.kappa_b for one in found], total),
        kappa_difference=bootstrap.mean_with_interval([one.kappa_difference for one in found], kappas, sizes),
        mae_a=statistics.mean_of([one.mae_a for one in found], total),
        mae_b=statistics.mean_of([one.mae_b for one in found], total),
        mae_difference=bootstrap.mean_with_interval([one.mae_difference for one in found], errors, sizes),
    )


def _less(one: Estimate, other: Estimate) -> Estimate:
    if one.value is None or other.value is None:
        return Estimate(None, lacking=one.lacking or other.lacking)
    return Estimate(one.value - other.value)


def _there(column: bootstrap.Column) -> list[Pair]:
    return [pair for pair in column if pair is not None]
