"""Labels of one criterion, counted: on so many replies the same raters gave the same levels.

Agreement among raters asks no more than that, and a set of thousands of replies has a few hundred patterns.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from practice.domain.labels import LabelledReply


@dataclass(frozen=True)
class GivenLevel:
    """`level` is None for not shown. It is the rater's first, given before they knew what others say."""

    rater: str
    level: int | None


@dataclass(frozen=True)
class LevelPattern:
    """Each rater stands in `given` once, in the order of the alphabet."""

    given: tuple[GivenLevel, ...]
    replies: int

    @property
    def levels(self) -> list[int]:
        return [one.level for one in self.given if one.level is not None]


def pattern(given: Iterable[GivenLevel], replies: int) -> LevelPattern:
    return LevelPattern(tuple(sorted(given, key=lambda one: one.rater)), replies)


def patterns_of(replies: Iterable[LabelledReply], criterion: str) -> list[LevelPattern]:
    """A reply that nobody labelled on this criterion is in none."""
    counts: Counter[tuple[tuple[str, int | None], ...]] = Counter()
    for reply in replies:
        given: dict[str, int | None] = {}
        for label in reply.labels:
            if label.criterion == criterion:
                given.setdefault(label.rater, label.first)
        counts[tuple(given.items())] += 1
    del counts[()]
    return [pattern((GivenLevel(*one) for one in given), replies) for given, replies in counts.items()]
