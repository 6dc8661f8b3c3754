"""A played talk, measured; and many of them."""

from collections import Counter

import pytest

from practice.domain.conversation import Outcome, SpeechCheck
from practice.domain.simulation import CALM, Mean, over_many
from tests.domain.examples import simulated_turn, simulation

HOT = CALM + 1


@pytest.mark.parametrize(
    ("frustrations", "calm_from"),
    [
        ((), None),
        ((HOT, HOT), None),
        ((CALM,), 1),
        ((HOT, CALM, CALM - 20), 2),
        ((CALM, HOT, CALM), 3),
        ((CALM, CALM, HOT), None),
        ((HOT, HOT, 0), 3),
    ],
)
def test_calm_counts_from_the_first_turn_that_was_followed_by_no_other(
    frustrations: tuple[int, ...], calm_from: int | None
) -> None:
    assert simulation(*frustrations).calm_from_turn == calm_from


def test_a_talk_ends_with_the_frustration_of_its_last_turn_or_else_its_first() -> None:
    assert simulation(60, 30, start=70).frustration_end == 30
    assert simulation(start=70).frustration_end == 70


def test_of_two_customers_the_angrier_one_counts() -> None:
    turns = [simulated_turn(1, 20, beside=80), simulated_turn(2, 35, beside=30), simulated_turn(3, 10, beside=CALM)]
    assert [turn.frustration for turn in turns] == [80, 35, CALM]
    assert simulation(turns=turns[:1]).frustration_end == 80
    assert simulation(turns=turns).calm_from_turn == 2


def test_the_reactions_of_a_turn_are_the_speakers_and_then_the_silent_ones() -> None:
    assert [one.customer for one in simulated_turn(1, 20, beside=80).reactions] == ["one", "other"]
    assert [one.customer for one in simulated_turn(1, 20).reactions] == ["one"]


def test_retries_and_fallbacks_are_counted_and_a_turn_without_a_check_has_none() -> None:
    turns = [
        simulated_turn(1, 50, check=SpeechCheck(retried=True)),
        simulated_turn(2, 50, check=SpeechCheck(retried=True, fell_back=True)),
        simulated_turn(3, 50),
    ]
    talk = simulation(turns=turns)
    assert (talk.retries, talk.fallbacks) == (2, 1)
    assert turns[2].check == SpeechCheck()


def test_over_many_talks_every_figure_is_a_mean() -> None:
    fell = simulated_turn(1, 80, check=SpeechCheck(retried=True, fell_back=True))
    talks = [
        simulation(60, 30, 20, outcome=Outcome.RESOLVED, start=70),
        simulation(turns=[fell], outcome=Outcome.LEFT, start=60),
        simulation(40, 40, outcome=Outcome.RESOLVED, start=50),
    ]
    many = over_many(talks)
    assert (many.talks, many.outcomes) == (3, Counter({Outcome.RESOLVED: 2, Outcome.LEFT: 1}))
    assert many.frustration_start.value == pytest.approx(60)
    assert many.frustration_end.value == pytest.approx((20 + 80 + 40) / 3)
    assert many.turns.value == pytest.approx(2)
    assert many.retries.value == pytest.approx(1 / 3)
    assert many.fallbacks.value == pytest.approx(1 / 3)


def test_talks_that_never_became_calm_are_left_out_of_when_they_did() -> None:
    many = over_many([simulation(60, 30), simulation(20), simulation(60), simulation(90)])
    assert many.became_calm == 2
    assert many.calm_from_turn is not None
    assert many.calm_from_turn.value == pytest.approx(1.5)
    never = over_many([simulation(60), simulation(90)])
    assert (never.became_calm, never.calm_from_turn) == (0, None)


def test_where_all_talks_agree_the_interval_is_a_point() -> None:
    assert over_many([simulation(60, 30)] * 5).frustration_end == Mean(30, 30, 30)


def test_an_interval_lies_around_the_mean_and_narrows_with_more_talks() -> None:
    few = over_many([simulation(0), simulation(100)] * 5).frustration_end
    many = over_many([simulation(0), simulation(100)] * 50).frustration_end
    for mean in (few, many):
        assert 0 <= mean.low < mean.value < mean.high <= 100
    assert many.high - many.low < (few.high - few.low) / 2


def test_an_interval_holds_ninety_five_of_a_hundred_means() -> None:
    """Of a hundred talks, half at 0 and half at 100, the mean errs by 5: the interval is 1.96 times that wide."""
    mean = over_many([simulation(0), simulation(100)] * 50).frustration_end
    assert mean.value - mean.low == pytest.approx(1.96 * 5, abs=1.5)
    assert mean.high - mean.value == pytest.approx(1.96 * 5, abs=1.5)


def test_the_same_talks_give_the_same_interval() -> None:
    talks = [simulation(number * number % 101) for number in range(40)]
    assert over_many(talks) == over_many(talks)


def test_no_talks_have_no_mean() -> None:
    with pytest.raises(ValueError, match=r"."):
        over_many([])
