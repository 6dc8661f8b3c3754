"""How events move the gauges. The properties hold for the shipped table and for any run of events."""

import random
from collections.abc import Iterator

import pytest

from practice.domain.mood import GAUGES, AppraisedEvent, Mood, MoodChange
from practice.domain.mood_change import Given, Temper, end_mood, given_by, move_mood
from practice.domain.mood_table import DIFFICULTIES, DecisionStyle, EventKind, MoodTable
from practice.domain.stock import Move
from practice.library import Library
from tests.domain.examples import EVEN, START, events, names_of, rule_of

BOTH = Given(heard=True, concrete=True)
LOW = Mood(frustration=40, trust=50, patience=50, disclosure=50)


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


def _runs(table: MoodTable, count: int = 400) -> Iterator[tuple[Mood, tuple[AppraisedEvent, ...]]]:
    names = [rule.event for rule in table.events]
    for seed in range(count):
        chance = random.Random(seed)
        gauges = [chance.choice([0, 1, 50, 99, 100, chance.randint(0, 100)]) for _ in GAUGES]
        chosen = chance.choices(names, k=chance.randint(0, 8))
        yield Mood(frustration=gauges[0], trust=gauges[1], patience=gauges[2], disclosure=gauges[3]), events(*chosen)


def _moved(
    before: Mood, noticed: tuple[AppraisedEvent, ...], table: MoodTable, temper: Temper = EVEN, earlier: Given = BOTH
) -> MoodChange:
    return move_mood(before, noticed, table, temper, earlier)


def _at(difficulty: int) -> Temper:
    return Temper(difficulty, EVEN.style, EVEN.weighs)


def test_every_gauge_stays_within_its_ends_and_moves_no_more_than_allowed(table: MoodTable) -> None:
    for before, noticed in _runs(table):
        after = _moved(before, noticed, table).after
        for gauge in GAUGES:
            assert 0 <= getattr(after, gauge) <= 100
        for gauge, good in (("frustration", -1), ("trust", 1), ("patience", 1)):
            better = good * (getattr(after, gauge) - getattr(before, gauge))
            assert -table.most_harm_per_turn <= better <= table.most_repair_per_turn


def test_the_gauges_do_reach_their_ends(table: MoodTable) -> None:
    mood = START
    for _ in range(10):
        mood = _moved(mood, events(*names_of(table, EventKind.HARM)), table).after
    assert mood == Mood(frustration=100, trust=0, patience=0, disclosure=0)


def test_harm_never_lowers_frustration_however_much_was_good(table: MoodTable) -> None:
    good = names_of(table, EventKind.REPAIR)
    for harm in names_of(table, EventKind.HARM):
        change = _moved(START, events(*good, harm), table)
        assert change.after.frustration >= START.frustration


def test_good_alone_lowers_frustration_and_raises_trust(table: MoodTable) -> None:
    after = _moved(START, events(*names_of(table, EventKind.REPAIR)), table).after
    assert after.frustration < START.frustration
    assert after.trust > START.trust
    assert after.patience > START.patience


def test_the_same_events_give_the_same_mood(table: MoodTable) -> None:
    for before, noticed in _runs(table, 50):
        assert _moved(before, noticed, table) == _moved(before, noticed, table)


def test_the_order_of_events_makes_no_difference_to_the_mood(table: MoodTable) -> None:
    for before, noticed in _runs(table, 50):
        assert _moved(before, noticed[::-1], table).after == _moved(before, noticed, table).after


def test_an_event_counts_once_a_turn_with_the_words_that_came_first(table: MoodTable) -> None:
    first, again = AppraisedEvent("names_my_feeling", "so tired"), AppraisedEvent("names_my_feeling", "so cross")
    change = _moved(START, (first, again), table)
    assert [effect.words for effect in change.effects if effect.words] == ["so tired"]
    assert change.after == _moved(START, (first,), table).after


def test_a_second_remedy_in_one_reply_is_kept_and_moves_nothing_more(table: MoodTable) -> None:
    step = "concrete_step"
    offers = (AppraisedEvent(step, "I check"), AppraisedEvent(step, "a courier", "express"))
    further = (*offers, AppraisedEvent(step, "or money", "refund"), AppraisedEvent(step, "the money", "refund"))
    change = _moved(START, further, table)
    steps = [effect for effect in change.effects if effect.words]
    assert [effect.about for effect in steps] == [None, "express", "refund"]
    assert [effect.frustration for effect in steps] == [rule_of(table, step).frustration, 0, 0]
    assert change.after == _moved(START, offers[:1], table).after


def test_waiting_costs_patience_and_a_reply_without_anything_good_costs_more(table: MoodTable) -> None:
    waited = START.patience - table.waiting_costs_patience
    assert _moved(START, (), table).after.patience == waited - table.nothing_new_costs_patience
    repaired = _moved(START, events("thanks_for_telling"), table).after
    assert repaired.patience == waited + rule_of(table, "thanks_for_telling").patience


def test_nothing_noticed_leaves_frustration_and_trust_alone(table: MoodTable) -> None:
    after = _moved(START, (), table).after
    assert (after.frustration, after.trust) == (START.frustration, START.trust)


def test_an_event_the_table_does_not_know_moves_nothing(table: MoodTable) -> None:
    change = _moved(START, events("unheard_of"), table)
    assert not [effect for effect in change.effects if effect.words]
    assert change.after == _moved(START, (), table).after


def test_an_effect_carries_the_points_and_the_words(table: MoodTable) -> None:
    [effect] = [effect for effect in _moved(START, events("blames_me"), table).effects if effect.words]
    rule = rule_of(table, "blames_me")
    assert effect.words == "words of blames_me"
    assert [getattr(effect, gauge) for gauge in GAUGES] == [getattr(rule, gauge) for gauge in GAUGES]


def test_more_of_the_same_kind_never_does_less_harm(table: MoodTable) -> None:
    harms = names_of(table, EventKind.HARM)
    for number in range(1, len(harms)):
        few = _moved(START, events(*harms[:number]), table).after
        many = _moved(START, events(*harms[: number + 1]), table).after
        assert many.frustration >= few.frustration
        assert many.trust <= few.trust
        assert many.patience <= few.patience


def test_every_point_of_every_change_is_explained(table: MoodTable) -> None:
    for before, noticed in _runs(table):
        for earlier in (BOTH, Given()):
            change = _moved(before, noticed, table, earlier=earlier)
            for gauge in GAUGES:
                told = sum(getattr(effect, gauge) for effect in change.effects)
                assert told == getattr(change.after, gauge) - getattr(before, gauge)
            assert all(table.label(effect.event) for effect in change.effects)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_from_three_on_frustration_waits_for_hearing_and_something_concrete(table: MoodTable, difficulty: int) -> None:
    heard, concrete = events("names_my_feeling", "names_my_trouble"), events("concrete_step", "who_and_when")
    for half in (heard, concrete, events("takes_responsibility", "asks_open_question")):
        after = _moved(START, half, table, _at(difficulty), Given()).after
        assert (after.frustration == START.frustration) is (difficulty >= 3)
    assert _moved(START, (*heard, *concrete), table, _at(difficulty), Given()).after.frustration < START.frustration


def test_what_was_given_earlier_in_the_talk_counts(table: MoodTable) -> None:
    earlier = given_by(["names_my_trouble", "time_passes"], table)
    assert earlier == Given(heard=True)
    assert _moved(START, events("concrete_step"), table, earlier=earlier).after.frustration < START.frustration


def test_a_higher_difficulty_never_leaves_a_better_mood_for_the_same_replies(table: MoodTable) -> None:
    for seed in range(150):
        chance = random.Random(seed)
        names = [rule.event for rule in table.events]
        replies = [events(*chance.choices(names, k=chance.randint(0, 6))) for _ in range(6)]
        moods = dict.fromkeys(DIFFICULTIES, START)
        causes: list[str] = []
        for noticed in replies:
            earlier = given_by(causes, table)
            for difficulty in DIFFICULTIES:
                moods[difficulty] = _moved(moods[difficulty], noticed, table, _at(difficulty), earlier).after
            causes += [event.event for event in noticed]
            for easy, hard in zip(DIFFICULTIES, list(DIFFICULTIES)[1:], strict=False):
                assert moods[hard].frustration >= moods[easy].frustration
                assert moods[hard].trust <= moods[easy].trust
                assert moods[hard].patience <= moods[easy].patience


def test_the_person_weighs_an_event_and_can_be_deaf_to_it(table: MoodTable) -> None:
    quiet = Temper(3, DecisionStyle.HOLISTIC, {"speaks_quietly": 2.0, "flatters_me": 0})
    rule = rule_of(table, "speaks_quietly")
    [effect] = [e for e in _moved(LOW, events("speaks_quietly"), table, quiet).effects if e.words]
    assert effect.trust == 2 * rule.trust
    assert not [e for e in _moved(LOW, events("flatters_me"), table, quiet).effects if e.words]


def test_figures_please_the_analytical_and_the_whole_pleases_the_holistic(table: MoodTable) -> None:
    for event, style in (
        ("gives_figures", DecisionStyle.ANALYTICAL),
        ("gives_overall_picture", DecisionStyle.HOLISTIC),
    ):
        [other] = set(DecisionStyle) - {style}
        pleased = _moved(LOW, events(event), table, Temper(3, style, {})).after
        assert pleased.trust > _moved(LOW, events(event), table, Temper(3, other, {})).after.trust


def test_frustration_has_a_floor_until_the_matter_is_settled(table: MoodTable) -> None:
    mood = START
    for _ in range(20):
        mood = _moved(mood, events(*names_of(table, EventKind.REPAIR)), table).after
    assert mood.frustration == table.lowest_until_settled
    content = Mood(frustration=3, trust=50, patience=50)
    assert _moved(content, events("thanks_for_telling"), table).after.frustration == 3


def test_a_long_wait_costs_patience_and_says_so(table: MoodTable) -> None:
    change = move_mood(START, events("thanks_for_telling"), table, EVEN, BOTH, wait_costs=8)
    quick = _moved(START, events("thanks_for_telling"), table)
    assert change.after.patience == quick.after.patience - 8
    assert [effect.patience for effect in change.effects if effect.event == "long_wait"] == [-8]


def test_an_ending_is_the_last_thing_that_moves_the_mood(table: MoodTable) -> None:
    kind, rude, nothing = events("names_my_feeling", "concrete_step"), events("sarcasm"), events()
    ends = table.endings
    for noticed, move, frustration in (
        (kind, Move.ACCEPT, ends.settled),
        (rude, Move.LEAVE, ends.walked_out),
        (nothing, Move.LEAVE, ends.gave_up),
        (rude, Move.ESCALATE, ends.gave_up),
    ):
        change = _moved(START, noticed, table)
        ended = end_mood(change, move, table)
        assert ended.after.frustration == frustration
        assert ended.effects[: len(change.effects)] == change.effects
    handed_over = _moved(START, events("hands_over", "names_my_trouble"), table)
    assert end_mood(handed_over, Move.ESCALATE, table) == handed_over
    assert end_mood(handed_over, Move.DEMAND, table) == handed_over
