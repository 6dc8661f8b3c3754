"""What the customer does next, decided by rules."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from practice.domain.customer import Customer
from practice.domain.mood import AppraisedEvent, Mood, MoodChange, MoodEffect
from practice.domain.mood_change import Given, move_mood
from practice.domain.mood_table import EventKind, MoodTable
from practice.domain.move import TalkSoFar, choose_move, talk_so_far
from practice.domain.scenario import Scenario
from practice.domain.stock import Move
from practice.library import Library, read_scenario
from tests.domain.examples import EVEN, PlayedTalk, customer_turn, events, names_of

CALM = Mood(frustration=30, trust=60, patience=60)
WARY = Mood(frustration=55, trust=20, patience=60)
ANGRY = Mood(frustration=70, trust=20, patience=60)
SECOND = TalkSoFar(2, (Move.VENT,))
OFFER = events("concrete_step", "who_and_when", about={"concrete_step": "express_replacement"})
KEYS = [path.stem for path in sorted((Path(__file__).parents[2] / "prompts" / "scenarios").glob("*.yaml"))]


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


@pytest.fixture
def father(library: Library) -> Customer:
    return _scenario(library, "late-parcel").customers[0]


def _scenario(library: Library, key: str) -> Scenario:
    document = library.scenario_document(key)
    return read_scenario(document.text, document.key)


def _move(
    customer: Customer,
    table: MoodTable,
    mood: Mood,
    noticed: tuple[AppraisedEvent, ...],
    talk: TalkSoFar,
    difficulty: int = 3,
) -> Move:
    """With `mood` as it is after the reply."""
    effects = move_mood(mood, noticed, table, EVEN, Given()).effects
    return choose_move(customer, MoodChange(mood, mood, effects), talk, table, difficulty)


def test_a_need_met_by_an_allowed_remedy_is_accepted(father: Customer, table: MoodTable) -> None:
    assert _move(father, table, CALM, OFFER, SECOND) is Move.ACCEPT


def test_an_offer_made_earlier_still_counts(father: Customer, table: MoodTable) -> None:
    talk = replace(SECOND, abouts=frozenset({"shop_collection"}))
    assert _move(father, table, CALM, events("names_my_feeling"), talk) is Move.ACCEPT


def test_a_remedy_that_does_not_meet_the_need_settles_nothing(father: Customer, table: MoodTable) -> None:
    refund = events("concrete_step", "who_and_when", about={"concrete_step": "refund_delivery_fee"})
    assert _move(father, table, CALM, refund, SECOND) is not Move.ACCEPT


def test_a_step_without_a_remedy_settles_nothing(father: Customer, table: MoodTable) -> None:
    assert _move(father, table, CALM, events("concrete_step", "who_and_when"), SECOND) is not Move.ACCEPT


@pytest.mark.parametrize(
    "mood", [Mood(frustration=46, trust=60, patience=60), Mood(frustration=30, trust=39, patience=60)]
)
def test_an_offer_is_not_accepted_before_the_mood_allows(father: Customer, table: MoodTable, mood: Mood) -> None:
    assert _move(father, table, mood, OFFER, SECOND) is not Move.ACCEPT


def test_an_offer_is_accepted_where_the_mood_just_allows(father: Customer, table: MoodTable) -> None:
    just = Mood(frustration=father.resolution.frustration_at_most, trust=father.resolution.trust_at_least, patience=50)
    assert _move(father, table, just, OFFER, SECOND) is Move.ACCEPT


def test_the_hard_topic_must_be_talked_about_first(library: Library, table: MoodTable) -> None:
    invoice = _scenario(library, "overdue-invoice").customers[0]
    [topic] = invoice.resolution.topics
    offer = events("concrete_step", about={"concrete_step": invoice.resolution.remedies[0]})
    assert _move(invoice, table, CALM, offer, SECOND) is not Move.ACCEPT
    raised = events("raises_hard_topic", about={"raises_hard_topic": topic})
    assert _move(invoice, table, CALM, (*offer, *raised), SECOND) is Move.ACCEPT


def test_nothing_is_accepted_in_a_turn_that_did_harm(father: Customer, table: MoodTable) -> None:
    for harm in names_of(table, EventKind.HARM) + names_of(table, EventKind.EMPTY):
        assert _move(father, table, CALM, (*OFFER, *events(harm)), SECOND) is not Move.ACCEPT


def test_an_empty_patience_walks_out(father: Customer, table: MoodTable) -> None:
    gone = Mood(frustration=30, trust=60, patience=0)
    assert _move(father, table, gone, OFFER, SECOND) is Move.LEAVE


def test_an_insult_without_any_trust_left_walks_out(father: Customer, table: MoodTable) -> None:
    distrusting = Mood(frustration=60, trust=0, patience=50)
    assert _move(father, table, distrusting, events("insult"), SECOND) is Move.LEAVE
    assert _move(father, table, distrusting, events("blames_me"), SECOND) is not Move.LEAVE
    assert _move(father, table, WARY, events("insult"), SECOND) is not Move.LEAVE


def test_harm_after_a_warning_walks_out_and_an_effort_does_not(father: Customer, table: MoodTable) -> None:
    warned = TalkSoFar(3, (Move.VENT, Move.THREATEN_TO_LEAVE))
    assert _move(father, table, WARY, events("stock_phrase_only"), warned) is Move.LEAVE
    assert _move(father, table, WARY, events("names_my_trouble"), warned) is not Move.LEAVE


def test_it_warns_before_patience_is_gone(father: Customer, table: MoodTable) -> None:
    assert _move(father, table, Mood(frustration=50, trust=20, patience=17), (), SECOND) is Move.THREATEN_TO_LEAVE
    assert _move(father, table, Mood(frustration=50, trust=20, patience=18), (), SECOND) is not Move.THREATEN_TO_LEAVE


def test_fury_asks_for_the_manager_once(father: Customer, table: MoodTable) -> None:
    furious = Mood(frustration=88, trust=20, patience=60)
    assert _move(father, table, furious, (), SECOND) is Move.ASK_FOR_MANAGER
    asked = replace(SECOND, moves=(Move.ASK_FOR_MANAGER, Move.DEMAND))
    assert _move(father, table, furious, events("names_my_trouble"), asked) is not Move.ASK_FOR_MANAGER


def test_who_asked_for_the_manager_in_vain_takes_it_there(father: Customer, table: MoodTable) -> None:
    furious, asked = Mood(frustration=88, trust=20, patience=60), replace(SECOND, moves=(Move.ASK_FOR_MANAGER,))
    for useless in ((), events("policy_shield"), (*OFFER, *events("talks_down"))):
        assert _move(father, table, furious, useless, asked) is Move.ESCALATE
    assert _move(father, table, furious, OFFER, asked) is not Move.ESCALATE
    assert _move(father, table, ANGRY, (), asked) is not Move.ESCALATE


def test_who_asked_for_the_manager_and_is_handed_over_goes_there(father: Customer, table: MoodTable) -> None:
    asked = replace(SECOND, moves=(Move.ASK_FOR_MANAGER,))
    assert _move(father, table, WARY, events("hands_over"), asked) is Move.ESCALATE
    assert _move(father, table, WARY, events("hands_over"), SECOND) is not Move.ESCALATE


def test_a_handover_that_is_the_remedy_is_no_escalation(library: Library, table: MoodTable) -> None:
    colleague = _scenario(library, "ask-a-colleague").customers[0]
    step = {"concrete_step": colleague.resolution.remedies[0]}
    asked = replace(SECOND, moves=(Move.ASK_FOR_MANAGER,))
    handed = events("hands_over", "concrete_step", about=step)
    assert _move(colleague, table, WARY, handed, asked) is not Move.ESCALATE


def test_harm_is_answered_with_anger_then_with_a_demand(father: Customer, table: MoodTable) -> None:
    harmful = (*OFFER, *events("policy_shield"))
    assert _move(father, table, WARY, harmful, TalkSoFar(2, (Move.DEMAND,))) is Move.VENT
    assert _move(father, table, WARY, harmful, SECOND) is Move.DEMAND
    assert _move(father, table, WARY, events("insult"), SECOND) is Move.VENT


def test_a_promise_that_cannot_be_kept_is_doubted(father: Customer, table: MoodTable) -> None:
    assert _move(father, table, CALM, (*OFFER, *events("offers_what_is_not_allowed")), SECOND) is Move.DOUBT


def test_an_open_question_is_turned_away_until_there_is_enough_goodwill(father: Customer, table: MoodTable) -> None:
    opened = WARY.model_copy(update={"disclosure": father.hidden_need.opens_at})
    almost = WARY.model_copy(update={"disclosure": father.hidden_need.opens_at - 1})
    assert _move(father, table, almost, events("asks_open_question"), SECOND) is Move.WITHHOLD
    assert _move(father, table, opened, events("asks_open_question"), SECOND) is Move.DISCLOSE
    assert _move(father, table, opened, events("names_my_feeling"), SECOND) is Move.DISCLOSE
    told = replace(SECOND, moves=(Move.DISCLOSE,))
    assert _move(father, table, opened, events("asks_open_question"), told) not in (Move.DISCLOSE, Move.WITHHOLD)


def test_a_step_is_tested_then_wanted_in_figures_then_doubted(father: Customer, table: MoodTable) -> None:
    told = replace(SECOND, moves=(Move.DISCLOSE,))
    wanted = "gives_figures" if father.persona.decision_style == "analytical" else "gives_overall_picture"
    step = events("concrete_step", "who_and_when")
    assert _move(father, table, WARY, events("concrete_step"), told) is Move.TEST
    assert _move(father, table, WARY, step, told) is Move.ASK_FOR_FIGURES
    assert _move(father, table, WARY, (*step, *events(wanted)), told) is Move.DOUBT
    assert _move(father, table, WARY, step, replace(told, causes=frozenset({wanted}))) is Move.DOUBT
    assert _move(father, table, WARY, step, replace(told, moves=(Move.DISCLOSE, Move.ASK_FOR_FIGURES))) is Move.DOUBT


def test_a_step_that_is_believed_earns_a_sour_thanks_and_then_a_concession(father: Customer, table: MoodTable) -> None:
    trusting = WARY.model_copy(update={"trust": father.resolution.trust_at_least})
    told = TalkSoFar(3, (Move.DISCLOSE, Move.ASK_FOR_FIGURES))
    step = events("concrete_step", "who_and_when")
    assert _move(father, table, trusting, step, told) is Move.THANK_GRUDGINGLY
    thanked = replace(told, moves=(*told.moves, Move.THANK_GRUDGINGLY))
    assert _move(father, table, trusting, step, thanked) is Move.CONCEDE
    assert _move(father, table, trusting, events("names_my_feeling"), told) is Move.CONCEDE


def test_without_goodwill_anger_is_vented_and_then_an_answer_demanded(father: Customer, table: MoodTable) -> None:
    asked = TalkSoFar(2, (Move.DEMAND,))
    assert _move(father, table, ANGRY, (), asked) is Move.VENT
    assert _move(father, table, ANGRY, (), SECOND) is Move.DEMAND
    assert _move(father, table, WARY, (), asked) is Move.DEMAND
    for frustration, move in ((59, Move.DEMAND), (60, Move.VENT)):
        mood = WARY.model_copy(update={"frustration": frustration})
        assert _move(father, table, mood, (), asked) is move


@pytest.mark.parametrize("difficulty", [1, 2, 3, 4, 5])
def test_only_an_easy_customer_is_won_over_by_the_first_reply(
    father: Customer, table: MoodTable, difficulty: int
) -> None:
    first = _move(father, table, CALM, OFFER, TalkSoFar(1), difficulty)
    assert (first is Move.ACCEPT) is (difficulty < 3)
    assert _move(father, table, CALM, OFFER, SECOND, difficulty) is Move.ACCEPT


@pytest.mark.parametrize("key", KEYS)
def test_every_move_can_happen_in_every_scenario(library: Library, table: MoodTable, key: str) -> None:
    scenario = _scenario(library, key)
    good, bad = names_of(table, EventKind.REPAIR), _bad(table)
    silent = PlayedTalk(scenario, table)
    seen: set[Move] = set(silent.play([()] * 12))
    for seed in range(300):
        chance = random.Random(seed)
        talk = PlayedTalk(scenario, table)
        talk.play([_noticed(chance, scenario, chance.choice([good, good, bad])) for _ in range(10)])
        seen.update(talk.moves)
    assert seen == set(Move)


def test_in_no_talk_is_anything_accepted_too_early_or_after_harm(library: Library, table: MoodTable) -> None:
    good, bad = names_of(table, EventKind.REPAIR), _bad(table)
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
            for customer in scenario.customers:
                assert named.intersection(customer.resolution.remedies)
                assert named.issuperset(customer.resolution.topics)
        assert Move.ACCEPT not in talk.moves[:-1]
    assert accepted > 50


def _bad(table: MoodTable) -> list[str]:
    return names_of(table, EventKind.HARM) + names_of(table, EventKind.EMPTY)


def _noticed(chance: random.Random, scenario: Scenario, pool: list[str]) -> tuple[AppraisedEvent, ...]:
    abouts = [remedy.key for remedy in scenario.remedies] + [topic.key for topic in scenario.topics]
    names = chance.sample(pool, min(len(pool), chance.randint(0, 5)))
    return tuple(AppraisedEvent(name, "w", chance.choice(abouts)) for name in names)


def test_what_was_so_far_is_read_from_the_customers_turns() -> None:
    effects = (MoodEffect("concrete_step", "w", 0, 0, 0, "refund"), MoodEffect("insult", "w", 0, 0, 0))
    turns = [customer_turn(WARY), customer_turn(WARY, Move.DISCLOSE, effects)]
    talk = talk_so_far(turns, "father", 2)
    assert talk == TalkSoFar(2, (Move.DISCLOSE,), frozenset({"concrete_step", "insult"}), frozenset({"refund"}))
    assert talk.last is Move.DISCLOSE
    assert talk_so_far(turns[:1], "father", 1) == TalkSoFar(1)


def test_no_customer_threatens_to_leave_right_after_a_reply_with_nothing_but_good_in_it(
    father: Customer, table: MoodTable
) -> None:
    worn = Mood(frustration=80, trust=20, patience=table.moves.nearly_out_of_patience - 3)
    talk = TalkSoFar(3, (Move.VENT, Move.VENT))
    assert _move(father, table, worn, events("takes_responsibility"), talk) is not Move.THREATEN_TO_LEAVE
    assert _move(father, table, worn, (), talk) is Move.THREATEN_TO_LEAVE
