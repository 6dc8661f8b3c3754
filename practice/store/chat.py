"""Conversations and their turns: the tables, and what changes them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    UniqueConstraint,
    bindparam,
    false,
    insert,
    select,
    true,
    update,
)
from sqlmodel import Field, Session, SQLModel

from practice.domain.conversation import Mode, Outcome, Problem, Reaction, SpeechCheck, Turn, TurnStatus
from practice.domain.language import Language
from practice.domain.reacting import Reacted
from practice.domain.transcript import Speaker
from practice.store.person import PersonRow
from practice.store.types import UtcDateTime, new_id, now, one_of, storable, table_of


class ConversationRow(SQLModel, table=True):
    __tablename__ = "conversation"
    __table_args__ = (
        one_of("language", Language),
        one_of("outcome", Outcome),
        one_of("mode", Mode),
        CheckConstraint("difficulty BETWEEN 1 AND 5", name="difficulty"),
        Index("ix_conversation_person_id_started_at", "person_id", "started_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: int = Field(foreign_key="person.id")
    scenario_version_id: int = Field(foreign_key="scenario_version.id")
    rubric_version_id: int = Field(foreign_key="rubric_version.id")
    language: str = Field(max_length=5)
    difficulty: int = Field(default=3, sa_column_kwargs={"server_default": "3"})
    mode: str = Field(
        default=Mode.PRACTICE.value, max_length=20, sa_column_kwargs={"server_default": Mode.PRACTICE.value}
    )
    unhurried: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    seed: int
    outcome: str = Field(default=Outcome.OPEN.value, max_length=20)
    head_turn_id: str | None = Field(
        default=None,
        # The two tables point at each other, so this key is added after both exist.
        sa_column=Column(ForeignKey("turn.id", use_alter=True), nullable=True),
    )
    started_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: What it was practised for, if it was asked for.
    assignment_id: str | None = Field(default=None, foreign_key="assignment.id", index=True, max_length=32)
    handed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Practised under the promise that nobody else reads it before it is handed in; never taken back.
    private: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    #: A trainer's own, to try a scenario: private for good, and no practice.
    trial: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    version: int = Field(default=1)


class TurnRow(SQLModel, table=True):
    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_key"),
        one_of("speaker", Speaker),
        one_of("status", TurnStatus),
        CheckConstraint("speaker = 'customer' OR client_key IS NOT NULL", name="trainee_has_client_key"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    conversation_id: str = Field(foreign_key="conversation.id", index=True, max_length=32)
    parent_id: str | None = Field(default=None, foreign_key="turn.id", index=True, max_length=32)
    speaker: str = Field(max_length=20)
    text: str = Field(default="")
    status: str = Field(max_length=20)
    said_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempt: int = Field(default=0)
    client_key: str | None = Field(default=None, max_length=64)
    reply_seconds: float | None = None
    mood: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    effects: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    move: str | None = Field(default=None, max_length=40)
    #: What the appraiser claimed and could not back with the trainee's words.
    not_believed: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    checked: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    #: Which customer speaks, and what the reply did to one who does not.
    customer: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    beside: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    problem_key: str | None = Field(default=None, max_length=40)
    problem_detail: str | None = None


_CONVERSATION = table_of(ConversationRow)
_TURN = table_of(TurnRow)
_ADD_TURN = insert(_TURN)
_MOVE_HEAD = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("talk"))
    .values(head_turn_id=bindparam("head"), version=_CONVERSATION.c.version + 1)
)
#: What is executed with it beside the name are the columns to set.
_SPEAKING_TURN = update(_TURN).where(_TURN.c.id == bindparam("turn_id"), _TURN.c.status == TurnStatus.SPEAKING.value)
_SAVE_WORDS = (
    update(_TURN)
    .where(_TURN.c.parent_id == bindparam("reply_id"), _TURN.c.status == TurnStatus.SPEAKING.value)
    .values(text=bindparam("words"))
)
_STOPPED_AMONG = select(_TURN.c.parent_id).where(
    _TURN.c.parent_id.in_(bindparam("reply_ids", expanding=True)), _TURN.c.status == TurnStatus.STOPPED.value
)
_KEEP_STOPPED = (
    update(_TURN)
    .where(_TURN.c.parent_id == bindparam("reply_id"), _TURN.c.status == TurnStatus.STOPPED.value)
    .values(text=bindparam("words"))
)
_PERSON = table_of(PersonRow)
_LOCK = (
    select(_CONVERSATION.c.id)
    .join(_PERSON, _CONVERSATION.c.person_id == _PERSON.c.id)
    .where(_CONVERSATION.c.id == bindparam("talk"))
    .with_for_update(key_share=True, of=(_CONVERSATION, _PERSON))
)


def lock_conversation(session: Session, conversation_id: str) -> None:
    """Others who lock a talk of the same person wait until this transaction is over; what is read then is newest."""
    session.connection().execute(_LOCK, {"talk": conversation_id})


def add_conversation(session: Session, row: ConversationRow) -> str:
    """The new conversation's id."""
    session.add(row)
    session.flush()
    return row.id


def add_turn(session: Session, turn: Turn, client_key: str | None = None) -> None:
    values = {
        "id": turn.id,
        "conversation_id": turn.conversation_id,
        "parent_id": turn.parent_id,
        "speaker": turn.speaker.value,
        "text": turn.text,
        "status": turn.status.value,
        "said_at": turn.said_at,
        "attempt": turn.attempt,
        "client_key": client_key,
        "reply_seconds": turn.reply_seconds,
        "mood": turn.mood.model_dump() if turn.mood else None,
        "effects": [asdict(effect) for effect in turn.effects],
        "move": turn.move.value if turn.move else None,
        "not_believed": list(turn.not_believed),
        "customer": turn.customer,
        "beside": [_as_json(reaction) for reaction in turn.beside],
    }
    connection = session.connection()
    connection.execute(_ADD_TURN, values)
    connection.execute(_MOVE_HEAD, {"talk": turn.conversation_id, "head": turn.id})


def save_reaction(
    session: Session,
    turn_id: str,
    speaker: Reacted,
    beside: tuple[Reaction, ...] = (),
    not_believed: tuple[str, ...] = (),
) -> None:
    """What the trainee's words did to the customers, before one of them has spoken."""
    _change_turn(
        session,
        turn_id,
        customer=speaker.customer.key,
        mood=speaker.change.after.model_dump(),
        effects=[asdict(effect) for effect in speaker.change.effects],
        move=speaker.move.value,
        beside=[_as_json(reaction) for reaction in beside],
        not_believed=[storable(claim) for claim in not_believed],
    )


def _as_json(reaction: Reaction) -> dict[str, Any]:
    return {
        "customer": reaction.customer,
        "mood": reaction.mood.model_dump(),
        "effects": [asdict(effect) for effect in reaction.effects],
        "move": reaction.move.value if reaction.move else None,
    }


def save_words_so_far(session: Session, words: Mapping[str, str]) -> None:
    """Reply id -> the answer to it so far; changes nothing where the answer is over."""
    values = [{"reply_id": reply_id, "words": text} for reply_id, text in words.items()]
    session.connection().execute(_SAVE_WORDS, values)


def stopped_among(session: Session, reply_ids: list[str]) -> list[str]:
    """Those whose answer somebody has stopped, perhaps in another process."""
    return [row.parent_id for row in session.connection().execute(_STOPPED_AMONG, {"reply_ids": reply_ids})]


def keep_words_of_stopped(session: Session, reply_id: str, text: str) -> None:
    """What was shown before the stop was heard of here; the one who stopped it may have known fewer words."""
    session.connection().execute(_KEEP_STOPPED, {"reply_id": reply_id, "words": text})


def finish_speech(session: Session, turn_id: str, text: str, status: TurnStatus, check: SpeechCheck | None) -> bool:
    """The whole line. False where somebody stopped the turn meanwhile: what they were shown then stands."""
    checked = None if check is None else {**asdict(check), "broken_rules": list(check.broken_rules)}
    return _if_speaking(session, turn_id, text=text, status=status.value, said_at=now(), checked=checked)


def save_silence(session: Session, turn_id: str, problem: Problem, text: str | None = None) -> None:
    """The line broke off: what was said by then is kept (what was saved last, where None is given), and why."""
    words = {} if text is None else {"text": text}
    _if_speaking(
        session,
        turn_id,
        **words,
        status=TurnStatus.FAILED.value,
        problem_key=problem.key,
        problem_detail=storable(problem.detail),
    )


def stop_speech(session: Session, turn_id: str, text: str | None) -> bool:
    """Keeps `text`, or what was saved last where None is given. False where the turn was over already."""
    words = {} if text is None else {"text": text}
    return _if_speaking(session, turn_id, status=TurnStatus.STOPPED.value, said_at=now(), **words)


def speak_anew(session: Session, turn_id: str) -> None:
    """Begins the customer's line afresh; readers see by `attempt` that earlier words were dropped."""
    _change_turn(
        session,
        turn_id,
        text="",
        status=TurnStatus.SPEAKING.value,
        attempt=_TURN.c.attempt + 1,
        problem_key=None,
        problem_detail=None,
    )


def close_conversation(session: Session, conversation_id: str, outcome: Outcome | None) -> bool:
    """Ends it once; an outcome already decided stays when None is given. False where it had ended."""
    values: dict[str, Any] = {"ended_at": now(), "version": _CONVERSATION.c.version + 1}
    if outcome is not None:
        values["outcome"] = outcome.value
    closed = session.connection().execute(
        update(_CONVERSATION)
        .where(_CONVERSATION.c.id == conversation_id, _CONVERSATION.c.ended_at.is_(None))
        .values(**values)
    )
    return bool(closed.rowcount)


def _if_speaking(session: Session, turn_id: str, **values: Any) -> bool:  # noqa: ANN401 - column values
    result = session.connection().execute(_SPEAKING_TURN, {"turn_id": turn_id, **values})
    return bool(result.rowcount)


def _change_turn(session: Session, turn_id: str, **values: Any) -> None:  # noqa: ANN401 - column values
    session.connection().execute(update(_TURN).where(_TURN.c.id == turn_id).values(**values))
