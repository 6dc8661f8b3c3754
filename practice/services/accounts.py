"""People with accounts: who there is, what they may, and whether somebody is who they say."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from practice.domain.email import normal_email
from practice.domain.password import LONGEST, check_password
from practice.errors import BadInput, Conflict, NotFound
from practice.services.hashing import Hasher
from practice.services.people import name_to_keep
from practice.services.sign_in_limits import SignInLimits, account_hash
from practice.store.account import (
    account_with_email,
    account_with_id,
    accounts,
    add_account,
    has_admin,
    hold_admins,
)
from practice.store.database import Database
from practice.store.organisation import Organisation, add_organisation, organisation_with_key, organisations
from practice.store.person import Person, PersonRole, PersonRow, person_of
from practice.store.sign_in_attempt import drop_attempts_of
from practice.store.sign_in_link import drop_links
from practice.store.types import now
from practice.store.web_session import end_sessions

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class AccountService:
    def __init__(self, database: Database, hasher: Hasher | None = None, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._hasher = hasher or Hasher()
        self._clock = clock
        self._limits = SignInLimits(database, clock)

    def add_organisation(self, key: str, name: str) -> Organisation:
        """Raises BadInput, or Conflict where the key is taken."""
        with self._database.writing() as session:
            return organisation_added(session, key, name)

    def organisations(self) -> list[Organisation]:
        with self._database.reading() as session:
            return organisations(session)

    def people(self) -> list[Person]:
        with self._database.reading() as session:
            return accounts(session)

    def has_admin(self) -> bool:
        with self._database.reading() as session:
            return has_admin(session)

    def add_person(self, email: str, name: str, organisation_key: str, role: PersonRole) -> Person:
        """Without a password yet: a link lets them choose one. Raises BadInput, NotFound or Conflict."""
        with self._database.writing() as session:
            organisation = organisation_with_key(session, organisation_key)
            if organisation is None:
                raise NotFound(f"no organisation {organisation_key!r}; `practice org list` shows those there are")
            return person_added(session, email, name, organisation, role)

    def with_email(self, email: str) -> Person:
        """Raises BadInput or NotFound."""
        with self._database.reading() as session:
            return person_of(_known(session, email))

    def set_role(self, email: str, role: PersonRole) -> Person:
        """Ends every session of that person. Raises NotFound, or Conflict for the last administrator."""
        with self._database.writing() as session:
            row = _known(session, email)
            if row.role != role:
                if role is not PersonRole.ADMIN:
                    _keep_an_admin(session, row)
                row.role = role.value
                _changed(session, row, self._clock())
            return person_of(row)

    def disable(self, email: str) -> Person:
        """They are out at once. Raises NotFound, or Conflict for the last administrator."""
        with self._database.writing() as session:
            row = _known(session, email)
            _keep_an_admin(session, row)
            row.disabled_at = row.disabled_at or self._clock()
            drop_links(session, person_of(row).id)
            _changed(session, row, self._clock())
            return person_of(row)

    def enable(self, email: str) -> Person:
        with self._database.writing() as session:
            row = _known(session, email)
            row.disabled_at = None
            session.add(row)
            return person_of(row)

    def change_password(self, person: Person, old: str, new: str, address: str) -> bool:
        """False where the old one is wrong or was tried too often; else every session ends. Raises BadPassword."""
        check_password(new, person.email or "", person.name)
        if not self._limits.may_try(person.email or "", address):
            return False
        with self._database.reading() as session:
            row = account_with_id(session, person.id)
        if row is None or row.password_hash is None or not self._fits(row.password_hash, old):
            return False
        kept = self._hasher.hash(new)
        with self._database.writing() as session:
            row = account_with_id(session, person.id)
            if row is None:
                return False
            set_password_hash(session, row, kept, self._clock())
        return True

    def sign_in(self, email: str, password: str, address: str) -> Person | None:
        """None tells nobody why: an unknown account, a wrong password, a disabled person and too many tries are alike.

        All but too many tries cost one verification, so they take the same time too.
        """
        try:
            email = normal_email(email)
        except BadInput:
            email = ""
        if not self._limits.may_try(email, address):
            return None
        with self._database.reading() as session:
            row = account_with_email(session, email)
        kept = row.password_hash if row else None
        fits = self._fits(kept or self._hasher.of_nobody(), password)
        if row is None or row.id is None or kept is None or row.disabled_at is not None or not fits:
            return None
        self._limits.succeeded(email)
        if self._hasher.is_outdated(kept):
            self._rehash(row.id, kept, password)
        return person_of(row)

    def _fits(self, kept: str, password: str) -> bool:
        # What is longer was never taken, and is not worth hashing megabytes for.
        return self._hasher.verify(kept, password[: LONGEST * 4])

    def _rehash(self, person_id: int, kept: str, password: str) -> None:
        fresh = self._hasher.hash(password)
        with self._database.writing() as session:
            row = account_with_id(session, person_id)
            if row is not None and row.password_hash == kept:
                row.password_hash = fresh
                session.add(row)


def organisation_added(session: Session, key: str, name: str) -> Organisation:
    if not _KEY.fullmatch(key):
        raise BadInput(
            f"{key[:80]!r} is no key; it has 1 to 40 small letters, digits and hyphens, such as 'north-shop'"
        )
    added = add_organisation(session, key, name_to_keep(name))
    if added is None:
        raise Conflict(f"there is an organisation {key!r} already; choose another key")
    return added


def person_added(session: Session, email: str, name: str, organisation: Organisation, role: PersonRole) -> Person:
    email = normal_email(email)
    person = add_account(session, email, name_to_keep(name), organisation.id, role)
    if person is None:
        raise Conflict(f"{email} has an account already; `practice user list` shows it")
    return person


def set_password_hash(session: Session, row: PersonRow, kept: str, moment: datetime) -> None:
    """Whoever knew the old one is out, and nobody waits for failed tries with it."""
    row.password_hash = kept
    drop_attempts_of(session, account_hash(row.email or ""))
    _changed(session, row, moment)


def _known(session: Session, email: str) -> PersonRow:
    row = account_with_email(session, normal_email(email))
    if row is None:
        raise NotFound(f"nobody has the e-mail address {email!r}; `practice user list` shows who there is")
    return row


def _keep_an_admin(session: Session, row: PersonRow) -> None:
    """Raises Conflict where nobody else could administer the organisation without `row`."""
    admins = hold_admins(session, row.organisation_id)
    session.refresh(row)
    if row.role != PersonRole.ADMIN or row.disabled_at is not None:
        return
    if not any(other.id != row.id and other.disabled_at is None and other.password_hash for other in admins):
        raise Conflict(
            f"{row.email} is the last administrator of the organisation who can sign in; make somebody else one "
            "first (`practice user role EMAIL admin`; they need a password) and then try again"
        )


def _changed(session: Session, row: PersonRow, moment: datetime) -> None:
    session.add(row)
    end_sessions(session, person_of(row).id, moment)
