"""How far the grader agrees with people: pairs their levels with its own and has the figures computed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from practice.domain.agreement import (
    Agreement,
    AgreementReport,
    Coverage,
    CriterionAgreement,
    Group,
    MeanAgreement,
    NotGraded,
    Pair,
    ScoredReply,
    ShownTable,
    worst_disagreements,
)
from practice.domain.grade import GradeStatus
from practice.domain.labels import LabelledReply, bare_text, raters_of
from practice.domain.language import Language
from practice.domain.recalibration import Proposal, propose
from practice.domain.rubric import Rubric
from practice.domain.scenario import Channel
from practice.services import agreement_bootstrap as bootstrap
from practice.services import agreement_statistics as statistics
from practice.services.bulk_grading import BulkResult
from practice.services.bulk_input import BulkItem

MOST_WORST = 10
LANGUAGE, CHANNEL, FLAGGED = "language", "channel", "flagged"


@dataclass(frozen=True)
class Sifted:
    """`taught` stand in a rubric as examples to teach: the grader is shown their levels and cannot be tried on them."""

    usable: list[LabelledReply]
    taught: list[LabelledReply]


def without_taught(replies: Iterable[LabelledReply], rubrics: Sequence[Rubric]) -> Sifted:
    taught = {bare_text(example.reply) for rubric in rubrics for example in rubric.examples if example.use == "teach"}
    sifted = Sifted([], [])
    for reply in replies:
        (sifted.taught if bare_text(reply.reply) in taught else sifted.usable).append(reply)
    return sifted


def items(replies: Iterable[LabelledReply]) -> list[BulkItem]:
    """What a grader is given of them: everything but the labels."""
    return [
        BulkItem(
            id=reply.id,
            language=reply.language,
            channel=reply.channel,
            situation=reply.situation,
            customer=reply.customer,
            reply=reply.reply,
        )
        for reply in replies
    ]


def scored(replies: Sequence[LabelledReply], results: Iterable[BulkResult]) -> list[ScoredReply]:
    """`results` come in the order of `replies`, one for each."""
    return [ScoredReply(reply, result.grade) for reply, result in zip(replies, results, strict=True)]


def report(
    replies: Sequence[ScoredReply], criteria: Sequence[str], taught: Sequence[LabelledReply] = ()
) -> AgreementReport:
    """`replies` holds one at least; a reply that was not graded is left out of figures and stands in the coverage."""
    return AgreementReport(
        raters=tuple(raters_of(one.reply for one in replies)),
        overall=agreement(replies, criteria),
        groups=tuple(_groups(replies, criteria)),
        worst=worst_disagreements(replies, criteria, MOST_WORST),
        not_graded=tuple(
            NotGraded(one.reply.id, one.grade.problem.detail if one.grade.problem else "")
            for one in replies
            if one.grade.status is GradeStatus.NOT_GRADED
        ),
        taught=tuple(reply.id for reply in taught),
        changed=sum(one.reply.changed for one in replies),
    )


def agreement(replies: Sequence[ScoredReply], criteria: Sequence[str]) -> Agreement:
    columns = [[one.pair(criterion) for one in replies] for criterion in criteria]
    drawn = _Drawn(columns)
    found = tuple(
        _criterion(replies, criterion, _there(column), drawn.of(number))
        for number, (criterion, column) in enumerate(zip(criteria, columns, strict=True))
    )
    return Agreement(len(replies), found, _mean(found, drawn))


def proposals(replies: Sequence[ScoredReply], criteria: Sequence[str]) -> tuple[Proposal, ...]:
    """A recalibration of each criterion, or why there is none."""
    return tuple(
        propose(criterion, _there([one.pair(criterion) for one in replies]), statistics.isotonic)
        for criterion in criteria
    )


class _Drawn:
    """The figures of every resample, each of shape (resamples, criteria)."""

    def __init__(self, columns: Sequence[bootstrap.Column]) -> None:
        sums = bootstrap.resampled(columns)
        self.kappas, self.errors, self.biases = bootstrap.kappas(sums), bootstrap.errors(sums), bootstrap.biases(sums)

    def of(self, number: int) -> "_DrawnCriterion":
        return _DrawnCriterion(self.kappas[:, number], self.errors[:, number], self.biases[:, number])


@dataclass(frozen=True)
class _DrawnCriterion:
    """The figures of one criterion, one for each resample."""

    kappas: "bootstrap.Array"
    errors: "bootstrap.Array"
    biases: "bootstrap.Array"


def _criterion(
    replies: Sequence[ScoredReply], criterion: str, pairs: list[Pair], drawn: _DrawnCriterion
) -> CriterionAgreement:
    labelled = [one.reply for one in replies]
    given = [score.level if (score := one.grade.score(criterion)) else None for one in replies]
    n = len(pairs)
    return CriterionAgreement(
        criterion=criterion,
        n=n,
        coverage=_coverage(replies, criterion),
        kappa=bootstrap.with_interval(statistics.kappa(pairs), drawn.kappas, n),
        kappa_single=statistics.kappa_with_single_raters(labelled, given, criterion),
        ceiling=statistics.human_ceiling(labelled, criterion),
        alpha=statistics.ordinal_alpha(labelled, criterion),
        mae=bootstrap.with_interval(statistics.mean_absolute_error(pairs), drawn.errors, n),
        constant=statistics.best_constant(pairs),
        bias=bootstrap.with_interval(statistics.bias(pairs), drawn.biases, n),
        confusion=statistics.confusion(pairs),
        shown=_shown(replies, criterion),
    )


def _mean(found: Sequence[CriterionAgreement], drawn: _Drawn) -> MeanAgreement:
    total, sizes = len(found), [one.n for one in found]
    constants = [one.constant.mae for one in found if one.constant]
    return MeanAgreement(
        n=sum(sizes),
        coverage=Coverage(sum(one.coverage.labelled for one in found), sum(one.coverage.graded for one in found)),
        kappa=bootstrap.mean_with_interval([one.kappa for one in found], drawn.kappas, sizes),
        kappa_single=statistics.mean_of([one.kappa_single for one in found], total),
        ceiling=statistics.mean_of([one.ceiling for one in found], total),
        alpha=statistics.mean_of([one.alpha for one in found], total),
        mae=bootstrap.mean_with_interval([one.mae for one in found], drawn.errors, sizes),
        constant_mae=sum(constants) / len(constants) if constants else None,
        bias=bootstrap.mean_with_interval([one.bias for one in found], drawn.biases, sizes),
    )


def _groups(replies: Sequence[ScoredReply], criteria: Sequence[str]) -> Iterator[Group]:
    for value in Language:
        yield from _group(LANGUAGE, value.value, [one for one in replies if one.reply.language is value], criteria)
    for channel in Channel:
        yield from _group(CHANNEL, channel.value, [one for one in replies if one.reply.channel is channel], criteria)
    # A reply without a grade has no flags to know of, so it is in neither.
    graded = [one for one in replies if one.grade.status is GradeStatus.GRADED]
    yield from _group(FLAGGED, "yes", [one for one in graded if one.grade.flags], criteria)
    yield from _group(FLAGGED, "no", [one for one in graded if not one.grade.flags], criteria)


def _group(by: str, value: str, members: Sequence[ScoredReply], criteria: Sequence[str]) -> Iterator[Group]:
    if members:
        yield Group(by, value, agreement(members, criteria))


def _coverage(replies: Sequence[ScoredReply], criterion: str) -> Coverage:
    labelled = [one for one in replies if one.reply.reference(criterion)]
    return Coverage(len(labelled), sum(one.grade.score(criterion) is not None for one in labelled))


def _shown(replies: Sequence[ScoredReply], criterion: str) -> ShownTable:
    counts = {(people, grader): 0 for people in (True, False) for grader in (True, False)}
    for one in replies:
        reference, score = one.reply.reference(criterion), one.grade.score(criterion)
        if reference and score:
            counts[reference.level is not None, score.level is not None] += 1
    return ShownTable(counts[True, True], counts[False, False], counts[True, False], counts[False, True])


def _there(column: Iterable[Pair | None]) -> list[Pair]:
    return [pair for pair in column if pair is not None]
