"""What the customer does next, decided by rules."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practice.domain.conversation import Turn, TurnStatus
from practice.domain.mood import AppraisedEvent, EventKind, Mood, MoodEffect, MoodTable, move_mood
from practice.domain.move import NEARLY_OUT_OF_PATIENCE, TalkSoFar, choose_move, talk_so_far
from practice.domain.scenario import Move, Scenario
from practice.domain.transcript import Speaker
from practice.library import Library, read_scenario
from tests.domain.examples import PlayedTalk, events, names_of

CALM = Mood(frustration=30, trust=60, patience=60)
WARY = Mood(frustration=55, trust=20, patience=60)
ANGRY = Mood(frustration=70, trust=20, patience=60)
SECOND = TalkSoFar(2, (Move.VENT,), frozenset())
OFFER = events("concrete_step", "who_and_when", about={"concrete_step": "express_replacement"})
KEYS = [path.stem for path in sorted((Path(__file__).parents[2] / "prompts" / "scenarios").glob("*.yaml"))]


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


@pytest.fixture
def scenario(library: Library) -> Scenario:
    return _scenario(library, "late-parcel")


def _scenario(library: Library, key: str) -> Scenario:
    document = library.scenario_document(key)
    return read_scenario(document.text, document.key)


def _move(
    scenario: Scenario, table: MoodTable, mood: Mood, noticed: tuple[AppraisedEvent, ...], talk: TalkSoFar
) -> Move:
    return choose_move(scenario, mood, move_mood(mood, noticed, table).effects, talk, table)


def test_a_need_met_by_an_allowed_remedy_is_accepted(scenario: Scenario, table: MoodTable) -> None:
    assert _move(scenario, table, CALM, OFFER, SECOND) is Move.ACCEPT


def test_nobody_is_won_over_by_the_first_reply(scenario: Scenario, table: MoodTable) -> None:
    assert _move(scenario, table, CALM, OFFER, TalkSoFar(1, (), frozenset())) is not Move.ACCEPT


def test_an_offer_made_earlier_still_counts(scenario: Scenario, table: MoodTable) -> None:
    talk = replace(SECOND, abouts=frozenset({"shop_collection"}))
    assert _move(scenario, table, CALM, events("names_my_feeling"), talk) is Move.ACCEPT


def test_a_remedy_that_does_not_meet_the_need_settles_nothing(scenario: Scenario, table: MoodTable) -> None:
    refund = events("concrete_step", "who_and_when", about={"concrete_step": "refund_delivery_fee"})
    assert _move(scenario, table, CALM, refund, SECOND) is not Move.ACCEPT


def test_a_step_without_a_remedy_settles_nothing(scenario: Scenario, table: MoodTable) -> None:
    assert _move(scenario, table, CALM, events("concrete_step", "who_and_when"), SECOND) is not Move.ACCEPT


@pytest.mark.parametrize(
    "mood", [Mood(frustration=46, trust=60, patience=60), Mood(frustration=30, trust=39, patience=60)]
)
def test_an_offer_is_not_accepted_before_the_mood_allows(scenario: Scenario, table: MoodTable, mood: Mood) -> None:
    assert _move(scenario, table, mood, OFFER, SECOND) is not Move.ACCEPT


def test_an_offer_is_accepted_where_the_mood_just_allows(scenario: Scenario, table: MoodTable) -> None:
    just = Mood(
        frustration=scenario.resolution.frustration_at_most, trust=scenario.resolution.trust_at_least, patience=50
    )
    assert _move(scenario, table, just, OFFER, SECOND) is Move.ACCEPT


def test_the_hard_topic_must_be_talked_about_first(library: Library, table: MoodTable) -> None:
    invoice = _scenario(library, "overdue-invoice")
    [topic] = invoice.resolution.topics
    offer = events("concrete_step", about={"concrete_step": invoice.resolution.remedies[0]})
    assert _move(invoice, table, CALM, offer, SECOND) is not Move.ACCEPT
    raised = events("raises_hard_topic", about={"raises_hard_topic": topic})
    assert _move(invoice, table, CALM, (*offer, *raised), SECOND) is Move.ACCEPT


def test_nothing_is_accepted_in_a_turn_that_did_harm(scenario: Scenario, table: MoodTable) -> None:
    for harm in names_of(table, EventKind.HARM):
        assert _move(scenario, table, CALM, (*OFFER, *events(harm)), SECOND) is not Move.ACCEPT


def test_an_empty_patience_walks_out(scenario: Scenario, table: MoodTable) -> None:
    gone = Mood(frustration=30, trust=60, patience=0)
    assert _move(scenario, table, gone, OFFER, SECOND) is Move.LEAVE


def test_an_insult_without_any_trust_left_walks_out(scenario: Scenario, table: MoodTable) -> None:
    distrusting = Mood(frustration=60, trust=0, patience=50)
    assert _move(scenario, table, distrusting, events("insult"), SECOND) is Move.LEAVE
    assert _move(scenario, table, distrusting, events("blames_me"), SECOND) is not Move.LEAVE
    assert _move(scenario, table, WARY, events("insult"), SECOND) is not Move.LEAVE


def test_harm_after_a_warning_walks_out_and_an_effort_does_not(scenario: Scenario, table: MoodTable) -> None:
    warned = TalkSoFar(3, (Move.VENT, Move.THREATEN_TO_LEAVE), frozenset())
    assert _move(scenario, table, WARY, events("stock_phrase_only"), warned) is Move.LEAVE
    assert _move(scenario, table, WARY, events("names_my_trouble"), warned) is not Move.LEAVE


def test_it_warns_before_patience_is_gone(scenario: Scenario, table: MoodTable) -> None:
    assert _move(scenario, table, Mood(frustration=50, trust=20, patience=17), (), SECOND) is Move.THREATEN_TO_LEAVE
    assert _move(scenario, table, Mood(frustration=50, trust=20, patience=18), (), SECOND) is not Move.THREATEN_TO_LEAVE


def test_fury_asks_for_the_manager_but_not_twice_running(scenario: Scenario, table: MoodTable) -> None:
    furious = Mood(frustration=88, trust=20, patience=60)
    assert _move(scenario, table, furious, (), SECOND) is Move.ASK_FOR_MANAGER
    asked = replace(SECOND, moves=(Move.ASK_FOR_MANAGER,))
    assert _move(scenario, table, furious, (), asked) is not Move.ASK_FOR_MANAGER


def test_harm_is_answered_with_anger(scenario: Scenario, table: MoodTable) -> None:
    assert _move(scenario, table, WARY, (*OFFER, *events("policy_shield")), SECOND) is Move.VENT


def test_an_open_question_or_trust_brings_out_the_hidden_need_once(scenario: Scenario, table: MoodTable) -> None:
    trusting = WARY.model_copy(update={"trust": scenario.hidden_need.trust_needed})
    assert _move(scenario, table, WARY, events("asks_open_question"), SECOND) is Move.DISCLOSE
    assert _move(scenario, table, trusting, events("names_my_feeling"), SECOND) is Move.DISCLOSE
    told = replace(SECOND, moves=(Move.DISCLOSE,))
    assert _move(scenario, table, WARY, events("asks_open_question"), told) is not Move.DISCLOSE


def test_a_step_is_tested_then_doubted_then_conceded(scenario: Scenario, table: MoodTable) -> None:
    told = replace(SECOND, moves=(Move.DISCLOSE,))
    trusting = WARY.model_copy(update={"trust": scenario.hidden_need.trust_needed})
    assert _move(scenario, table, WARY, events("concrete_step"), told) is Move.TEST
    assert _move(scenario, table, WARY, events("concrete_step", "who_and_when"), told) is Move.DOUBT
    assert _move(scenario, table, trusting, events("concrete_step", "who_and_when"), told) is Move.CONCEDE
    assert _move(scenario, table, trusting, events("names_my_feeling"), told) is Move.CONCEDE


def test_without_goodwill_anger_is_vented_and_then_an_answer_demanded(scenario: Scenario, table: MoodTable) -> None:
    asked = TalkSoFar(2, (Move.DEMAND,), frozenset())
    assert _move(scenario, table, ANGRY, (), asked) is Move.VENT
    assert _move(scenario, table, ANGRY, (), SECOND) is Move.DEMAND
    assert _move(scenario, table, WARY, (), asked) is Move.DEMAND
    for frustration, move in ((59, Move.DEMAND), (60, Move.VENT)):
        mood = WARY.model_copy(update={"frustration": frustration})
        assert _move(scenario, table, mood, (), asked) is move


@pytest.mark.parametrize("key", KEYS)
def test_every_move_can_happen_in_every_scenario(library: Library, table: MoodTable, key: str) -> None:
    scenario = _scenario(library, key)
    good, bad = names_of(table, EventKind.REPAIR), names_of(table, EventKind.HARM)
    seen: set[Move] = set()
    for seed in range(300):
        chance = random.Random(seed)
        talk = PlayedTalk(scenario, table)
        talk.play([_noticed(chance, scenario, chance.choice([good, good, bad])) for _ in range(10)])
        seen.update(talk.moves)
    assert seen == set(Move)


def test_in_no_talk_is_anything_accepted_too_early_or_after_harm(library: Library, table: MoodTable) -> None:
    good, bad = names_of(table, EventKind.REPAIR), names_of(table, EventKind.HARM)
    accepted = 0
    for seed in range(400):
        chance = random.Random(seed)
        scenario = _scenario(library, chance.choice(KEYS))
        replies = [_noticed(chance, scenario, chance.choice([good, good, good, good + bad])) for _ in range(8)]
        talk = PlayedTalk(scenario, table)
        if talk.play(replies)[-1] is Move.ACCEPT:
            accepted += 1
            assert len(talk.moves) >= 2
            assert not {event.event for event in replies[len(talk.moves) - 1]}.intersection(bad)
            named = {effect.about for effect in talk.effects}
            assert named.intersection(scenario.resolution.remedies)
            assert named.issuperset(scenario.resolution.topics)
        assert Move.ACCEPT not in talk.moves[:-1]
    assert accepted > 50


def _noticed(chance: random.Random, scenario: Scenario, pool: list[str]) -> tuple[AppraisedEvent, ...]:
    abouts = [remedy.key for remedy in scenario.remedies] + [topic.key for topic in scenario.topics]
    return tuple(AppraisedEvent(name, "w", chance.choice(abouts)) for name in chance.sample(pool, chance.randint(0, 5)))


def test_what_was_so_far_is_read_from_the_customers_turns() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    opening = Turn("1", "c", None, Speaker.CUSTOMER, "Well?", TurnStatus.SAID, moment)
    effects = (MoodEffect("concrete_step", "w", 0, 0, 0, "refund"), MoodEffect("insult", "w", 0, 0, 0))
    answer = replace(opening, id="3", parent_id="2", move=Move.DISCLOSE, effects=effects)
    talk = talk_so_far([opening, answer])
    assert talk == TalkSoFar(2, (Move.DISCLOSE,), frozenset({"refund"}))
    assert talk.disclosed
    assert not talk_so_far([opening]).disclosed


def test_no_customer_threatens_to_leave_right_after_a_reply_with_nothing_but_good_in_it(
    scenario: Scenario, table: MoodTable
) -> None:
    worn = Mood(frustration=80, trust=20, patience=NEARLY_OUT_OF_PATIENCE - 3)
    good = (MoodEffect("takes_responsibility", "our mistake", -7, 8, 2),)
    talk = TalkSoFar(3, (Move.VENT, Move.VENT), frozenset())
    assert choose_move(scenario, worn, good, talk, table) is not Move.THREATEN_TO_LEAVE
    assert choose_move(scenario, worn, (), talk, table) is Move.THREATEN_TO_LEAVE
