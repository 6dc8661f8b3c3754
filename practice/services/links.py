"""Links that work once, for half an hour: to choose a password, or to make the first administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.domain.email import normal_email
from practice.domain.password import check_password
from practice.errors import NotFound
from practice.services.accounts import organisation_added, person_added, set_password_hash
from practice.services.hashing import Hasher, new_token, token_hash
from practice.store.account import account_with_id, has_admin
from practice.store.database import Database
from practice.store.person import Person, PersonRole, person_of
from practice.store.sign_in_link import SignInLinkRow, add_link, open_link, use_link
from practice.store.types import now

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class OpenLink:
    #: None: whoever has the link becomes the first administrator.
    person: Person | None


@dataclass(frozen=True)
class FirstAdmin:
    organisation_key: str
    organisation_name: str
    email: str
    name: str


class LinkService:
    def __init__(self, database: Database, hasher: Hasher | None = None, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._hasher = hasher or Hasher()
        self._clock = clock

    def link_for(self, person: Person) -> str:
        """The token of a new link; an older one for the same person ends. Raises NotFound for a disabled person."""
        if person.disabled:
            raise NotFound(f"{person.email} is disabled; `practice user enable {person.email}` comes first")
        return self._add(person.id)

    def link_for_first_admin(self) -> str | None:
        """None where there is an administrator; an older link of this kind ends."""
        with self._database.reading() as session:
            if has_admin(session):
                return None
        return self._add(None)

    def opened(self, token: str) -> OpenLink | None:
        """None where it was used, has run out or never was; opening uses nothing up."""
        with self._database.reading() as session:
            return self._open(session, token)

    def choose_password(self, token: str, password: str) -> Person | None:
        """The link is used up with it; None as in `opened`. Raises BadPassword, and the link stays."""
        link = self.opened(token)
        if link is None or link.person is None:
            return None
        check_password(password, link.person.email or "", link.person.name)
        kept = self._hasher.hash(password)
        with self._database.writing() as session:
            link = self._open(session, token)
            if link is None or link.person is None or not use_link(session, token_hash(token), self._clock()):
                return None
            row = account_with_id(session, link.person.id)
            assert row is not None
            set_password_hash(session, row, kept, self._clock())
            return person_of(row)

    def make_first_admin(self, token: str, first: FirstAdmin, password: str) -> Person | None:
        """As `choose_password`. Raises BadInput, BadPassword or Conflict, and the link stays."""
        link = self.opened(token)
        if link is None or link.person is not None:
            return None
        check_password(password, normal_email(first.email), first.name)
        kept = self._hasher.hash(password)
        with self._database.writing() as session:
            if not use_link(session, token_hash(token), self._clock()) or has_admin(session):
                return None
            organisation = organisation_added(session, first.organisation_key, first.organisation_name)
            person = person_added(session, first.email, first.name, organisation, PersonRole.ADMIN)
            row = account_with_id(session, person.id)
            assert row is not None
            set_password_hash(session, row, kept, self._clock())
            return person

    def _add(self, person_id: int | None) -> str:
        token = new_token()
        with self._database.writing() as session:
            add_link(session, token_hash(token), person_id, self._clock() + LASTS)
        return token

    def _open(self, session: Session, token: str) -> OpenLink | None:
        row = open_link(session, token_hash(token), self._clock())
        if row is None:
            return None
        if row.person_id is None:
            return None if has_admin(session) else OpenLink(None)
        return self._of_person(session, row)

    def _of_person(self, session: Session, link: SignInLinkRow) -> OpenLink | None:
        assert link.person_id is not None
        row = account_with_id(session, link.person_id)
        return OpenLink(person_of(row)) if row and row.disabled_at is None else None
