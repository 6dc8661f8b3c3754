"""Several graders' scores of the same thing, made into one: the middle level that one of them gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from practice.domain.conversation import Problem
from practice.domain.score import CriterionScore, ScoreStatus, Vote, not_graded

#: Graders whose levels lie further apart than this are worth a trainer's look.
MOST_SPREAD = 1


@dataclass(frozen=True)
class Opinion:
    """What one grader made of one criterion."""

    grader: str
    score: CriterionScore


@dataclass(frozen=True)
class Combined:
    score: CriterionScore
    flags: tuple[str, ...]


def combine(opinions: Sequence[Opinion]) -> Combined:
    """One opinion stands as it is.

    Of several the level is the median of those that gave one, the lower of the two middle ones where they are even:
    a level that nobody gave is never shown. More "not shown" than levels make it not shown; fewer than half of the
    graders make no grade. Words and reason are those of a grader who gave the level, with quotes that were found where
    there is one. Flags: `spread`, `shown_or_not` where they disagree on that, `panel_incomplete` where one failed.
    """
    criterion = opinions[0].score.criterion
    if len(opinions) == 1:
        return Combined(opinions[0].score, ())
    graded = [opinion for opinion in opinions if opinion.score.graded]
    if len(graded) * 2 < len(opinions):
        return Combined(not_graded(criterion, _why(opinions)), ())
    votes = tuple(Vote(opinion.grader, opinion.score.level) for opinion in graded)
    levels = [vote.level for vote in votes if vote.level is not None]
    shown = len(levels) * 2 >= len(votes)
    chosen = _speaker(graded, median_low(levels) if shown else None)
    score = _with_votes(chosen, votes)
    return Combined(score, tuple(f"{name}:{criterion}" for name in _flags(score, len(opinions))))


def _speaker(graded: Sequence[Opinion], level: int | None) -> CriterionScore:
    """Who speaks for the level: a grader whose words were found, the first of them."""
    agreeing = [opinion.score for opinion in graded if opinion.score.level == level]
    backed = [score for score in agreeing if score.quotes and all(quote.found for quote in score.quotes)]
    return (backed or agreeing)[0]


def _with_votes(score: CriterionScore, votes: tuple[Vote, ...]) -> CriterionScore:
    return CriterionScore(
        score.criterion, score.status, score.level, score.quotes, score.reason, score.advice, score.checks, None, votes
    )


def _flags(score: CriterionScore, asked: int) -> list[str]:
    found: list[str] = []
    if score.spread is not None and score.spread > MOST_SPREAD:
        found.append("spread")
    if {vote.level is None for vote in score.votes} == {True, False}:
        found.append("shown_or_not")
    if len(score.votes) < asked:
        found.append("panel_incomplete")
    return found


def _why(opinions: Sequence[Opinion]) -> Problem:
    problems = [opinion.score.problem for opinion in opinions if opinion.score.status is ScoreStatus.NOT_GRADED]
    return next((problem for problem in problems if problem), Problem("model_error", "too few graders answered"))
