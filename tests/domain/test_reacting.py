"""How the customers of a talk react to one reply, and who of the two speaks."""

import pytest

from practice.domain.conversation import Reaction, Turn
from practice.domain.customer import Customer
from practice.domain.mood import AppraisedEvent, Mood, MoodChange, MoodEffect
from practice.domain.mood_table import EventKind, MoodTable
from practice.domain.move import talk_so_far
from practice.domain.reacting import Reacted, TalkBefore, mood_before, react, who_speaks
from practice.domain.scenario import Scenario
from practice.domain.stock import LAST_MOVES, Move
from practice.library import Library, read_scenario
from tests.domain.examples import customer_turn, events, names_of

CALM = Mood(frustration=30, trust=60, patience=60)
UPSET = Mood(frustration=60, trust=30, patience=60)
FURIOUS = Mood(frustration=95, trust=20, patience=60)


@pytest.fixture
def table(library: Library) -> MoodTable:
    return library.mood_table


@pytest.fixture
def quarrel(library: Library) -> Scenario:
    document = library.scenario_document("queue-quarrel")
    return read_scenario(document.text, document.key)


@pytest.fixture
def first(quarrel: Scenario) -> Customer:
    return quarrel.customers[0]


@pytest.fixture
def second(quarrel: Scenario) -> Customer:
    return quarrel.customers[1]


def _reacted(customer: Customer, move: Move, rise: int = 0, mood: Mood = UPSET) -> Reacted:
    effects = (MoodEffect("blames_me", "your fault", rise, 0, 0),) if rise else ()
    after = mood.model_copy(update={"frustration": mood.frustration + rise})
    return Reacted(customer, MoodChange(mood, after, effects), move, events("blames_me") if rise else ())


def _before(*turns: Turn, replies: int = 2, difficulty: int = 3, wait_costs: int = 0) -> TalkBefore:
    return TalkBefore(turns, replies, difficulty, wait_costs)


def _speaker(table: MoodTable, before: TalkBefore, *reacted: Reacted) -> str:
    [speaker] = {who_speaks(order, before, table)[0].customer.key for order in (reacted, reacted[::-1])}
    return speaker


def test_of_two_the_one_whom_the_reply_hit_harder_speaks(first: Customer, second: Customer, table: MoodTable) -> None:
    hard, soft = _reacted(first, Move.DEMAND, 12), _reacted(second, Move.VENT, 11)
    for last in (first, second):
        assert _speaker(table, _before(customer_turn(UPSET, customer=last.key)), hard, soft) == first.key


def test_what_counts_is_how_far_frustration_rose_not_how_high_it_is(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    hit, angry = _reacted(first, Move.DEMAND, 5, CALM), _reacted(second, Move.VENT, 0, FURIOUS)
    assert _speaker(table, _before(), hit, angry) == first.key


def test_where_both_are_hit_alike_the_one_who_did_not_speak_last_speaks(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    for last, next_one in ((first, second), (second, first)):
        spoken = (customer_turn(UPSET, customer=next_one.key), customer_turn(UPSET, customer=last.key))
        alike = _reacted(first, Move.DEMAND, 5), _reacted(second, Move.DEMAND, 5)
        assert _speaker(table, _before(*spoken), *alike) == next_one.key


@pytest.mark.parametrize("going", [Move.LEAVE, Move.ESCALATE])
def test_one_who_goes_away_speaks_however_hard_the_other_was_hit(
    first: Customer, second: Customer, table: MoodTable, going: Move
) -> None:
    goes, stays = _reacted(first, going), _reacted(second, Move.VENT, 20)
    assert _speaker(table, _before(customer_turn(UPSET, customer=first.key)), goes, stays) == first.key


def test_one_who_is_content_lets_the_other_speak(first: Customer, second: Customer, table: MoodTable) -> None:
    content, calmed = _reacted(first, Move.ACCEPT, mood=CALM), _reacted(second, Move.CONCEDE, -9)
    before = _before(customer_turn(UPSET, customer=second.key))
    assert _speaker(table, before, content, calmed) == second.key


def test_while_the_talk_goes_on_no_mood_is_ended(first: Customer, second: Customer, table: MoodTable) -> None:
    content, calmed = _reacted(first, Move.ACCEPT, mood=CALM), _reacted(second, Move.CONCEDE)
    assert who_speaks([content, calmed], _before(), table) == (calmed, content)


def test_when_both_are_content_the_talk_ends_with_relief_for_both(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    both = who_speaks([_reacted(first, Move.ACCEPT), _reacted(second, Move.ACCEPT, mood=CALM)], _before(), table)
    assert {one.customer.key for one in both} == {first.key, second.key}
    for one in both:
        assert one.move is Move.ACCEPT
        assert one.change.after.frustration == table.endings.settled
        assert one.change.effects[-1].event == "settled"


def test_when_one_walks_out_the_others_mood_stays_as_the_reply_left_it(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    hurt, other = _reacted(first, Move.LEAVE, 10), _reacted(second, Move.VENT, 10)
    speaker, silent = who_speaks([other, hurt], _before(), table)
    assert speaker.change.after.frustration == table.endings.walked_out
    assert silent == other


def test_a_lone_customer_speaks(first: Customer, table: MoodTable) -> None:
    alone = _reacted(first, Move.DEMAND)
    assert who_speaks([alone], _before(), table) == (alone,)


def test_a_move_that_nobody_heard_was_not_made_but_content_they_are(first: Customer) -> None:
    for move in Move:
        silent = _reacted(first, move, 7).in_silence()
        assert silent.move == (Move.ACCEPT if move is Move.ACCEPT else None)
        assert (silent.customer, silent.mood.frustration) == (first.key, UPSET.frustration + 7)
        assert [effect.event for effect in silent.effects] == ["blames_me"]


def test_who_wanted_the_manager_in_silence_still_wants_to_ask(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    asking = react(second, events("names_my_trouble"), _before(customer_turn(FURIOUS, customer=second.key)), table)
    assert asking.move is Move.ASK_FOR_MANAGER
    aloud = customer_turn(asking.change.after, asking.move, asking.change.effects, second.key)
    silent = _silent_beside(first, asking.in_silence())
    for turn, again in ((silent, True), (aloud, False)):
        next_one = react(second, events("names_my_trouble"), _before(turn, replies=3), table)
        assert (next_one.move is Move.ASK_FOR_MANAGER) is again


def _silent_beside(speaker: Customer, *silent: Reaction) -> Turn:
    return Turn(**{**vars(customer_turn(UPSET, Move.VENT, customer=speaker.key)), "beside": silent})


def test_a_reply_that_could_not_be_read_moves_nothing_not_even_for_a_long_wait(
    first: Customer, table: MoodTable
) -> None:
    before = _before(customer_turn(UPSET, Move.VENT, customer=first.key), wait_costs=12)
    unread = react(first, None, before, table)
    assert unread.change == MoodChange(UPSET, UPSET, ())
    assert unread.noticed == ()
    assert unread.move not in LAST_MOVES
    assert react(first, (), before, table).change.after.patience < UPSET.patience - 12


def test_each_customers_mood_goes_on_from_their_own_last_one(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    turn = _silent_beside(first, Reaction(second.key, CALM))
    assert mood_before(first, [turn]) == UPSET
    assert mood_before(second, [turn]) == CALM
    assert react(second, (), _before(turn), table).change.before == CALM
    assert mood_before(second, []) == second.start_mood


def test_what_one_was_given_earlier_does_not_count_for_the_other(
    first: Customer, second: Customer, table: MoodTable
) -> None:
    heard = (MoodEffect("names_my_trouble", "you waited", 0, 0, 0),)
    turns = (
        customer_turn(UPSET, Move.DEMAND, heard, first.key),
        _silent_beside(first, Reaction(second.key, UPSET)),
    )
    offer = events("concrete_step")
    assert react(first, offer, _before(*turns), table).change.after.frustration < UPSET.frustration
    assert react(second, offer, _before(*turns), table).change.after.frustration == UPSET.frustration


def test_the_difficulty_and_the_person_weigh_what_was_noticed(first: Customer, table: MoodTable) -> None:
    insulted = [react(first, events("talks_down"), _before(difficulty=level), table) for level in (1, 5)]
    assert insulted[0].change.after.frustration < insulted[1].change.after.frustration
    touchy = first.model_copy(
        update={"persona": first.persona.model_copy(update={"weighs": {"talks_down": 0.0}})},
    )
    assert react(touchy, events("talks_down"), _before(), table).noticed == ()


def test_what_was_noticed_is_told_in_the_order_of_the_reply_once_for_each_thing_it_is_about(
    first: Customer, table: MoodTable
) -> None:
    good = names_of(table, EventKind.REPAIR)[:3][::-1]
    remedy = AppraisedEvent(good[0], "the same, about something", "serve_both")
    said = (
        *events(*good),
        AppraisedEvent("unheard_of", "whatever"),
        AppraisedEvent(good[1], "the same again"),
        remedy,
        AppraisedEvent(good[0], "and again", "serve_both"),
    )
    assert react(first, said, _before(), table).noticed == (*events(*good), remedy)


def test_a_reply_counts_as_the_number_it_has(quarrel: Scenario, first: Customer, table: MoodTable) -> None:
    content = first.resolution
    calm = Mood(frustration=content.frustration_at_most, trust=content.trust_at_least, patience=80)
    offered = tuple(AppraisedEvent("concrete_step", "I offer", remedy) for remedy in content.remedies)
    raised = tuple(AppraisedEvent("raises_hard_topic", "about it", topic) for topic in content.topics)
    turn = customer_turn(calm, customer=first.key)
    noticed = (*offered, *raised, *events("names_my_trouble"))
    assert react(first, noticed, _before(turn, replies=1), table).move is not Move.ACCEPT
    assert react(first, noticed, _before(turn, replies=2), table).move is Move.ACCEPT
    assert talk_so_far([turn], first.key, 2).replies == 2
