"""Somebody reads a talk that is not their own: its owner can ask later who did."""

from collections.abc import Callable
from datetime import datetime, timedelta

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.conversation import Conversation
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person, hold_person, person_by_id
from practice.store.reading import has_read
from practice.store.types import now

#: A page that is looked at again and again is one reading.
ONE_READING = timedelta(hours=1)


class Reading:
    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def keep(self, reader: Person, talk: Conversation, address: str = "") -> Person:
        """Whose talk it is."""
        since = self._clock() - ONE_READING
        with self._database.reading() as session:
            owner = person_by_id(session, talk.person_id)
            known = has_read(session, reader.id, talk.id, since)
        assert owner is not None
        if not known:
            about = Audited(AuditedKind.CONVERSATION, talk.id, f"{talk.scenario_key}, {owner.name}")
            with self._database.writing() as session:
                hold_person(session, reader.id)
                if not has_read(session, reader.id, talk.id, since):
                    add_audit(session, reader, AuditAct.TALK_READ, about, address=address)
        return owner
