"""Replies that a trainer can pick to try a rubric on: of gold sets, and of talks that they may read."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from practice.domain.labels import LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.domain.transcript import Speaker
from practice.store.chat import ConversationRow, TurnRow
from practice.store.gold import GoldItemRow, GoldSetRow
from practice.store.gold_in_use import IN_USE, PRIVATE
from practice.store.readable import readable_by
from practice.store.types import table_of

_SET, _ITEM, _TURN, _TALK = (table_of(rows) for rows in (GoldSetRow, GoldItemRow, TurnRow, ConversationRow))


@dataclass(frozen=True)
class Pickable:
    id: str
    language: str
    reply: str


def items_to_try(session: Session, organisation_id: int, rubric_key: str, most: int) -> list[Pickable]:
    """The newest first."""
    asked = (
        select(_ITEM.c.id, _ITEM.c.language, _ITEM.c.reply)
        .join(_SET, _SET.c.id == _ITEM.c.gold_set_id)
        .where(_of_rubric(organisation_id, rubric_key), _SET.c.archived_at.is_(None), IN_USE)
        .order_by(_ITEM.c.id.desc())
        .limit(most)
    )
    return [Pickable(str(row.id), row.language, row.reply) for row in session.connection().execute(asked)]


def item_to_try(session: Session, organisation_id: int, rubric_key: str, item_id: int) -> LabelledReply | None:
    """Without its labels."""
    asked = select(_ITEM).join(_SET, _SET.c.id == _ITEM.c.gold_set_id)
    wanted = asked.where(_ITEM.c.id == item_id, ~PRIVATE, _of_rubric(organisation_id, rubric_key))
    row = session.connection().execute(wanted).first()
    if row is None:
        return None
    return LabelledReply(
        row.name, Language(row.language), Channel(row.channel), row.situation, row.customer, row.reply, ()
    )  # fmt: skip


def turns_to_try(session: Session, trainer_id: int, talks: int, most: int) -> list[Pickable]:
    """Replies of the newest so many talks that this trainer may read, the newest first."""
    connection = session.connection()
    newest = select(_TALK.c.id, _TALK.c.language).where(readable_by(trainer_id)).order_by(_TALK.c.started_at.desc())
    languages = {row.id: row.language for row in connection.execute(newest.limit(talks))}
    asked = (
        select(_TURN.c.id, _TURN.c.conversation_id, _TURN.c.text)
        .where(_TURN.c.conversation_id.in_(list(languages)), _TURN.c.speaker == Speaker.TRAINEE.value)
        .order_by(_TURN.c.said_at.desc(), _TURN.c.id)
        .limit(most)
    )
    return [Pickable(row.id, languages[row.conversation_id], row.text) for row in connection.execute(asked)]


def _of_rubric(organisation_id: int, rubric_key: str) -> ColumnElement[bool]:
    return (_SET.c.organisation_id == organisation_id) & (_SET.c.rubric_key == rubric_key)
