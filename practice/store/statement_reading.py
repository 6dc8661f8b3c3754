"""What of a talk statements tell: its turns, and every grade that its own rubric gave a reply; and which wait."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from practice.domain.conversation import Conversation, Turn, TurnStatus
from practice.domain.grade import Grade
from practice.domain.rubric import Scope
from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.chat_reading import load_conversation
from practice.store.export_reading import OPEN_TO_OTHERS
from practice.store.grading import GradeRow
from practice.store.grading_reading import grades_from
from practice.store.person import PersonRow
from practice.store.statement import StatementRow
from practice.store.types import table_of

_TALK, _TURN, _GRADE, _PERSON = (table_of(row) for row in (ConversationRow, TurnRow, GradeRow, PersonRow))
_STATEMENT = table_of(StatementRow)


@dataclass(frozen=True)
class NumberedReply:
    """`number` counts the replies on the way to this one, itself included."""

    turn: Turn
    number: int


@dataclass(frozen=True)
class GradedReply:
    reply: NumberedReply
    grade: Grade
    graded_at: datetime


@dataclass(frozen=True)
class TalkToTell:
    """`replies` in the order in which they were said."""

    conversation: Conversation
    organisation_id: int | None
    replies: tuple[NumberedReply, ...]
    graded: tuple[GradedReply, ...]


@dataclass(frozen=True)
class WaitingStatement:
    """`may_leave`: its talk is not private, or was handed in."""

    conversation_id: str
    body: dict[str, Any]
    may_leave: bool


def waiting_statement(session: Session, statement_id: str) -> WaitingStatement | None:
    """None where it was sent, or is not there."""
    asked = (
        select(_STATEMENT.c.conversation_id, _STATEMENT.c.body, OPEN_TO_OTHERS.label("may_leave"))
        .join(_TALK, _TALK.c.id == _STATEMENT.c.conversation_id)
        .where(_STATEMENT.c.id == statement_id, _STATEMENT.c.sent_at.is_(None))
    )
    row = session.connection().execute(asked).first()
    return WaitingStatement(row.conversation_id, row.body, bool(row.may_leave)) if row else None


def talk_to_tell(session: Session, conversation_id: str, told_grades: Collection[int] = ()) -> TalkToTell | None:
    """None where it is not there, or is private and not handed in.

    Grades of these ids are left out, and all of a check that goes on: nobody is shown them before its end.
    """
    session.flush()
    found = (
        select(_PERSON.c.organisation_id)
        .join(_TALK, _TALK.c.person_id == _PERSON.c.id)
        .where(_TALK.c.id == conversation_id, OPEN_TO_OTHERS)
    )
    row = session.connection().execute(found).first()
    conversation = load_conversation(session, conversation_id) if row else None
    if row is None or conversation is None:
        return None
    replies = _replies(session, conversation_id)
    graded = tuple(_graded(session, conversation, replies, told_grades)) if conversation.reveals else ()
    return TalkToTell(conversation, row.organisation_id, tuple(replies.values()), graded)


def _replies(session: Session, conversation_id: str) -> dict[str, NumberedReply]:
    asked = select(_TURN).where(_TURN.c.conversation_id == conversation_id).order_by(_TURN.c.said_at)
    turns = {row.id: row for row in session.connection().execute(asked)}
    found: dict[str, NumberedReply] = {}
    for row in turns.values():
        if row.speaker != Speaker.TRAINEE.value:
            continue
        number, above = 1, turns.get(row.parent_id)
        while above is not None:
            number += above.speaker == Speaker.TRAINEE.value
            above = turns.get(above.parent_id)
        found[row.id] = NumberedReply(_reply(row), number)
    return found


def _reply(row: Row[Any]) -> Turn:
    return Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        parent_id=row.parent_id,
        speaker=Speaker.TRAINEE,
        text=row.text,
        status=TurnStatus(row.status),
        said_at=row.said_at,
        reply_seconds=row.reply_seconds,
    )


def _graded(
    session: Session, conversation: Conversation, replies: dict[str, NumberedReply], without: Collection[int]
) -> Iterator[GradedReply]:
    asked = select(_GRADE).where(
        _GRADE.c.turn_id.in_(list(replies)),
        _GRADE.c.scope == Scope.REPLY.value,
        _GRADE.c.rubric_version_id == conversation.rubric_version_id,
        _GRADE.c.id.not_in(without),
    )
    rows = session.connection().execute(asked.order_by(_GRADE.c.id)).all()
    grades = grades_from(session, rows)
    for row in rows:
        yield GradedReply(replies[row.turn_id], grades[row.id], row.created_at)
