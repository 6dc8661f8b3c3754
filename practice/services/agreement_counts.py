"""Agreement among raters, by counts alone: a kappa rests on how often two levels meet, alpha on what each reply got.

Quadratic weighted kappa: Cohen 1968. Alpha: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, by the
library of that name, which is loaded only when alpha is wanted.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from practice.domain.agreement import Estimate
from practice.domain.level_patterns import LevelPattern
from practice.domain.rubric import LEVELS

LEAST = 2
NO_PAIR_VARIES = "no two raters gave two replies levels that vary"
NO_RATER_VARIES = "no rater gave two replies, which the grader gave levels too, levels that vary"
#: How often a level of one side, the first, meets a level of the other.
Meetings = Counter[tuple[int, int]]


def raters_meeting(patterns: Iterable[LevelPattern]) -> Mapping[tuple[str, str], Meetings]:
    """By two raters, in the order of the alphabet, who gave some reply a level each."""
    found: defaultdict[tuple[str, str], Meetings] = defaultdict(Counter)
    for one in patterns:
        shown = [(given.rater, given.level) for given in one.given if given.level is not None]
        for (rater, level), (other, others) in combinations(shown, 2):
            found[rater, other][level, others] += one.replies
    return found


def ceiling(meetings: Mapping[tuple[str, str], Meetings]) -> Estimate:
    """Mean quadratic kappa over the pairs of raters that have one, each by the replies on which it rests."""
    return _mean_kappa([meetings[pair] for pair in pairs_with_kappa(meetings)], NO_PAIR_VARIES)


def pairs_with_kappa(meetings: Mapping[tuple[str, str], Meetings]) -> list[tuple[str, str]]:
    return [pair for pair in sorted(meetings) if _varies(meetings[pair], 0, 1)]


def replies_of(pairs: Collection[tuple[str, str]], patterns: Iterable[LevelPattern]) -> int:
    """Replies to which both raters of at least one of `pairs` gave a level, each counted once."""
    wanted = set(pairs)
    return sum(one.replies for one in patterns if wanted.intersection(combinations(_shown(one), 2)))


def with_single_raters(meetings: Mapping[str, Meetings]) -> Estimate:
    """Mean quadratic kappa over raters, each of whom is the first side beside somebody who is not measured by.

    Each counts by the replies on which theirs rests.
    """
    return _mean_kappa([meetings[rater] for rater in raters_with_kappa(meetings)], NO_RATER_VARIES)


def raters_with_kappa(meetings: Mapping[str, Meetings]) -> list[str]:
    return [rater for rater in sorted(meetings) if _varies(meetings[rater], 0)]


def beside(own: str, meetings: Mapping[tuple[str, str], Meetings]) -> Mapping[str, Meetings]:
    """Every other rater first, `own` as the second side."""
    found: dict[str, Meetings] = {}
    for (rater, other), met in meetings.items():
        if other == own:
            found[rater] = met
        elif rater == own:
            found[other] = Counter({(b, a): times for (a, b), times in met.items()})
    return found


def quadratic_kappa(met: Meetings) -> float:
    """The first side has two different levels at least."""
    total = met.total()
    first, second = _side(met, 0), _side(met, 1)
    apart = sum(times * (a - b) ** 2 for (a, b), times in met.items()) * total
    by_chance = sum(m * n * (a - b) ** 2 for a, m in first.items() for b, n in second.items())
    return 1 - apart / by_chance


def alpha(patterns: Sequence[LevelPattern]) -> Estimate:
    """Ordinal; a reply that one rater alone gave a level counts for nothing."""
    pairable = [(Counter(one.levels), one.replies) for one in patterns if len(one.levels) >= LEAST]
    if not pairable:
        return Estimate(None, lacking="no reply has levels from two raters")
    given = {level for levels, _ in pairable for level in levels}
    if len(given) == 1:
        return Estimate(None, lacking=f"raters gave {min(given)} alone: without variance alpha is not defined")
    import krippendorff

    counts = [[levels[level] for level in LEVELS] for levels, replies in pairable for _ in range(replies)]
    found = krippendorff.alpha(value_counts=counts, value_domain=LEVELS, level_of_measurement="ordinal")
    return Estimate(float(found))


def _mean_kappa(meetings: Sequence[Meetings], lacking: str) -> Estimate:
    if not meetings:
        return Estimate(None, lacking=lacking)
    total = sum(met.total() for met in meetings)
    return Estimate(sum(quadratic_kappa(met) * met.total() for met in meetings) / total)


def _shown(one: LevelPattern) -> list[str]:
    """The raters who gave a level, in the order of the alphabet."""
    return [given.rater for given in one.given if given.level is not None]


def _varies(met: Meetings, *sides: int) -> bool:
    return met.total() >= LEAST and all(len(_side(met, side)) > 1 for side in sides)


def _side(met: Meetings, side: int) -> Counter[int]:
    counts: Counter[int] = Counter()
    for levels, times in met.items():
        counts[levels[side]] += times
    return counts
