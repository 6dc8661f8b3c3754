"""Conversations and turns as values.

Every turn asks these several times, so each statement is built once and its rows make no objects of SQLModel's:
a quarter of the time.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, func, select, true
from sqlmodel import Session

from practice.domain.conversation import (
    Conversation,
    Mode,
    Outcome,
    Problem,
    Reaction,
    SpeechCheck,
    Turn,
    TurnStatus,
)
from practice.domain.language import Language
from practice.domain.mood import Mood, MoodEffect
from practice.domain.stock import Move
from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.readable import GROUPS, groups_in
from practice.store.types import table_of
from practice.store.version import RubricVersionRow, ScenarioVersionRow

_TURN = table_of(TurnRow)
_CONVERSATION = table_of(ConversationRow)
_SCENARIO = table_of(ScenarioVersionRow)
_RUBRIC = table_of(RubricVersionRow)
#: The scenario's number where it is an organisation's own that was not published when the talk began.
_UNPUBLISHED = case(
    (
        _SCENARIO.c.organisation_id.is_not(None)
        & func.coalesce(_SCENARIO.c.published_at > _CONVERSATION.c.started_at, true()),
        _SCENARIO.c.number,
    )
)
_OWN_NUMBER = case((_RUBRIC.c.organisation_id.is_not(None), _RUBRIC.c.number))
_WITH_ITS_TEXTS = (
    select(
        _CONVERSATION,
        _SCENARIO.c.key.label("scenario_key"),
        _SCENARIO.c.text.label("scenario_text"),
        _UNPUBLISHED.label("draft"),
        _RUBRIC.c.key.label("rubric_key"),
        _RUBRIC.c.text.label("rubric_text"),
        _OWN_NUMBER.label("rubric_number"),
        _RUBRIC.c.created_at.label("rubric_since"),
    )
    .join(_SCENARIO, _CONVERSATION.c.scenario_version_id == _SCENARIO.c.id)
    .join(_RUBRIC, _CONVERSATION.c.rubric_version_id == _RUBRIC.c.id)
)
_ONE_CONVERSATION = _WITH_ITS_TEXTS.add_columns(GROUPS.label("groups")).where(
    _CONVERSATION.c.id == bindparam("conversation_id")
)
_NEWEST_OF_PERSON = (
    _WITH_ITS_TEXTS.where(_CONVERSATION.c.person_id == bindparam("person_id"))
    .order_by(_CONVERSATION.c.started_at.desc())
    .limit(bindparam("most"))
)
_ONE_TURN = select(_TURN).where(_TURN.c.id == bindparam("turn_id"))
_TURNS = select(_TURN).where(_TURN.c.conversation_id == bindparam("conversation_id"))
_BY_CLIENT_KEY = _TURNS.where(_TURN.c.client_key == bindparam("client_key"))
_ANSWER = select(_TURN).where(_TURN.c.parent_id == bindparam("reply_id"))
_WATCHED_TURN = (
    select(_TURN, _CONVERSATION.c.outcome, _CONVERSATION.c.ended_at)
    .join(_CONVERSATION, _TURN.c.conversation_id == _CONVERSATION.c.id)
    .where(_TURN.c.id == bindparam("turn_id"))
)


@dataclass(frozen=True)
class WatchedTurn:
    """A turn, and how the talk stands."""

    turn: Turn
    outcome: Outcome
    ended: bool


def load_conversation(session: Session, conversation_id: str) -> Conversation | None:
    row = _first(session, _ONE_CONVERSATION, conversation_id=conversation_id)
    return replace(_conversation(row), groups=groups_in(row.groups)) if row else None


def conversations_of(session: Session, person_id: int, most: int = 50) -> list[Conversation]:
    """Newest first."""
    rows = session.connection().execute(_NEWEST_OF_PERSON, {"person_id": person_id, "most": most})
    return [_conversation(row) for row in rows]


def load_turn(session: Session, turn_id: str) -> Turn | None:
    row = _first(session, _ONE_TURN, turn_id=turn_id)
    return _turn(row) if row else None


def conversation_of_turn(session: Session, turn_id: str) -> Conversation | None:
    """None where there is no such turn."""
    turn = load_turn(session, turn_id)
    return load_conversation(session, turn.conversation_id) if turn else None


def load_watched_turn(session: Session, turn_id: str) -> WatchedTurn | None:
    row = _first(session, _WATCHED_TURN, turn_id=turn_id)
    return WatchedTurn(_turn(row), Outcome(row.outcome), row.ended_at is not None) if row else None


def turn_by_client_key(session: Session, conversation_id: str, client_key: str) -> Turn | None:
    """The trainee's turn that an earlier, equal request made."""
    row = _first(session, _BY_CLIENT_KEY, conversation_id=conversation_id, client_key=client_key)
    return _turn(row) if row else None


def answer_to(session: Session, trainee_turn_id: str) -> Turn | None:
    """The customer's turn that follows a trainee's turn."""
    row = _first(session, _ANSWER, reply_id=trainee_turn_id)
    return _turn(row) if row else None


def path_to(session: Session, conversation_id: str, turn_id: str | None) -> list[Turn]:
    """The turns from the root to `turn_id`, both included; other branches are left out."""
    rows = session.connection().execute(_TURNS, {"conversation_id": conversation_id})
    by_id = {row.id: row for row in rows}
    path: list[Turn] = []
    while turn_id is not None:
        row = by_id[turn_id]
        path.append(_turn(row))
        turn_id = row.parent_id
    return path[::-1]


def _first(session: Session, statement: Select[Any], **values: object) -> Row[Any] | None:
    return session.connection().execute(statement, values).first()


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        id=row.id,
        person_id=row.person_id,
        scenario_key=row.scenario_key,
        scenario_text=row.scenario_text,
        rubric_key=row.rubric_key,
        rubric_text=row.rubric_text,
        rubric_version_id=row.rubric_version_id,
        language=Language(row.language),
        difficulty=row.difficulty,
        mode=Mode(row.mode),
        unhurried=row.unhurried,
        seed=row.seed,
        outcome=Outcome(row.outcome),
        head_turn_id=row.head_turn_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        draft=row.draft,
        assignment_id=row.assignment_id,
        private=row.private,
        trial=row.trial,
        handed_in_at=row.handed_in_at,
        rubric_number=row.rubric_number,
        rubric_since=row.rubric_since,
    )


def _turn(row: Row[Any]) -> Turn:
    checked = row.checked and {**row.checked, "broken_rules": tuple(row.checked["broken_rules"])}
    return Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        parent_id=row.parent_id,
        speaker=Speaker(row.speaker),
        text=row.text,
        status=TurnStatus(row.status),
        said_at=row.said_at,
        attempt=row.attempt,
        mood=Mood(**row.mood) if row.mood else None,
        effects=tuple(MoodEffect(**effect) for effect in row.effects),
        move=Move(row.move) if row.move else None,
        check=SpeechCheck(**checked) if checked else None,
        reply_seconds=row.reply_seconds,
        problem=Problem(row.problem_key, row.problem_detail or "") if row.problem_key else None,
        not_believed=tuple(row.not_believed),
        customer=row.customer,
        beside=tuple(_reaction(entry) for entry in row.beside),
    )


def _reaction(entry: dict[str, Any]) -> Reaction:
    effects = tuple(MoodEffect(**effect) for effect in entry["effects"])
    move = Move(entry["move"]) if entry["move"] else None
    return Reaction(entry["customer"], Mood(**entry["mood"]), effects, move)
