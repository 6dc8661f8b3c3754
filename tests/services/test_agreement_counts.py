"""Figures taken from counts are those that others compute from the levels one by one."""

import random
from collections import Counter

import krippendorff
import pytest

from practice.domain.level_patterns import GivenLevel, LevelPattern, pattern, patterns_of
from practice.domain.rubric import LEVELS
from practice.services import agreement_counts as counts
from practice.services import agreement_statistics as statistics
from tests.agreement_examples import CRITERION, Given, labelled

RATERS = ("ann", "bob", "cid")


def drawn(seed: int, replies: int = 200) -> list[dict[str, int | None]]:
    """By rater, who gave each reply a level, or said that it shows nothing, or did not look at it."""
    chance = random.Random(seed)
    given: list[dict[str, int | None]] = []
    for _ in range(replies):
        middle = chance.randint(1, 5)
        levels = {rater: min(5, max(1, middle + chance.choice((-1, 0, 0, 1)))) for rater in RATERS}
        given.append({rater: chance.choice((level, level, level, None)) for rater, level in levels.items()})
        if chance.random() < 0.3:
            del given[-1][chance.choice(RATERS)]
    return given


def patterns(given: list[dict[str, int | None]]) -> list[LevelPattern]:
    replies = [
        labelled(f"r{number}", {rater: {CRITERION: level} for rater, level in one.items()})
        for number, one in enumerate(given)
    ]
    return patterns_of(replies, CRITERION)


@pytest.mark.parametrize("seed", range(3))
def test_kappa_of_counts_is_that_of_scikit_learn(seed: int) -> None:
    pairs = [(a, b) for one in drawn(seed) if (a := one.get("ann")) and (b := one.get("bob"))]
    expected = statistics.quadratic_kappa([a for a, _ in pairs], [b for _, b in pairs])
    assert counts.quadratic_kappa(Counter(pairs)) == pytest.approx(expected)
    met = counts.raters_meeting(patterns(drawn(seed)))
    assert met["ann", "bob"] == Counter(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_alpha_of_counts_is_that_of_the_levels_in_full(seed: int) -> None:
    given = drawn(seed)
    rows = [[float(one.get(rater) or "nan") for one in given] for rater in RATERS]
    expected = krippendorff.alpha(rows, value_domain=LEVELS, level_of_measurement="ordinal")
    assert counts.alpha(patterns(given)).value == pytest.approx(expected)


def test_one_of_the_raters_is_set_beside_each_of_the_others() -> None:
    given = drawn(7)
    met = counts.raters_meeting(patterns(given))
    single = counts.with_single_raters(counts.beside("bob", met)).value
    weighed, replies = 0.0, 0
    for other in ("ann", "cid"):
        pairs = [(a, b) for one in given if (a := one.get(other)) and (b := one.get("bob"))]
        weighed += len(pairs) * statistics.quadratic_kappa([a for a, _ in pairs], [b for _, b in pairs])
        replies += len(pairs)
    assert single == pytest.approx(weighed / replies)


def test_who_labelled_a_few_replies_does_not_move_two_people_as_much_as_the_others_do() -> None:
    level = [1, 2, 4, 5] * 25
    given: list[dict[str, int | None]] = [{"ann": one, "bob": one} for one in level]
    for number, odd in enumerate((5, 4, 2, 1)):
        given[number]["cid"] = odd
    found = patterns(given)
    met = counts.raters_meeting(found)
    against = counts.quadratic_kappa(met["ann", "cid"])
    assert against == pytest.approx(-1)
    assert counts.ceiling(met).value == pytest.approx((100 - 4 - 4) / 108)
    assert counts.with_single_raters(counts.beside("cid", met)).value == pytest.approx(-1)
    assert counts.replies_of(counts.pairs_with_kappa(met), found) == 100
    assert counts.replies_of([("ann", "cid"), ("bob", "cid")], found) == 4


def test_replies_that_the_same_raters_gave_the_same_levels_count_together() -> None:
    same: dict[str, Given] = {"bob": {CRITERION: 2}, "ann": {CRITERION: None}}
    other: dict[str, Given] = {"ann": {CRITERION: 2}, "bob": {CRITERION: None}}
    found = patterns_of([labelled("a", same), labelled("b", other), labelled("c", same), labelled("d", {})], CRITERION)
    twice = pattern([GivenLevel("bob", 2), GivenLevel("ann", None)], 2)
    assert twice in found
    assert sorted(one.replies for one in found) == [1, 2]
    assert twice.levels == [2]
