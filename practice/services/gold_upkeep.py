"""What is put right in a gold set: its name, and replies that should not count."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from practice.domain.audit import AuditAct
from practice.errors import Conflict, NotFound
from practice.services.gold_access import NO_ITEM, require_open_set, tell
from practice.services.people import name_to_keep
from practice.store.database import Database
from practice.store.gold import GoldItem, GoldSet
from practice.store.gold_finding import item_with_id
from practice.store.gold_writing import CORRECTIONS, rename_gold_set, take_out_item
from practice.store.person import Person
from practice.store.types import now


class GoldUpkeepService:
    """For trainers and administrators; raises NotAllowed for anybody else, NotFound for a set of another organisation.

    Conflict: the set is archived.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def rename(self, person: Person, gold_set_id: str, name: str, *, seen: str, address: str = "") -> None:
        """`seen` is the name it had in their eyes; Conflict where it has another.

        Also for the corrections by trainers, which are known by having none. Raises BadInput for a name that is none.
        """
        name = name_to_keep(name)
        with self._database.writing() as session:
            found = require_open_set(session, person, gold_set_id)
            if found.name != seen or found.name == CORRECTIONS:
                raise Conflict("this set has another name by now, or one that stays")
            if name != found.name:
                rename_gold_set(session, gold_set_id, name)
                tell(session, person, found, AuditAct.GOLD_CHANGED, f"renamed to {name}", address)

    def take_out(self, person: Person, gold_set_id: str, gold_item_id: int, address: str = "") -> GoldItem:
        """It keeps its labels, and counts nowhere. It may be out already."""
        with self._database.writing() as session:
            found, item = _held(session, person, gold_set_id, gold_item_id)
            if item.taken_out_at is None:
                take_out_item(session, item.id, self._clock())
                tell(session, person, found, AuditAct.GOLD_CHANGED, f"taken out: {item.reply.id}", address)
        return item

    def put_back(self, person: Person, gold_set_id: str, gold_item_id: int, address: str = "") -> GoldItem:
        """With the labels that it had. It may be back already."""
        with self._database.writing() as session:
            found, item = _held(session, person, gold_set_id, gold_item_id)
            if item.taken_out_at is not None:
                take_out_item(session, item.id, None)
                tell(session, person, found, AuditAct.GOLD_CHANGED, f"put back: {item.reply.id}", address)
        return item


def _held(session: Session, person: Person, gold_set_id: str, gold_item_id: int) -> tuple[GoldSet, GoldItem]:
    found = require_open_set(session, person, gold_set_id)
    item = item_with_id(session, gold_set_id, gold_item_id)
    if item is None or item.private:
        raise NotFound(NO_ITEM)
    return found, item
