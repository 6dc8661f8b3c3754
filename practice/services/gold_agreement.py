"""How far the raters of a gold set agree, and which of its replies would teach a grader something.

Both are counted from levels alone, so that a set of thousands of replies is not read whole for a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practice.domain.agreement import Estimate
from practice.domain.labels import together
from practice.domain.level_patterns import LevelPattern
from practice.domain.rubric import Criterion, Rubric, Scope
from practice.domain.teaching import Missed, missed, most_helpful
from practice.services import agreement_counts as counts
from practice.services.agreement_counts import LEAST
from practice.store.gold_grades import GradedLevels
from practice.store.gold_levels import LabelledLevels

MOST_TO_TEACH = 5


@dataclass(frozen=True)
class RatersAgreement:
    """`replies` have a level of this criterion from two raters at least: `alpha` rests on them.

    `ceiling` is the mean quadratic kappa over pairs of raters, `own` that of the asking person with one other at a
    time; both with the replies on which they rest, and a pair counts by those that it shares.
    """

    criterion: Criterion
    replies: int
    ceiling: Estimate
    ceiling_replies: int
    alpha: Estimate
    own: Estimate
    own_replies: int


def raters_agreement(
    patterns: Mapping[str, Sequence[LevelPattern]], rubric: Rubric, own_rater: str
) -> list[RatersAgreement]:
    """`patterns` by criterion."""
    return [
        _agreement(patterns.get(criterion.key, ()), criterion, own_rater) for criterion in rubric.of_scope(Scope.REPLY)
    ]


def raters_in_patterns(patterns: Mapping[str, Sequence[LevelPattern]]) -> list[str]:
    """Every rater once, in the order of the alphabet."""
    return sorted({given.rater for found in patterns.values() for one in found for given in one.given})


def worth_teaching(
    items: Iterable[LabelledLevels], grades: Mapping[int, GradedLevels], rubric: Rubric
) -> list[LabelledLevels]:
    """The most helpful first; `items` are not held out, for those stay to test with. None whose grade was flagged."""
    criteria = rubric.keys_of(Scope.REPLY)
    graded = {item.reply.id: item for item in items if item.item_id in grades and not grades[item.item_id].flagged}
    candidates = (_missed(item, grades[item.item_id], criteria) for item in graded.values())
    return [graded[one.id] for one in most_helpful((one for one in candidates if one), rubric, MOST_TO_TEACH)]


def _missed(item: LabelledLevels, grade: GradedLevels, criteria: Sequence[str]) -> Missed | None:
    references = {key: one for key in criteria if (one := together(item.levels.get(key, [])))}
    return missed(item.reply, references, grade.levels)


def _agreement(patterns: Sequence[LevelPattern], criterion: Criterion, own_rater: str) -> RatersAgreement:
    met = counts.raters_meeting(patterns)
    beside = counts.beside(own_rater, met)
    own, others = counts.with_single_raters(beside), counts.raters_with_kappa(beside) or beside
    own_pairs = [(min(own_rater, other), max(own_rater, other)) for other in others]
    return RatersAgreement(
        criterion,
        replies=sum(one.replies for one in patterns if len(one.levels) >= LEAST),
        ceiling=counts.ceiling(met),
        ceiling_replies=counts.replies_of(counts.pairs_with_kappa(met) or met, patterns),
        alpha=counts.alpha(patterns),
        own=own,
        own_replies=counts.replies_of(own_pairs, patterns),
    )
