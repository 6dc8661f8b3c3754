"""How far the raters of a gold set agree, and which of its replies would teach a grader something."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from practice.domain.agreement import Estimate, ScoredReply
from practice.domain.grade import Grade
from practice.domain.labels import LabelledReply
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.domain.teaching import TeachProposal, propose_teaching
from practice.services.agreement_statistics import human_ceiling, kappa_with_single_raters, ordinal_alpha
from practice.store.gold import GoldItem

MOST_TO_TEACH = 5


@dataclass(frozen=True)
class RatersAgreement:
    """`replies` have a level of this criterion from two raters at least.

    `ceiling` is the mean quadratic kappa over pairs of raters, `own` that of the asking person with one other at a
    time.
    """

    criterion: Criterion
    replies: int
    ceiling: Estimate
    alpha: Estimate
    own: Estimate


def raters_agreement(replies: Sequence[LabelledReply], rubric: Rubric, own_rater: str) -> list[RatersAgreement]:
    return [_agreement(replies, criterion, own_rater) for criterion in rubric.of_scope(Scope.REPLY)]


def worth_teaching(items: Iterable[GoldItem], grades: dict[int, Grade], rubric: Rubric) -> list[TeachProposal]:
    """Of those that are not held out, whose grade no screen has flagged; held-out replies stay to test with."""
    candidates = [
        ScoredReply(item.reply, grades[item.id])
        for item in items
        if not item.held_out and item.id in grades and not grades[item.id].flags
    ]
    return propose_teaching(candidates, rubric, MOST_TO_TEACH)


def _agreement(replies: Sequence[LabelledReply], criterion: Criterion, own_rater: str) -> RatersAgreement:
    key = criterion.key
    # Labels of other criteria would be looked through for every pair of raters.
    several = [one for reply in replies if _levels(one := _of_criterion(reply, key)) > 1]
    others = [replace(one, labels=tuple(label for label in one.labels if label.rater != own_rater)) for one in several]
    mine = [label.level if (label := one.by(own_rater, key)) else None for one in several]
    return RatersAgreement(
        criterion,
        len(several),
        human_ceiling(several, key),
        ordinal_alpha(several, key),
        kappa_with_single_raters(others, mine, key),
    )


def _of_criterion(reply: LabelledReply, criterion: str) -> LabelledReply:
    return replace(reply, labels=tuple(label for label in reply.labels if label.criterion == criterion))


def _levels(reply: LabelledReply) -> int:
    return sum(label.level is not None for label in reply.labels)
