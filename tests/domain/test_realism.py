"""What a realistic customer has to do: every check on talks made by hand, one that holds it and ones that do not."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from practice.domain.conversation import Outcome
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.realism import (
    ABUSIVE,
    APOLOGY_ONLY,
    BEHAVIOURS,
    CHECKS,
    COMPARED,
    EMPTY,
    FLATTERER,
    PASSIVE,
    RUDE,
    Trial,
    findings,
)
from practice.domain.simulation import Simulation
from practice.domain.trainee import SKILLED
from tests.domain.examples import simulated_turn, simulation

CALMER = "skilled ends calmer than passive"
ANGRIER = "passive ends calmer than rude"
APOLOGIES = "apologies alone never resolve"
RUDENESS = "rudeness makes the customer leave or escalate"
ABUSE = "abuse makes the customer leave"
EARLY = "nothing is resolved before reply 2 at difficulty 3 and up"
HARDER = "a higher difficulty never ends calmer"
AGAIN = "the same replies give the same moods"
FLATTERY = "a flatterer loses the customer's patience"
EMPTINESS = "an empty replier loses the customer's patience"

RESOLVED = simulation(50, 30, 10, outcome=Outcome.RESOLVED)
AT_ONCE = simulation(10, outcome=Outcome.RESOLVED)
LEFT = simulation(90, 100, outcome=Outcome.LEFT)
ESCALATED = simulation(90, 95, outcome=Outcome.ESCALATED)


def _patience(*points: int) -> Simulation:
    return simulation(turns=[simulated_turn(number, 80, patience) for number, patience in enumerate(points, 1)])


def _by_difficulty(*ends: int) -> Mapping[int, Simulation]:
    return {level: simulation(60, end) for level, end in zip(DIFFICULTIES, ends, strict=True)}


def _trial(usual: Mapping[str, Simulation] | None = None, difficulty: int = 3) -> Trial:
    """A trial in which every check holds, but for the talks given."""
    talks = dict.fromkeys(BEHAVIOURS, simulation(70, 75)) | {
        SKILLED: RESOLVED,
        RUDE: LEFT,
        ABUSIVE: LEFT,
        FLATTERER: _patience(40, 30),
        EMPTY: _patience(40, 30),
        **(usual or {}),
    }
    harder = dict.fromkeys(COMPARED, _by_difficulty(20, 30, 40, 50, 60))
    return Trial("parcel", "en", 7, difficulty, talks, {SKILLED: talks[SKILLED]}, harder)


def _failed(trial: Trial) -> set[str]:
    return {finding.check for finding in findings(trial) if not finding.held}


def test_a_realistic_customer_passes_every_check() -> None:
    assert _failed(_trial()) == set()
    assert [finding.check for finding in findings(_trial())] == list(CHECKS)


def test_a_finding_says_of_which_talk_it_is_and_what_was_found() -> None:
    found = {finding.check: finding.detail for finding in findings(_trial({ABUSIVE: RESOLVED}))}
    assert found[CALMER] == "parcel, en, seed 7: ends {'skilled': 10, 'passive': 75}"
    assert found[ABUSE] == "parcel, en, seed 7: abusive ended resolved"
    assert found[FLATTERY] == "parcel, en, seed 7: flatterer: patience [40, 30]"


@pytest.mark.parametrize(("end", "fails"), [(74, False), (75, True), (90, True)])
def test_skill_has_to_end_calmer_than_passivity(end: int, fails: bool) -> None:
    assert (CALMER in _failed(_trial({SKILLED: simulation(end)}))) is fails


@pytest.mark.parametrize(("end", "fails"), [(76, False), (75, True), (60, True)])
def test_rudeness_has_to_end_angrier_than_passivity(end: int, fails: bool) -> None:
    trial = _trial({RUDE: simulation(80, end, outcome=Outcome.LEFT)})
    assert _failed(trial) == ({ANGRIER} if fails else set())


@pytest.mark.parametrize(
    ("behaviour", "check", "fine"),
    [
        (APOLOGY_ONLY, APOLOGIES, {Outcome.OPEN, Outcome.LEFT, Outcome.ESCALATED}),
        (RUDE, RUDENESS, {Outcome.LEFT, Outcome.ESCALATED}),
        (ABUSIVE, ABUSE, {Outcome.LEFT}),
    ],
)
@pytest.mark.parametrize("outcome", Outcome)
def test_bad_replies_have_to_end_as_they_deserve(
    behaviour: str, check: str, fine: set[Outcome], outcome: Outcome
) -> None:
    trial = _trial({behaviour: simulation(90, 95, outcome=outcome)})
    assert _failed(trial) == (set() if outcome in fine else {check})


def test_from_three_on_the_first_reply_may_not_resolve_a_talk() -> None:
    for difficulty in DIFFICULTIES:
        assert _failed(_trial({SKILLED: AT_ONCE}, difficulty)) == ({EARLY} if difficulty >= 3 else set())
        assert _failed(_trial({"nonsense": AT_ONCE}, difficulty)) == ({EARLY} if difficulty >= 3 else set())


def test_a_first_reply_may_end_a_talk_otherwise() -> None:
    assert _failed(_trial({ABUSIVE: simulation(100, outcome=Outcome.LEFT)})) == set()


@pytest.mark.parametrize("level", DIFFICULTIES)
def test_the_talks_played_harder_are_held_to_their_own_difficulty(level: int) -> None:
    early = dict(_by_difficulty(10, 10, 10, 10, 10)) | {level: AT_ONCE}
    trial = replace(_trial(difficulty=1), harder={SKILLED: early})
    assert _failed(trial) == ({EARLY} if level >= 3 else set())


@pytest.mark.parametrize("ends", [(20, 20, 20, 20, 20), (0, 20, 20, 99, 100)])
def test_a_higher_difficulty_may_end_as_calm_or_angrier(ends: tuple[int, ...]) -> None:
    assert _failed(replace(_trial(), harder={PASSIVE: _by_difficulty(*ends)})) == set()


@pytest.mark.parametrize("ends", [(21, 20, 20, 20, 20), (20, 20, 30, 29, 40), (20, 20, 20, 20, 19)])
def test_a_higher_difficulty_may_not_end_calmer_whatever_the_behaviour(ends: tuple[int, ...]) -> None:
    for behaviour in COMPARED:
        harder = dict(_trial().harder) | {behaviour: _by_difficulty(*ends)}
        assert _failed(replace(_trial(), harder=harder)) == {HARDER}


def test_the_same_replies_have_to_give_the_same_moods_of_both_customers_at_every_turn() -> None:
    turns = [simulated_turn(1, 50, beside=60), simulated_turn(2, 30, beside=40)]
    first = simulation(turns=turns)
    for again, fails in (
        (simulation(turns=turns), False),
        (simulation(turns=[turns[0], simulated_turn(2, 30, beside=40, text="Other words.")]), False),
        (simulation(turns=[turns[0], simulated_turn(2, 31, beside=40)]), True),
        (simulation(turns=[turns[0], simulated_turn(2, 30, 49, beside=40)]), True),
        (simulation(turns=[simulated_turn(1, 50, beside=61), turns[1]]), True),
        (simulation(turns=turns[:1]), True),
    ):
        trial = replace(_trial({"solution_first": first}), again={"solution_first": again, SKILLED: RESOLVED})
        assert _failed(trial) == ({AGAIN} if fails else set())


@pytest.mark.parametrize(("behaviour", "check"), [(FLATTERER, FLATTERY), (EMPTY, EMPTINESS)])
@pytest.mark.parametrize(
    ("patience", "fails"),
    [
        ((40,), False),
        ((40, 39, 10), False),
        ((10, 0, 0), False),
        ((40, 40), True),
        ((40, 30, 31), True),
        ((0, 5), True),
        ((), True),
    ],
)
def test_patience_has_to_fall_at_every_turn_until_there_is_none(
    behaviour: str, check: str, patience: tuple[int, ...], fails: bool
) -> None:
    assert _failed(_trial({behaviour: _patience(*patience)})) == ({check} if fails else set())


def test_a_customer_whom_nothing_moves_fails() -> None:
    flat = dict.fromkeys(BEHAVIOURS, simulation(70, 70))
    assert _failed(replace(_trial(), usual=flat, again={})) == {CALMER, ANGRIER, RUDENESS, ABUSE, FLATTERY, EMPTINESS}


def test_taking_it_higher_is_no_leaving() -> None:
    assert _failed(_trial({RUDE: ESCALATED, ABUSIVE: ESCALATED})) == {ABUSE}
