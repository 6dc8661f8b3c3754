"""How events move the gauges. The properties hold for the shipped table and for any run of events."""

import random
from collections.abc import Iterator

import pytest

from practice.domain.document import read_document
from practice.domain.mood import AppraisedEvent, EventKind, Mood, MoodTable, move_mood
from practice.errors import BadDocument
from practice.library import Library
from tests.domain.examples import START, events, names_of, rule_of

GAUGES = ("frustration", "trust", "patience")


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


def _runs(table: MoodTable, count: int = 400) -> Iterator[tuple[Mood, tuple[AppraisedEvent, ...]]]:
    names = [rule.event for rule in table.events]
    for seed in range(count):
        chance = random.Random(seed)
        gauges = [chance.choice([0, 1, 50, 99, 100, chance.randint(0, 100)]) for _ in GAUGES]
        chosen = chance.choices(names, k=chance.randint(0, 8))
        yield Mood(frustration=gauges[0], trust=gauges[1], patience=gauges[2]), events(*chosen)


def test_every_gauge_stays_within_its_ends_and_moves_no_more_than_allowed(table: MoodTable) -> None:
    for before, noticed in _runs(table):
        after = move_mood(before, noticed, table).after
        for gauge in GAUGES:
            assert 0 <= getattr(after, gauge) <= 100
            assert abs(getattr(after, gauge) - getattr(before, gauge)) <= table.most_change_per_turn


def test_the_gauges_do_reach_their_ends(table: MoodTable) -> None:
    mood = START
    for _ in range(10):
        mood = move_mood(mood, events(*names_of(table, EventKind.HARM)), table).after
    assert mood == Mood(frustration=100, trust=0, patience=0)


def test_harm_never_lowers_frustration_however_much_was_good(table: MoodTable) -> None:
    good = names_of(table, EventKind.REPAIR)
    for harm in names_of(table, EventKind.HARM):
        change = move_mood(START, events(*good, harm), table)
        assert change.after.frustration >= START.frustration


def test_good_alone_lowers_frustration_and_raises_trust(table: MoodTable) -> None:
    after = move_mood(START, events(*names_of(table, EventKind.REPAIR)), table).after
    assert after.frustration < START.frustration
    assert after.trust > START.trust
    assert after.patience > START.patience


def test_the_same_events_give_the_same_mood(table: MoodTable) -> None:
    for before, noticed in _runs(table, 50):
        assert move_mood(before, noticed, table) == move_mood(before, noticed, table)


def test_the_order_of_events_makes_no_difference_to_the_mood(table: MoodTable) -> None:
    for before, noticed in _runs(table, 50):
        assert move_mood(before, noticed[::-1], table).after == move_mood(before, noticed, table).after


def test_an_event_counts_once_a_turn_with_the_words_that_came_first(table: MoodTable) -> None:
    first, again = AppraisedEvent("names_my_feeling", "so tired"), AppraisedEvent("names_my_feeling", "so cross")
    change = move_mood(START, (first, again), table)
    assert [effect.words for effect in change.effects] == ["so tired"]
    assert change.after == move_mood(START, (first,), table).after


def test_a_second_remedy_in_one_reply_is_kept_and_moves_nothing_more(table: MoodTable) -> None:
    step = "concrete_step"
    offers = (AppraisedEvent(step, "I check"), AppraisedEvent(step, "a courier", "express"))
    further = (*offers, AppraisedEvent(step, "or money", "refund"), AppraisedEvent(step, "the money", "refund"))
    change = move_mood(START, further, table)
    assert [effect.about for effect in change.effects] == [None, "express", "refund"]
    assert [effect.frustration for effect in change.effects] == [rule_of(table, step).frustration, 0, 0]
    assert change.after == move_mood(START, offers[:1], table).after


def test_waiting_costs_patience_and_a_reply_without_anything_good_costs_more(table: MoodTable) -> None:
    waited = START.patience - table.waiting_costs_patience
    assert move_mood(START, (), table).after.patience == waited - table.nothing_new_costs_patience
    repaired = move_mood(START, events("thanks_for_telling"), table).after
    assert repaired.patience == waited + rule_of(table, "thanks_for_telling").patience


def test_nothing_noticed_leaves_frustration_and_trust_alone(table: MoodTable) -> None:
    after = move_mood(START, (), table).after
    assert (after.frustration, after.trust) == (START.frustration, START.trust)


def test_an_event_the_table_does_not_know_moves_nothing(table: MoodTable) -> None:
    change = move_mood(START, events("unheard_of"), table)
    assert change.effects == ()
    assert change.after == move_mood(START, (), table).after


def test_an_effect_carries_the_points_and_the_words(table: MoodTable) -> None:
    [effect] = move_mood(START, events("blames_me"), table).effects
    rule = rule_of(table, "blames_me")
    assert effect.words == "words of blames_me"
    assert [getattr(effect, gauge) for gauge in GAUGES] == [getattr(rule, gauge) for gauge in GAUGES]


def test_more_of_the_same_kind_never_does_less_harm(table: MoodTable) -> None:
    harms = names_of(table, EventKind.HARM)
    for number in range(1, len(harms)):
        few = move_mood(START, events(*harms[:number]), table).after
        many = move_mood(START, events(*harms[: number + 1]), table).after
        assert many.frustration >= few.frustration
        assert many.trust <= few.trust
        assert many.patience <= few.patience


EVENT = """\
  - event: {event}
    kind: {kind}
    means: m
    label: {{en: a, fi: b, pl: c, sv: d}}
    frustration: {frustration}
    trust: 0
    patience: {patience}
"""
NEEDED = ("insult", "asks_open_question", "concrete_step", "who_and_when")


def _table(*extra: str, needed: tuple[str, ...] = NEEDED) -> str:
    entries = [EVENT.format(event=event, kind="repair", frustration=0, patience=0) for event in needed]
    head = "most_change_per_turn: 20\nwaiting_costs_patience: 0\nnothing_new_costs_patience: 0\nevents:\n"
    return head + "".join([*entries, *extra])


def _complaint(text: str) -> str:
    with pytest.raises(BadDocument) as caught:
        read_document(text, "mood.yaml", MoodTable)
    return str(caught.value)


def test_a_harm_that_calms_is_refused_with_its_line() -> None:
    calming = EVENT.format(event="scolds", kind="harm", frustration=-3, patience=0)
    complaint = _complaint(_table(calming))
    assert complaint == (
        "mood.yaml, line 37: key 'events.4.frustration': an event of kind 'harm' cannot lower frustration"
    )
    pleasing = EVENT.format(event="scolds", kind="harm", frustration=3, patience=2)
    assert "line 39: key 'events.4.patience': an event of kind 'harm' cannot raise patience" in _complaint(
        _table(pleasing)
    )


def test_an_event_twice_in_the_table_is_refused_with_its_line() -> None:
    again = EVENT.format(event="insult", kind="repair", frustration=0, patience=0)
    assert _complaint(_table(again)) == "mood.yaml, line 33: key 'events.4.event': 'insult' stands twice; each once"


@pytest.mark.parametrize("lacking", NEEDED)
def test_a_table_without_an_event_that_moves_are_decided_by_is_refused(lacking: str) -> None:
    complaint = _complaint(_table(needed=tuple(event for event in NEEDED if event != lacking)))
    assert complaint.startswith(f"mood.yaml, line 4: key 'events': needs the event '{lacking}'")


def test_an_event_may_name_a_remedy_or_a_topic_and_nothing_else() -> None:
    odd = EVENT.format(event="scolds", kind="harm", frustration=3, patience=0) + "    about: weather\n"
    assert "key 'events.4.about': must be 'remedy' or 'topic', not 'weather'" in _complaint(_table(odd))
