"""Who is signed in where: the browser holds a random token, the database says what it is worth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from practice.services.hashing import new_token, token_hash
from practice.store.database import Database
from practice.store.person import Person, person_by_id
from practice.store.types import now
from practice.store.web_session import (
    WebSession,
    add_session,
    drop_sessions_past,
    end_session,
    end_sessions,
    open_sessions,
    touch_session,
    web_session,
)

IDLE = timedelta(hours=12)
LASTS = timedelta(days=7)
#: Of those who asked to be remembered: then being idle ends nothing.
REMEMBERED = timedelta(days=30)
#: How exactly the last visit is kept: not every page writes.
_TOUCH_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Visitor:
    """Whose token it is. Let nobody in by it who is `person.disabled`: say so instead."""

    person: Person
    session_id: str


class SessionService:
    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def begin(self, person: Person, remembered: bool = False, instead_of: str = "") -> str:
        """A new token. The one that the browser held until now, `instead_of`, ends."""
        token, moment = new_token(), self._clock()
        with self._database.writing() as session:
            drop_sessions_past(session, moment)
            if old := web_session(session, token_hash(instead_of)):
                end_session(session, old.person_id, old.id, moment)
            ends_at = moment + (REMEMBERED if remembered else LASTS)
            add_session(session, token_hash(token), person.id, moment, ends_at, remembered)
        return token

    def visitor(self, token: str) -> Visitor | None:
        """None where the session ended, by hand or by time; a disabled person is told apart."""
        moment = self._clock()
        with self._database.reading() as session:
            found = web_session(session, token_hash(token))
            person = person_by_id(session, found.person_id) if found else None
        if found is None or person is None or moment >= found.ends_at:
            return None
        if person.disabled:
            return Visitor(person, found.id)
        idle = moment - found.seen_at
        if found.ended or (idle >= IDLE and not found.remembered):
            return None
        if idle >= _TOUCH_AFTER:
            with self._database.writing() as session:
                touch_session(session, found.id, moment)
        return Visitor(person, found.id)

    def of(self, person: Person) -> list[WebSession]:
        """Those still open; the one seen last comes first."""
        moment = self._clock()
        with self._database.reading() as session:
            return open_sessions(session, person.id, moment, moment - IDLE)

    def end(self, person: Person, session_id: str) -> None:
        with self._database.writing() as session:
            end_session(session, person.id, session_id, self._clock())

    def end_all(self, person: Person, except_for: str = "") -> None:
        with self._database.writing() as session:
            end_sessions(session, person.id, self._clock(), except_for)
