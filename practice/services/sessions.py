"""Who is signed in where: the browser holds random tokens, the database says what they are worth."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.errors import NotAllowed
from practice.services.access import NOT_OPEN
from practice.services.hashing import new_token, token_hash
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.person import Person, hold_person, person_by_id
from practice.store.remembered import (
    Remembered,
    add_remembered,
    exchange_token,
    open_remembered,
    remembered_with_id,
)
from practice.store.types import now
from practice.store.web_session import (
    add_session,
    drop_sessions_past,
    end_remembered,
    end_session,
    end_sessions,
    end_sessions_of,
    last_seen,
    newest_session_of,
    open_sessions,
    touch_session,
    web_session,
)

IDLE = timedelta(hours=12)
LASTS = timedelta(days=7)
#: How long a browser may begin sessions by itself, for whoever asked to be remembered.
REMEMBERED = timedelta(days=30)
#: How long the token before still lets in: requests of one moment all hold the same.
EXCHANGE = timedelta(seconds=60)
#: How exactly the last visit is kept: not every page writes.
_TOUCH_AFTER = timedelta(minutes=5)
_REMEMBERED_ID = re.compile("[0-9a-f]{32}")


class WayIn(StrEnum):
    """As the audit tells it."""

    PASSWORD = "password"  # noqa: S105 - a way in, no password
    NEW_PASSWORD = "new password"  # noqa: S105
    LINK = "link"
    PROVIDER = "OpenID Connect"
    REMEMBERED = "remembered browser"


@dataclass(frozen=True)
class Tokens:
    """What a browser holds; empty where it holds none."""

    session: str = ""
    #: `ID.TOKEN`: by the id a browser is known also with a token that it has no more.
    remembered: str = ""


@dataclass(frozen=True)
class Visitor:
    """Whose token it is. Let nobody in by it who is `person.disabled`: say so instead."""

    person: Person
    session_id: str
    #: For the browser to hold from now on, where it began a session by itself.
    fresh: Tokens | None = None


@dataclass(frozen=True)
class Place:
    """Where somebody is signed in, or would be at their next visit."""

    id: str  #: which signs nobody in
    created_at: datetime
    seen_at: datetime
    remembered: bool


class SessionService:
    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def begin(
        self,
        person: Person,
        way: WayIn = WayIn.PASSWORD,
        remembered: bool = False,
        instead_of: Tokens | None = None,
        address: str = "",
    ) -> Tokens:
        """New tokens. What the browser held until now, `instead_of`, ends.

        Raises NotAllowed for somebody who was disabled since they were let in.
        """
        token, moment, remembered_id, cookie = new_token(), self._clock(), None, ""
        with self._database.writing() as session:
            hold_person(session, person.id)
            current = person_by_id(session, person.id)
            if current is None or current.disabled:
                raise NotAllowed(NOT_OPEN)
            drop_sessions_past(session, moment, LASTS)
            if instead_of:
                _end_held(session, instead_of, moment, address)
            if remembered:
                secret = new_token()
                remembered_id = add_remembered(session, person.id, token_hash(secret), moment, moment + REMEMBERED)
                cookie = _cookie(remembered_id, secret)
            _add(session, person, token, moment, remembered_id)
            _record(session, person, AuditAct.SIGNED_IN, way.value, address)
        return Tokens(token, cookie)

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
        if found.ended or idle >= IDLE:
            return None
        if idle >= _TOUCH_AFTER:
            with self._database.writing() as session:
                touch_session(session, found.id, moment)
        return Visitor(person, found.id)

    def returning(self, token: str, address: str = "") -> Visitor | None:
        """Who is remembered by `token`, in a new session; the browser is given other tokens.

        The token before lets in as well for a moment. Any other was exchanged long ago, by the browser or by a thief
        who has a copy: who of them comes now is not known, and the browser is remembered no more.
        """
        (remembered_id, hashed), moment = _parts(token), self._clock()
        if not remembered_id:
            return None
        with self._database.reading() as session:
            found = remembered_with_id(session, remembered_id)
            person = person_by_id(session, found.person_id) if found else None
        if found is None or person is None or moment >= found.ends_at:
            return None
        if person.disabled:
            return Visitor(person, "") if found.had(hashed) else None
        if found.ended:
            return None
        with self._database.writing() as session:
            return _exchanged(session, person, remembered_id, hashed, moment, address)

    def of(self, person: Person) -> list[Place]:
        """The one seen last comes first."""
        moment = self._clock()
        with self._database.reading() as session:
            browsers = {kept.id: kept for kept in open_remembered(session, person.id, moment)}
            places = []
            for kept in open_sessions(session, person.id, moment, moment - IDLE):
                browser = browsers.pop(kept.remembered_id or "", None)
                since = browser.created_at if browser else kept.created_at
                places.append(Place(kept.id, since, kept.seen_at, browser is not None))
            seen = last_seen(session, browsers)
        for browser in browsers.values():
            places.append(Place(browser.id, browser.created_at, seen.get(browser.id, browser.changed_at), True))
        return sorted(places, key=lambda place: place.seen_at, reverse=True)

    def end(self, person: Person, place_id: str, address: str = "") -> None:
        """Nothing happens where it is another person's."""
        moment = self._clock()
        with self._database.writing() as session:
            if end_session(session, person.id, place_id, moment) or end_remembered(
                session, person.id, place_id, moment
            ):
                _record(session, person, AuditAct.SESSIONS_ENDED, "one", address)

    def end_all(self, person: Person, except_for: str = "", address: str = "") -> None:
        with self._database.writing() as session:
            if end_sessions(session, person.id, self._clock(), except_for):
                detail = "all others" if except_for else "all"
                _record(session, person, AuditAct.SESSIONS_ENDED, detail, address)

    def sign_out(self, held: Tokens, address: str = "") -> None:
        """Whatever the browser holds ends."""
        with self._database.writing() as session:
            if person_id := _end_held(session, held, self._clock(), address):
                person = person_by_id(session, person_id)
                assert person is not None
                _record(session, person, AuditAct.SIGNED_OUT, "", address)


def _end_held(session: Session, held: Tokens, moment: datetime, address: str) -> int | None:
    """The id of whose tokens ended by it."""
    whose = None
    remembered_id, hashed = _parts(held.remembered)
    kept = remembered_with_id(session, remembered_id) if remembered_id else None
    if kept and not kept.had(hashed):
        _end_copied(session, kept, moment, address)
    elif kept and end_remembered(session, kept.person_id, kept.id, moment):
        whose = kept.person_id
    old = web_session(session, token_hash(held.session)) if held.session else None
    if old and end_session(session, old.person_id, old.id, moment):
        whose = old.person_id
    return whose


def _exchanged(
    session: Session, person: Person, remembered_id: str, hashed: str, moment: datetime, address: str
) -> Visitor | None:
    token, secret = new_token(), new_token()
    if exchange_token(session, remembered_id, hashed, token_hash(secret), moment):
        end_sessions_of(session, remembered_id, moment)
        _record(session, person, AuditAct.SIGNED_IN, WayIn.REMEMBERED.value, address)
        session_id = _add(session, person, token, moment, remembered_id)
        return Visitor(person, session_id, Tokens(token, _cookie(remembered_id, secret)))
    found = remembered_with_id(session, remembered_id)
    if found is None or found.ended:
        return None
    if found.had(hashed) and moment - found.changed_at <= EXCHANGE:
        newest = newest_session_of(session, found.id)
        return Visitor(person, newest) if newest else None
    _end_copied(session, found, moment, address)
    return None


def _end_copied(session: Session, kept: Remembered, moment: datetime, address: str) -> None:
    """Two hold what one was given."""
    person = person_by_id(session, kept.person_id)
    if person and end_remembered(session, person.id, kept.id, moment):
        _record(session, person, AuditAct.SESSIONS_ENDED, "an old token of a remembered browser came back", address)


def _cookie(remembered_id: str, token: str) -> str:
    return f"{remembered_id}.{token}"


def _parts(cookie: str) -> tuple[str, str]:
    """The id and the token's hash; the id is empty where it can be none."""
    remembered_id, _, token = cookie.partition(".")
    known = token and _REMEMBERED_ID.fullmatch(remembered_id)
    return (remembered_id if known else ""), token_hash(token)


def _add(session: Session, person: Person, token: str, moment: datetime, remembered_id: str | None) -> str:
    hashed = token_hash(token)
    add_session(session, hashed, person.id, moment, moment + LASTS, remembered_id)
    return hashed


def _record(session: Session, person: Person, act: AuditAct, detail: str, address: str) -> None:
    about = Audited(AuditedKind.PERSON, str(person.id), person.name)
    add_audit(session, person, act, about, detail, address=address)
