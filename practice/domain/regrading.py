"""Replies graded again: what moved between the grade that counted before and the new one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus
from practice.domain.score import CriterionScore

_NOTHING_KEPT = Problem("no_grade", "the job ended and left no grade")


class Only(StrEnum):
    """To which replies a run is restricted, by the grade that counts."""

    NOT_GRADED = "not_graded"
    FLAGGED = "flagged"


@dataclass(frozen=True)
class Regraded:
    """`before` is None where the reply had no grade, `after` where the run left none."""

    turn_id: str
    before: Grade | None
    after: Grade | None


@dataclass(frozen=True)
class LevelChange:
    """A level is None where the criterion was not shown."""

    turn_id: str
    criterion: str
    before: int | None
    after: int | None

    @property
    def size(self) -> int | None:
        """In levels; None where one side has none."""
        return None if self.before is None or self.after is None else abs(self.after - self.before)


@dataclass(frozen=True)
class CriterionMoves:
    """Counts of the replies that were graded now; each stands in one of them.

    `shown_or_not` got a level where it was not shown before, or the other way round. `newly_graded` had no score.
    `not_graded` has none now.
    """

    criterion: str
    up: int = 0
    down: int = 0
    stayed: int = 0
    shown_or_not: int = 0
    newly_graded: int = 0
    not_graded: int = 0


@dataclass(frozen=True)
class Reason:
    """Why so many replies were not graded; `detail` is that of the first."""

    key: str
    detail: str
    count: int


@dataclass(frozen=True)
class Comparison:
    """`reasons` begin with the most common, `changes` with the largest; those without a size come last."""

    replies: int
    graded: int
    reasons: tuple[Reason, ...]
    criteria: tuple[CriterionMoves, ...]
    changes: tuple[LevelChange, ...]

    @property
    def not_graded(self) -> int:
        return self.replies - self.graded


def compare(regraded: Iterable[Regraded]) -> Comparison:
    """Criteria are those of the new grades, in the order in which they first come."""
    replies = graded = 0
    problems: list[Problem] = []
    moves: dict[str, CriterionMoves] = {}
    changes: list[LevelChange] = []
    for reply in regraded:
        replies += 1
        if reply.after is None or reply.after.status is not GradeStatus.GRADED:
            problems.append((reply.after and reply.after.problem) or _NOTHING_KEPT)
            continue
        graded += 1
        for score in reply.after.scores:
            before = reply.before.score(score.criterion) if reply.before else None
            had = moves.get(score.criterion, CriterionMoves(score.criterion))
            kind = _kind(before, score)
            moves[score.criterion] = replace(had, **{kind: getattr(had, kind) + 1})
            if before and kind in ("up", "down", "shown_or_not"):
                changes.append(LevelChange(reply.turn_id, score.criterion, before.level, score.level))
    changes.sort(key=lambda change: -(change.size or 0))
    return Comparison(replies, graded, _reasons(problems), tuple(moves.values()), tuple(changes))


def _kind(before: CriterionScore | None, after: CriterionScore) -> str:
    if not after.graded:
        return "not_graded"
    if before is None:
        return "newly_graded"
    if before.level == after.level:
        return "stayed"
    if before.level is None or after.level is None:
        return "shown_or_not"
    return "up" if after.level > before.level else "down"


def _reasons(problems: list[Problem]) -> tuple[Reason, ...]:
    first = {problem.key: problem.detail for problem in reversed(problems)}
    counted = Counter(problem.key for problem in problems)
    return tuple(Reason(key, first[key], count) for key, count in counted.most_common())
