"""Recalibration: a table that keeps the order, and is worth having only on replies it has not seen."""

import pytest

from practice.domain.agreement import Pair
from practice.domain.recalibration import LEAST, Fitted, Proposal, Recalibration, Step, propose
from practice.services.agreement_statistics import isotonic


def pairs(*grader_and_people: tuple[int, float], times: int = 1) -> list[Pair]:
    return [Pair(int(people), people, grader) for grader, people in grader_and_people] * times


def steps(proposal: Proposal) -> list[int]:
    assert proposal.recalibration is not None
    return [step.level for step in proposal.recalibration.steps]


def test_a_grader_that_is_always_one_too_generous_is_moved_down_by_one() -> None:
    proposal = propose("calmness", pairs((3, 2), (4, 3), (5, 4), times=8), isotonic)
    assert proposal.applies
    assert steps(proposal)[2:] == [2, 3, 4]
    recalibration = proposal.recalibration
    assert recalibration is not None
    assert (recalibration.n, recalibration.mae_before, recalibration.mae_after) == (24, 1.0, 0.0)
    assert recalibration.level(5) == 4
    assert proposal.why == "leave-one-out error 1.000 before, 0.000 after"


def test_a_grader_that_is_right_is_left_alone() -> None:
    proposal = propose("calmness", pairs((2, 2), (3, 3), (4, 4), times=8), isotonic)
    assert not proposal.applies
    assert proposal.why.startswith("the fit moves no level")


def test_a_table_that_fits_what_it_has_seen_and_nothing_else_is_not_applied() -> None:
    """Level 5 was given once, and wrongly: with that reply left out there is nothing to learn its step from."""
    proposal = propose("calmness", pairs((3, 3), (4, 4), times=12) + pairs((5, 4)), isotonic)
    assert steps(proposal) == [1, 2, 3, 4, 4]
    recalibration = proposal.recalibration
    assert recalibration is not None
    assert recalibration.mae_before == recalibration.mae_after == pytest.approx(1 / 25)
    assert not proposal.applies
    assert proposal.why == "no better on replies it has not seen (leave-one-out error 0.040 before, 0.040 after)"


def test_too_few_replies_get_no_table_and_are_told_how_many_are_needed() -> None:
    proposal = propose("calmness", pairs((5, 1), times=LEAST - 1), isotonic)
    assert (proposal.recalibration, proposal.applies) == (None, False)
    assert proposal.why == "19 replies with both levels; 20 are needed"
    enough = propose("calmness", pairs((5, 1), times=LEAST), isotonic)
    assert enough.applies
    assert steps(enough) == [1, 1, 1, 1, 1]


def test_no_reply_is_judged_by_a_table_that_has_seen_it() -> None:
    given = pairs((3, 2), (4, 4), times=11)
    sizes: list[int] = []

    def fit(rest: object) -> Fitted:
        assert isinstance(rest, list)
        sizes.append(len(rest))
        return isotonic(rest)

    propose("calmness", given, fit)
    assert sizes == [21, 21, 22]


def test_where_people_go_down_as_the_grader_goes_up_the_order_is_kept() -> None:
    proposal = propose("calmness", pairs((2, 4), (3, 3), (4, 2), times=8), isotonic)
    assert steps(proposal)[1:4] == [3, 3, 3]


def test_a_level_the_grader_never_gave_stays_as_far_as_its_neighbours_let_it() -> None:
    proposal = propose("calmness", pairs((2, 4), (4, 5), times=12), isotonic)
    assert steps(proposal) == [1, 4, 4, 5, 5]
    assert proposal.recalibration is not None
    assert [(step.n, step.fitted) for step in proposal.recalibration.steps][2] == (0, None)


def test_halves_are_rounded_towards_the_level_that_was_given() -> None:
    proposal = propose("calmness", pairs((2, 2.5), (3, 3.5), (5, 4.5), times=8), isotonic)
    assert steps(proposal)[1:] == [2, 3, 4, 5]


@pytest.mark.parametrize("levels", [(1, 2, 4, 3, 5), (1, 2, 3)])
def test_a_table_that_turns_the_order_round_or_lacks_a_level_cannot_be_made(levels: tuple[int, ...]) -> None:
    table = tuple(Step(raw, level, None, 0) for raw, level in enumerate(levels, start=1))
    with pytest.raises(ValueError, match="calmness"):
        Recalibration("calmness", table, 0, 0, 0)
