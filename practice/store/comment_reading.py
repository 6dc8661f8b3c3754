"""Comments as the report and the list of a trainee's talks need them: one statement each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from practice.domain.comment import Comment
from practice.store.chat import ConversationRow, TurnRow
from practice.store.comment import CommentRow
from practice.store.person import PersonRow
from practice.store.types import table_of

_COMMENT, _TURN, _TALK = table_of(CommentRow), table_of(TurnRow), table_of(ConversationRow)
_PERSON = table_of(PersonRow)
_COMMENTS = select(_COMMENT, _PERSON.c.name).join(_PERSON, _PERSON.c.id == _COMMENT.c.person_id)
_IN_TALK = (
    _COMMENTS.join(_TURN, _TURN.c.id == _COMMENT.c.turn_id)
    .where(_TURN.c.conversation_id == bindparam("conversation_id"))
    .order_by(_COMMENT.c.id)
)
_ON_TURN = _COMMENTS.where(_COMMENT.c.turn_id == bindparam("turn_id")).order_by(_COMMENT.c.id)
_NEW_OF_OWNER = (
    select(_TALK.c.id, _TALK.c.started_at, _TALK.c.scenario_version_id, _COMMENT.c.turn_id)
    .select_from(_TALK)
    .join(_TURN, _TURN.c.conversation_id == _TALK.c.id)
    .join(_COMMENT, _COMMENT.c.turn_id == _TURN.c.id)
    .where(_TALK.c.person_id == bindparam("person_id"), _COMMENT.c.seen_at.is_(None))
    .order_by(_TALK.c.started_at.desc(), _TALK.c.id, _COMMENT.c.id)
)


@dataclass(frozen=True)
class NewComments:
    """On one talk; `turn_id` is where the first of them stands."""

    conversation_id: str
    started_at: datetime
    scenario_version_id: int
    turn_id: str
    number: int


def comments_in(session: Session, conversation_id: str) -> Mapping[str, tuple[Comment, ...]]:
    """By turn id, oldest first."""
    found: dict[str, tuple[Comment, ...]] = {}
    for row in session.connection().execute(_IN_TALK, {"conversation_id": conversation_id}):
        found[row.turn_id] = (*found.get(row.turn_id, ()), _comment(row))
    return found


def comments_on(session: Session, turn_id: str) -> list[Comment]:
    """Oldest first."""
    return [_comment(row) for row in session.connection().execute(_ON_TURN, {"turn_id": turn_id})]


def new_comments_for(session: Session, person_id: int) -> list[NewComments]:
    """On the person's own talks, and not seen by them yet; the newest talk first."""
    found: dict[str, NewComments] = {}
    for row in session.connection().execute(_NEW_OF_OWNER, {"person_id": person_id}):
        had = found.get(row.id)
        first, number = (had.turn_id, had.number + 1) if had else (row.turn_id, 1)
        found[row.id] = NewComments(row.id, row.started_at, row.scenario_version_id, first, number)
    return list(found.values())


def _comment(row: Row[Any]) -> Comment:
    return Comment(row.id, row.turn_id, row.person_id, row.name, row.words, row.created_at, row.seen_at is not None)
