"""Talks and turns come back from the database as they were put in."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from practice.domain.conversation import Conversation, Mode, Outcome, Reaction, Turn, TurnStatus
from practice.domain.customer import Customer
from practice.domain.language import Language
from practice.domain.mood import AppraisedEvent, Mood, MoodChange, MoodEffect
from practice.domain.reacting import Reacted
from practice.domain.stock import Move
from practice.domain.transcript import Speaker
from practice.library import Library, read_scenario
from practice.store.chat import ConversationRow, add_conversation, add_turn, close_conversation, save_reaction
from practice.store.chat_reading import load_conversation, load_turn, path_to
from practice.store.database import Database
from practice.store.person import PersonRole, person_called
from practice.store.types import now
from practice.store.version import RubricVersionRow, ScenarioVersionRow, version_of

MOOD = Mood(frustration=64, trust=28, patience=50, disclosure=12)
EFFECTS = (
    MoodEffect("concrete_step", "a till for each", -6, 5, 4, about="serve_both", disclosure=4),
    MoodEffect("time_passes", "", 0, 0, -2),
)
BESIDE = (Reaction("woman_from_the_bench", MOOD, EFFECTS, Move.ACCEPT), Reaction("third", MOOD))


def _row(session: Session) -> ConversationRow:
    scenario = version_of(session, ScenarioVersionRow, "queue-quarrel", "text of the scenario")
    rubric = version_of(session, RubricVersionRow, "frontline", "text of the rubric")
    person = person_called(session, "Alice", PersonRole.TRAINEE)
    return ConversationRow(
        person_id=person.id,
        scenario_version_id=scenario.id or 0,
        rubric_version_id=rubric.id or 0,
        language="sv",
        seed=7,
    )


def _added(database: Database, difficulty: int | None = None, mode: Mode | None = None) -> Conversation:
    """Hurried where a mode was chosen."""
    with database.writing() as session:
        row = _row(session)
        if difficulty is not None and mode is not None:
            row.difficulty, row.mode, row.unhurried = difficulty, mode.value, False
        conversation_id = add_conversation(session, row)
    with database.reading() as session:
        conversation = load_conversation(session, conversation_id)
    assert conversation is not None
    return conversation


def _speaking(session: Session) -> Turn:
    """A customer's turn of a new talk, not in the database yet."""
    conversation_id = add_conversation(session, _row(session))
    return Turn("turn", conversation_id, None, Speaker.CUSTOMER, "", TurnStatus.SPEAKING, now())


def test_what_was_chosen_for_a_talk_comes_back(database: Database) -> None:
    talk = _added(database, 5, Mode.CHECK)
    assert (talk.difficulty, talk.mode, talk.unhurried) == (5, Mode.CHECK, False)
    assert (talk.scenario_key, talk.scenario_text, talk.language) == (
        ("queue-quarrel", "text of the scenario", Language.SV)
    )


def test_where_nothing_was_chosen_a_talk_is_unhurried_practice_of_middling_difficulty(database: Database) -> None:
    talk = _added(database)
    assert (talk.difficulty, talk.mode, talk.unhurried) == (3, Mode.PRACTICE, True)


def test_a_turn_comes_back_with_who_spoke_and_what_the_other_felt(database: Database) -> None:
    with database.writing() as session:
        turn = replace(
            _speaking(session), text="Well.", mood=MOOD, effects=EFFECTS, move=Move.TEST, customer="man", beside=BESIDE
        )
        add_turn(session, turn)
    with database.reading() as session:
        assert load_turn(session, turn.id) == turn


def test_a_reaction_is_kept_before_the_words_are(database: Database, library: Library) -> None:
    man = read_scenario(library.scenario_document("queue-quarrel").text, "q").customers[0]
    with database.writing() as session:
        turn = _speaking(session)
        add_turn(session, turn)
        save_reaction(session, turn.id, _reacted(man), BESIDE, ("not\0 said",))
    with database.reading() as session:
        kept = load_turn(session, turn.id)
    assert kept == replace(
        turn,
        mood=MOOD,
        effects=EFFECTS,
        move=Move.TEST,
        customer="man_at_the_line",
        beside=BESIDE,
        not_believed=("not\ufffd said",),
    )


def test_a_turn_without_customers_reactions_comes_back_without(database: Database) -> None:
    with database.writing() as session:
        turn = replace(
            _speaking(session), speaker=Speaker.TRAINEE, text="Hello.", status=TurnStatus.SAID, reply_seconds=4.5
        )
        add_turn(session, turn, "key")
    with database.reading() as session:
        [kept] = path_to(session, turn.conversation_id, turn.id)
    assert (kept.customer, kept.beside, kept.mood, kept.reply_seconds) == ("", (), None, 4.5)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_can_be_kept(database: Database, outcome: Outcome) -> None:
    conversation_id = _added(database).id
    with database.writing() as session:
        close_conversation(session, conversation_id, outcome)
    with database.reading() as session:
        kept = load_conversation(session, conversation_id)
    assert kept is not None
    assert (kept.outcome, kept.open) == (outcome, False)


def _reacted(customer: Customer) -> Reacted:
    change = MoodChange(MOOD, MOOD, EFFECTS)
    return Reacted(customer, change, Move.TEST, (AppraisedEvent("concrete_step", "a till for each", "serve_both"),))
