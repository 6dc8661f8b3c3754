"""Replies that a preview names, as they are shown to whoever looks at it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session

from practice.store.chat import ConversationRow, TurnRow
from practice.store.gold import GoldItemRow
from practice.store.gold_in_use import PRIVATE
from practice.store.readable import readable_by
from practice.store.types import table_of

_ITEM, _TURN, _TALK = table_of(GoldItemRow), table_of(TurnRow), table_of(ConversationRow)


@dataclass(frozen=True)
class ShownReply:
    """`talk_id` and `turn_id` are of the talk in which it was said, where the reader may open that.

    A private one is of a talk that no trainer may read now: its words are empty.
    """

    name: str
    language: str
    customer: str
    reply: str
    talk_id: str | None
    turn_id: str | None
    private: bool = False


def shown_replies(session: Session, gold_set_id: str, names: Collection[str], reader_id: int) -> dict[str, ShownReply]:
    """By name."""
    connection = session.connection()
    rows = connection.execute(
        select(_ITEM, PRIVATE.label("private")).where(_ITEM.c.gold_set_id == gold_set_id, _ITEM.c.name.in_(list(names)))
    ).all()
    turn_ids = [row.turn_id for row in rows if row.turn_id]
    open_talks = (
        select(_TURN.c.id, _TALK.c.id.label("talk_id"))
        .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
        .where(_TURN.c.id.in_(turn_ids), or_(_TALK.c.person_id == reader_id, readable_by(reader_id)))
    )
    talks = {row.id: row.talk_id for row in connection.execute(open_talks)} if turn_ids else {}
    return {
        row.name: ShownReply(
            row.name,
            row.language,
            "" if row.private else row.customer,
            "" if row.private else row.reply,
            talks.get(row.turn_id),
            row.turn_id if row.turn_id in talks else None,
            bool(row.private),
        )
        for row in rows
    }
