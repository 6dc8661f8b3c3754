"""The middle of a group, drawn only where there are enough people to have one, and who has been quiet."""

from datetime import UTC, datetime, timedelta

import pytest

from practice.domain.debrief import Point
from practice.domain.group_progress import (
    FEWEST_PEOPLE,
    Attempt,
    Practising,
    Tally,
    coached,
    levels_over_time,
    quiet_ones,
)

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
BEGINS = NOW - timedelta(days=80)


def attempt(person: int, level: int | None, days_ago: float = 1, **more: int) -> Attempt:
    """Of one reply."""
    tally = Tally(not_shown=1) if level is None else Tally(scored=1, points=level, **more)
    return Attempt("", person, NOW - timedelta(days=days_ago), 1, replies=1, tallies={"empathy": tally})


def test_five_people_in_one_stretch_of_time_have_a_middle() -> None:
    levels = levels_over_time("empathy", [attempt(n, n) for n in range(1, 6)], BEGINS, NOW)
    [middle] = levels.middles
    assert (middle.lower, middle.median, middle.upper, middle.talks) == (2, 3, 4, 5)
    assert (middle.begins, middle.ends) == (NOW - timedelta(days=40), NOW)


def test_four_people_have_none_however_much_they_practise() -> None:
    many = [attempt(n % (FEWEST_PEOPLE - 1), 3) for n in range(40)]
    assert levels_over_time("empathy", many, BEGINS, NOW).middles == ()


def test_the_more_people_practise_the_shorter_are_the_stretches_that_have_a_middle() -> None:
    rarely = [attempt(n, 3, days_ago=n * 15) for n in range(FEWEST_PEOPLE)]
    often = [attempt(n, 3, days_ago=week * 10 + 1) for n in range(FEWEST_PEOPLE) for week in range(8)]
    for attempts, number in ((rarely, 1), (often, 8), ([*rarely, *rarely], 1)):
        middles = levels_over_time("empathy", attempts, BEGINS, NOW).middles
        assert [middle.ends - middle.begins for middle in middles] == [(NOW - BEGINS) / number] * number


def test_a_talk_counts_in_one_stretch_alone() -> None:
    talks = [attempt(n % 6, 3, days_ago=days) for n in range(12) for days in (0, 10, 20, 30, 40, 50, 60, 70, 80)]
    middles = levels_over_time("empathy", talks, BEGINS, NOW).middles
    assert sum(middle.talks for middle in middles) == len(talks)


def test_who_has_no_level_counts_in_no_middle_and_is_told_as_a_number() -> None:
    talks = [*(attempt(n, 3) for n in range(4)), attempt(5, None), Attempt("", 6, NOW, 1, replies=2)]
    levels = levels_over_time("empathy", talks, BEGINS, NOW)
    assert levels.middles == ()
    assert (levels.talks, levels.without_level, levels.not_shown, levels.not_graded) == (6, 2, 1, 2)


def test_levels_that_trainers_set_are_told_as_a_number() -> None:
    assert levels_over_time("empathy", [attempt(1, 3, by_trainer=1)], BEGINS, NOW).by_trainer == 1


@pytest.mark.parametrize(
    ("days", "quiet"), [(30, ["Ann", "Bo", "Cy"]), (90, ["Ann", "Bo"]), (365, ["Ann", "Bo"]), (None, ["Ann", "Bo"])]
)
def test_quiet_is_who_did_not_practise_in_the_period_or_for_a_quarter_of_a_year(
    days: int | None, quiet: list[str]
) -> None:
    ago = {"Ann": None, "Bo": 100, "Cy": 40, "Di": 2}
    trainees = [
        Practising(n, name, None if past is None else NOW - timedelta(days=past))
        for n, (name, past) in enumerate(ago.items())
    ]
    since = None if days is None else NOW - timedelta(days=days)
    assert [one.name for one in quiet_ones(trainees, since, NOW)] == quiet


def test_the_coachs_first_points_are_counted_by_criterion() -> None:
    found = coached([Point("empathy", "q", "t"), Point("empathy", "q", "t"), Point("calmness", "q", "t"), None])
    assert (found.talks, dict(found.first)) == (4, {"empathy": 2, "calmness": 1})
