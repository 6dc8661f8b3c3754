"""Which replies of gold sets are in use: not those that were taken out, nor those of talks that no trainer may read."""

from sqlalchemy import and_, select

from practice.store.chat import ConversationRow, TurnRow
from practice.store.gold import GoldItemRow
from practice.store.readable import OPEN_SOMEWHERE
from practice.store.types import table_of

_ITEM, _TURN, _TALK = table_of(GoldItemRow), table_of(TurnRow), table_of(ConversationRow)
#: Its talk is not handed in and is open to the trainers of no cohort; a reply of whoever added it is their own to show.
PRIVATE = and_(
    _ITEM.c.turn_id.is_not(None),
    select(_TURN.c.id)
    .join(_TALK, _TALK.c.id == _TURN.c.conversation_id)
    .where(_TURN.c.id == _ITEM.c.turn_id, _TALK.c.person_id != _ITEM.c.added_by, ~OPEN_SOMEWHERE)
    .correlate(_ITEM)
    .exists(),
)
#: It keeps its labels and counts nowhere until somebody puts it back.
TAKEN_OUT = and_(_ITEM.c.taken_out_at.is_not(None), ~PRIVATE)
IN_USE = and_(_ITEM.c.taken_out_at.is_(None), ~PRIVATE)
