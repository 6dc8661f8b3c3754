"""Replies that people have given levels to, and what several people say together.

Kappa needs one level for a reply; a mean error does not. So both are kept: `Reference.level`, of two middle levels the
lower, and `Reference.median`, which lies between them. Lower, because a level is granted where at least half of the
raters saw it, and always the same way, so that a second run says the same. Error and bias are taken from the median:
the lower level would make every grader look more generous than it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median, median_low

from practice.domain.language import Language
from practice.domain.scenario import Channel

#: The rater of a file that names none.
UNNAMED = ""
#: Raters who are this far apart at most are taken to agree, when a reply is to teach.
NEAR = 1


@dataclass(frozen=True)
class Given:
    """A level as it was given; None for not shown."""

    level: int | None


@dataclass(frozen=True)
class Label:
    """`level` is 1-5, or None where the rater said that the reply shows nothing to judge by.

    `changed_from` is the other level that they gave first, before they were shown what others say.
    """

    rater: str
    criterion: str
    level: int | None
    changed_from: Given | None = None

    @property
    def first(self) -> int | None:
        """What counts where people are compared with each other; `level` counts everywhere else."""
        return self.changed_from.level if self.changed_from else self.level


@dataclass(frozen=True)
class Reference:
    """What people say of one criterion of one reply; levels are None where it is not shown.

    It is not shown where more than half of the raters say so: a level was given by somebody who could point at words.
    """

    level: int | None
    median: float | None
    lowest: int | None
    highest: int | None
    raters: int
    agreed_on_shown: bool

    @property
    def agreed(self) -> bool:
        """Whether the raters are near enough to each other; one rater is."""
        if self.lowest is None or self.highest is None:
            return self.agreed_on_shown
        return self.agreed_on_shown and self.highest - self.lowest <= NEAR


@dataclass(frozen=True)
class LabelledReply:
    """`labels` holds what was labelled; what a rater left empty is not there."""

    id: str
    language: Language
    channel: Channel
    situation: str
    customer: str
    reply: str
    labels: tuple[Label, ...]

    def reference(self, criterion: str) -> Reference | None:
        """None where nobody labelled it."""
        return together([label.level for label in self.labels if label.criterion == criterion])

    @property
    def changed(self) -> int:
        """How many of its levels were changed after the first."""
        return sum(label.changed_from is not None for label in self.labels)

    def by(self, rater: str, criterion: str) -> Label | None:
        return next((label for label in self.labels if (label.rater, label.criterion) == (rater, criterion)), None)


def together(given: Sequence[int | None]) -> Reference | None:
    """The levels of all raters of one reply on one criterion, None for not shown."""
    return _together(tuple(given)) if given else None


@lru_cache(maxsize=4096)
def _together(given: tuple[int | None, ...]) -> Reference:
    """Few raters and few levels: among thousands of replies the same come again and again."""
    levels = [level for level in given if level is not None]
    agreed_on_shown = len(levels) in (0, len(given))
    if 2 * len(levels) < len(given):
        return Reference(None, None, None, None, len(given), agreed_on_shown)
    return Reference(
        median_low(levels), float(median(levels)), min(levels), max(levels), len(given), agreed_on_shown
    )  # fmt: skip


def raters_of(replies: Iterable[LabelledReply]) -> list[str]:
    """Every rater once, in the order of the alphabet."""
    return sorted({label.rater for reply in replies for label in reply.labels})


def bare_text(text: str) -> str:
    """Case and white space aside."""
    return " ".join(text.split()).casefold()


def is_same_text(one: str, other: str) -> bool:
    return bare_text(one) == bare_text(other)
