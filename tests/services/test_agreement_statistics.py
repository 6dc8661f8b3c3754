"""The figures of agreement against published and hand-computed ones, and what is said where there is none."""

from dataclasses import replace

import pytest

from practice.domain.agreement import Pair
from practice.domain.labels import Given, LabelledReply
from practice.services import agreement_bootstrap as bootstrap
from practice.services import agreement_statistics as statistics
from tests.agreement_examples import CRITERION, labelled
from tests.agreement_examples import Given as GivenBy

#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example of four observers and twelve units.
PUBLISHED = {
    "a": "1 2 3 3 2 1 4 1 2 . . .",
    "b": "1 2 3 3 2 2 4 1 2 5 . 3",
    "c": ". 3 3 3 2 3 4 2 2 5 1 .",
    "d": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def replies(raters: dict[str, str]) -> list[LabelledReply]:
    """One reply for each place in the rows; `.` is not labelled, `n` not shown."""
    rows = {rater: row.split() for rater, row in raters.items()}
    found = []
    for index in range(len(next(iter(rows.values())))):
        given: dict[str, GivenBy] = {}
        for rater, row in rows.items():
            if row[index] != ".":
                given[rater] = {CRITERION: None if row[index] == "n" else int(row[index])}
        found.append(labelled(f"r{index}", given))
    return found


def pairs(people: list[float], grader: list[int]) -> list[Pair]:
    return [Pair(int(one), one, other) for one, other in zip(people, grader, strict=True)]


def test_alpha_is_the_published_one() -> None:
    alpha = statistics.ordinal_alpha(replies(PUBLISHED), CRITERION)
    assert alpha.value == pytest.approx(0.815, abs=0.0005)


def test_alpha_passes_over_not_shown() -> None:
    shown = replies(PUBLISHED)
    with_more = replies({rater: f"{row} n 3" if rater == "a" else f"{row} n n" for rater, row in PUBLISHED.items()})
    assert statistics.ordinal_alpha(with_more, CRITERION) == statistics.ordinal_alpha(shown, CRITERION)


def test_kappa_is_what_a_hand_computes() -> None:
    """One step apart once: 1. By chance, five levels against 1 2 3 4 4: (30+15+10+15+15)/5 = 17."""
    kappa = statistics.kappa(pairs([1, 2, 3, 4, 5], [1, 2, 3, 4, 4]))
    assert kappa.value == pytest.approx(1 - 1 / 17)


def test_a_miss_by_two_costs_four_times_a_miss_by_one() -> None:
    """By chance against people's 1 1 5 5: (32+20+32+32)/4 = 29 with the 2, (32+16+32+32)/4 = 28 with the 3."""
    one = statistics.quadratic_kappa([1, 1, 5, 5], [1, 2, 5, 5])
    two = statistics.quadratic_kappa([1, 1, 5, 5], [1, 3, 5, 5])
    assert one == pytest.approx(1 - 1 / 29)
    assert two == pytest.approx(1 - 4 / 28)


def test_kappa_among_raters_is_the_mean_over_their_pairs() -> None:
    ceiling = statistics.human_ceiling(replies({"a": "1 2 3 4 5", "b": "1 2 3 4 4", "c": "1 2 3 4 5"}), CRITERION)
    assert ceiling.value == pytest.approx((2 * (1 - 1 / 17) + 1) / 3)


@pytest.mark.parametrize("raters", [{"a": "3 3 3", "b": "1 3 5"}, {"a": "1 3 5", "b": "3 3 3"}])
def test_a_rater_who_never_varies_makes_no_kappa_among_raters(raters: dict[str, str]) -> None:
    ceiling = statistics.human_ceiling(replies(raters), CRITERION)
    assert (ceiling.value, ceiling.lacking) == (None, "no two raters gave two replies levels that vary")


def test_the_grader_is_also_set_beside_one_rater_at_a_time() -> None:
    labels = replies({"a": "1 2 3 4 5", "b": "1 2 3 4 4"})
    single = statistics.kappa_with_single_raters(labels, [1, 2, 3, 4, 5], CRITERION)
    assert single.value == pytest.approx((1 + 1 - 1 / 17) / 2)


def test_among_single_raters_the_first_levels_count_and_in_what_people_say_together_the_changed() -> None:
    raters = {"a": "1 2 3 4 5", "b": "1 2 3 4 4"}
    changed = [
        replace(one, labels=tuple(replace(label, level=5, changed_from=Given(label.level)) for label in one.labels))
        for one in replies(raters)
    ]
    for figure in (statistics.human_ceiling, statistics.ordinal_alpha):
        assert figure(changed, CRITERION) == figure(replies(raters), CRITERION)
    given = [1, 2, 3, 4, 5]
    beside = statistics.kappa_with_single_raters(replies(raters), given, CRITERION)
    assert statistics.kappa_with_single_raters(changed, given, CRITERION) == beside
    together = [one.reference(CRITERION) for one in changed]
    assert [one and one.level for one in together] == [5] * 5


def test_errors_are_taken_from_the_median_and_bias_is_grader_less_people() -> None:
    generous, strict = pairs([3, 3.5], [4, 4]), pairs([3, 3.5], [2, 3])
    assert (statistics.bias(generous).value, statistics.bias(strict).value) == (0.75, -0.75)
    assert statistics.mean_absolute_error(strict).value == 0.75


def test_the_best_constant_is_the_level_that_errs_least() -> None:
    constant = statistics.best_constant(pairs([1, 4, 4, 5], [3, 3, 3, 3]))
    assert constant is not None
    assert (constant.level, constant.mae) == (4, 1.0)
    assert statistics.best_constant([]) is None


def test_rows_of_the_confusion_are_people_and_columns_the_grader() -> None:
    counts = statistics.confusion(pairs([2, 2, 5], [4, 4, 5]))
    assert counts == ((0, 0, 0, 0, 0), (0, 0, 0, 2, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 1))


@pytest.mark.parametrize(
    ("people", "grader", "why"),
    [
        ([], [], "no reply has a level from both"),
        ([3], [4], "1 reply is too few for kappa; 2 are needed"),
        ([3, 3, 3], [3, 4, 5], "people gave 3 to all 3: without variance kappa is not defined"),
    ],
)
def test_where_kappa_is_not_defined_it_is_lacking_with_a_reason(
    people: list[float], grader: list[int], why: str
) -> None:
    kappa = statistics.kappa(pairs(people, grader))
    assert (kappa.value, kappa.interval, kappa.lacking) == (None, None, why)


def test_a_grader_that_tells_nothing_apart_has_kappa_0() -> None:
    assert statistics.kappa(pairs([1, 3, 5], [3, 3, 3])).value == 0


@pytest.mark.parametrize(
    ("raters", "why"),
    [
        ({"a": "1 2 3"}, "one rater: there is nobody to compare with"),
        ({"a": "1 2 .", "b": ". . 3"}, "no reply has levels from two raters"),
        ({"a": "3 3 1", "b": "3 3 ."}, "raters gave 3 alone: without variance alpha is not defined"),
    ],
)
def test_where_alpha_is_not_defined_it_is_lacking_with_a_reason(raters: dict[str, str], why: str) -> None:
    alpha = statistics.ordinal_alpha(replies(raters), CRITERION)
    assert (alpha.value, alpha.lacking) == (None, why)
    assert statistics.human_ceiling(replies(raters), CRITERION).value is None


def test_a_mean_over_some_criteria_says_over_how_many() -> None:
    some = [statistics.kappa(pairs([1, 5], [1, 5])), statistics.kappa([])]
    mean = statistics.mean_of(some, 2)
    assert (mean.value, mean.lacking) == (1.0, "over 1 of 2 criteria")
    assert statistics.mean_of(some[1:], 1).lacking == "no criterion has it"


def test_every_resample_has_the_kappa_that_scikit_learn_computes() -> None:
    given = pairs([1, 2, 3, 4, 5, 2, 3], [1, 3, 3, 5, 4, 2, 1])
    sums = bootstrap.resampled([given])
    kappas, errors, biases = bootstrap.kappas(sums), bootstrap.errors(sums), bootstrap.biases(sums)
    for number in range(0, bootstrap.RESAMPLES, 100):
        counts = [int(count) for count in sums[number, 0, :25]]
        drawn = [
            Pair(cell // 5 + 1, cell // 5 + 1, cell % 5 + 1) for cell, count in enumerate(counts) for _ in range(count)
        ]
        assert len(drawn) == len(given)
        expected = statistics.kappa(drawn), statistics.mean_absolute_error(drawn), statistics.bias(drawn)
        assert [figures[number, 0] for figures in (kappas, errors, biases)] == pytest.approx(
            [e.value for e in expected]
        )


def test_resamples_are_the_same_at_every_run_and_whatever_is_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = pairs([1, 2, 3, 4, 5], [1, 3, 3, 5, 4])
    first = bootstrap.resampled([given])
    monkeypatch.setattr(bootstrap, "_MOST_AT_ONCE", 35)
    assert (bootstrap.resampled([given]) == first).all()
    assert first.shape == (1000, 1, 28)


def test_a_mean_has_the_interval_a_textbook_gives_it() -> None:
    """Differences 0 and 1, half and half, n = 100: the mean's standard error is 0.05."""
    given = pairs([3.0] * 100, [3, 4] * 50)
    bias = bootstrap.with_interval(statistics.bias(given), bootstrap.biases(bootstrap.resampled([given]))[:, 0], 100)
    assert bias.interval is not None
    assert (bias.interval.low, bias.interval.high) == pytest.approx((0.402, 0.598), abs=0.01)


def test_too_few_replies_or_too_many_undefined_resamples_get_no_interval() -> None:
    few = pairs([1, 5] * 4, [1, 5] * 4)
    told = bootstrap.with_interval(statistics.kappa(few), bootstrap.kappas(bootstrap.resampled([few]))[:, 0], len(few))
    assert (told.value, told.interval, told.lacking) == (1.0, None, "no interval: 8 replies, 10 are needed")
    flat = pairs([3.0] * 19 + [4], [3] * 19 + [4])
    told = bootstrap.with_interval(statistics.kappa(flat), bootstrap.kappas(bootstrap.resampled([flat]))[:, 0], 20)
    assert (told.value, told.interval) == (1.0, None)
    assert told.lacking is not None
    assert told.lacking.startswith("no interval: not defined in 3")
    assert told.lacking.endswith(" of 1000 resamples")
