"""Several graders make one score: the middle level that one of them gave, with the words of who gave it."""

import pytest

from practice.domain.conversation import Problem
from practice.domain.panel import Combined, Opinion, combine
from practice.domain.score import CriterionScore, Quote, ScoreStatus, Vote, not_graded

#: A level, None for not shown, or FAILED.
FAILED = "failed"
Given = int | str | None


def _score(given: Given, *, found: bool = True, reason: str = "Because.") -> CriterionScore:
    if given == FAILED:
        return not_graded("empathy", Problem("model_timeout", "late"))
    level = given if isinstance(given, int) else None
    status = ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED
    return CriterionScore("empathy", status, level, (Quote("ten days", found=found),), reason, None)


def _combined(*given: Given) -> Combined:
    return combine([Opinion(f"grader {number}", _score(one)) for number, one in enumerate(given, 1)])


def test_one_grader_stands_as_it_is() -> None:
    assert _combined(4) == Combined(_score(4), ())
    assert _combined(FAILED) == Combined(_score(FAILED), ())


@pytest.mark.parametrize(
    ("given", "level"),
    [((2, 3, 5), 3), ((3, 3, 4), 3), ((4, 5), 4), ((2, 3, 4, 5), 3), ((1, None, 3), 1), ((5, FAILED), 5)],
)
def test_the_level_is_the_middle_one_that_somebody_gave(given: tuple[Given, ...], level: int) -> None:
    assert _combined(*given).score.level == level


@pytest.mark.parametrize("given", [(None, None, 4), (None, None), (None, None, None, 2)])
def test_more_who_saw_nothing_make_it_not_shown(given: tuple[Given, ...]) -> None:
    score = _combined(*given).score
    assert (score.status, score.level) == (ScoreStatus.NOT_SHOWN, None)


@pytest.mark.parametrize("given", [(4, FAILED, FAILED), (FAILED, FAILED)])
def test_fewer_than_half_of_the_graders_make_no_grade(given: tuple[Given, ...]) -> None:
    score = _combined(*given).score
    assert score.status is ScoreStatus.NOT_GRADED
    assert score.problem == Problem("model_timeout", "late")


@pytest.mark.parametrize(
    ("given", "flags"),
    [
        ((3, 4), ()),
        ((3, 5), ("spread:empathy",)),
        ((3, 3, None), ("shown_or_not:empathy",)),
        ((3, 3, FAILED), ("panel_incomplete:empathy",)),
        ((1, 4, None, FAILED), ("spread:empathy", "shown_or_not:empathy", "panel_incomplete:empathy")),
    ],
)
def test_disagreement_is_flagged_for_a_trainer(given: tuple[Given, ...], flags: tuple[str, ...]) -> None:
    assert _combined(*given).flags == flags


def test_every_vote_is_kept_and_the_spread_told() -> None:
    score = _combined(2, 5, None, FAILED).score
    assert score.votes == (Vote("grader 1", 2), Vote("grader 2", 5), Vote("grader 3", None))
    assert score.spread == 3


def test_one_level_has_no_spread() -> None:
    assert _combined(4, None).score.spread is None


def test_who_gave_the_level_and_quoted_what_was_said_speaks_for_it() -> None:
    opinions = [
        Opinion("a", _score(2, reason="Of two.")),
        Opinion("b", _score(3, found=False, reason="Not backed.")),
        Opinion("c", _score(3, reason="Backed.")),
    ]
    assert combine(opinions).score.reason == "Backed."
    assert combine(opinions[:2]).score.reason == "Of two."
