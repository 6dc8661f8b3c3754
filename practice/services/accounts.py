"""People with accounts: who there is, what they may, and whether somebody is who they say."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from practice.domain.access import Act
from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.domain.password import LONGEST, check_password
from practice.errors import BadInput, Conflict, EmailTaken, NotFound
from practice.services.access import require_in_organisation
from practice.services.account_changes import (
    account_to_change,
    administered,
    keep_an_admin,
    known_account,
    record_account,
)
from practice.services.hashing import Hasher
from practice.services.people import name_to_keep
from practice.services.sign_in_limits import SignInLimits, account_hash
from practice.services.ways import SetUp
from practice.store.account import (
    Account,
    account_to_sign_in,
    account_with_id,
    accounts,
    accounts_in,
    add_account,
    has_admin,
)
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import (
    Organisation,
    add_organisation,
    organisation_with_id,
    organisation_with_key,
    organisations,
)
from practice.store.person import Person, PersonRole, PersonRow, hold_person, person_of
from practice.store.sign_in_attempt import drop_attempts_of
from practice.store.sign_in_link import drop_links
from practice.store.types import now
from practice.store.web_session import end_sessions

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class AccountService:
    def __init__(
        self,
        database: Database,
        hasher: Hasher | None = None,
        clock: Callable[[], datetime] = now,
        set_up: SetUp | None = None,
    ) -> None:
        """Without `set_up` an administrator counts as able to come in by a password only."""
        self._database = database
        self._hasher = hasher or Hasher()
        self._clock = clock
        self._set_up = set_up or SetUp()
        self._limits = SignInLimits(database, clock)

    def add_organisation(self, key: str, name: str) -> Organisation:
        """Raises BadInput, or Conflict where the key is taken."""
        with self._database.writing() as session:
            added = organisation_added(session, key, name)
            about = Audited(AuditedKind.ORGANISATION, str(added.id), added.name)
            add_audit(session, None, AuditAct.ORGANISATION_ADDED, about, added.key, organisation_id=added.id)
            return added

    def organisations(self) -> list[Organisation]:
        with self._database.reading() as session:
            return organisations(session)

    def organisation_of(self, person: Person) -> Organisation:
        """Raises NotFound in local mode, where there is none."""
        with self._database.reading() as session:
            found = organisation_with_id(session, person.organisation_id) if person.organisation_id else None
        if found is None:
            raise NotFound("in local mode there are no organisations")
        return found

    def people(self) -> list[Person]:
        """Of every organisation: for the command line."""
        with self._database.reading() as session:
            return accounts(session)

    def accounts_of(self, by: Person) -> list[Account]:
        """Of their own organisation. Raises NotAllowed for whoever does not administer it."""
        organisation_id = require_in_organisation(by, Act.ADMINISTER)
        with self._database.reading() as session:
            return accounts_in(session, organisation_id)

    def has_admin(self) -> bool:
        with self._database.reading() as session:
            return has_admin(session)

    def add_person(
        self,
        email: str,
        name: str,
        organisation_key: str,
        role: PersonRole,
        by: Person | None = None,
        address: str = "",
    ) -> Person:
        """Without a password yet: a link lets them choose one. `by` None: the command line.

        Raises BadInput, NotFound or EmailTaken, and NotAllowed for whoever does not administer.
        """
        with self._database.writing() as session:
            within = administered(session, by)
            organisation = organisation_with_key(session, organisation_key)
            if organisation is None or within not in (None, organisation.id):
                raise NotFound(f"no organisation {organisation_key!r}; `practice org list` shows those there are")
            person = person_added(session, email, name, organisation, role)
            record_account(session, by, AuditAct.PERSON_ADDED, person, role.value, address)
            return person

    def with_email(self, email: str, by: Person | None = None) -> Person:
        """Raises BadInput or NotFound."""
        with self._database.reading() as session:
            return person_of(known_account(session, email, administered(session, by)))

    def set_role(self, email: str, role: PersonRole, by: Person | None = None, address: str = "") -> Person:
        """Ends every session of that person. Raises NotFound, or LastAdmin."""
        with self._database.writing() as session:
            row = account_to_change(session, email, by)
            before = row.role
            if before != role:
                if role is not PersonRole.ADMIN:
                    keep_an_admin(session, row, self._set_up)
                row.role = role.value
                _changed(session, row, self._clock())
                record_account(session, by, AuditAct.ROLE_CHANGED, person_of(row), f"{before} → {role.value}", address)
            return person_of(row)

    def disable(self, email: str, by: Person | None = None, address: str = "") -> Person:
        """They are out at once. Raises NotFound, or LastAdmin."""
        with self._database.writing() as session:
            row = account_to_change(session, email, by)
            if row.disabled_at is None:
                keep_an_admin(session, row, self._set_up)
                row.disabled_at = self._clock()
                drop_links(session, person_of(row).id)
                _changed(session, row, self._clock())
                record_account(session, by, AuditAct.PERSON_DISABLED, person_of(row), "", address)
            return person_of(row)

    def enable(self, email: str, by: Person | None = None, address: str = "") -> Person:
        """Raises NotFound."""
        with self._database.writing() as session:
            row = account_to_change(session, email, by)
            if row.disabled_at is not None:
                row.disabled_at = None
                session.add(row)
                record_account(session, by, AuditAct.PERSON_ENABLED, person_of(row), "", address)
            return person_of(row)

    def change_password(self, person: Person, old: str, new: str, address: str) -> bool:
        """False where the old one is wrong or was tried too often; else every session ends. Raises BadPassword."""
        check_password(new, person.email or "", person.name)
        if self._limits.may_try(person.email or "", address) is None:
            return False
        with self._database.reading() as session:
            row = account_with_id(session, person.id)
        if row is None or row.password_hash is None or not self._fits(row.password_hash, old):
            return False
        kept = self._hasher.hash(new)
        with self._database.writing() as session:
            hold_person(session, person.id)
            row = account_with_id(session, person.id)
            if row is None:
                return False
            set_password_hash(session, row, kept, self._clock())
            record_account(session, person, AuditAct.PASSWORD_CHANGED, person, "", address)
        return True

    def sign_in(self, email: str, password: str, address: str) -> Person | None:
        """None tells nobody why: an unknown account, a wrong password, a disabled person, an organisation that lets
        nobody in by password and too many tries are alike.

        All but too many tries cost one verification and as many writes, so they take the same time too.
        """
        try:
            email = normal_email(email)
        except BadInput:
            email = ""
        attempt = self._limits.may_try(email, address)
        if attempt is None:
            return None
        with self._database.reading() as session:
            row, by_password = account_to_sign_in(session, email) or (None, False)
        kept = row.password_hash if row else None
        fits = self._fits(kept or self._hasher.of_nobody(), password)
        if row is None or row.id is None or kept is None or row.disabled_at is not None or not by_password or not fits:
            self._keep_failure(attempt, row, _reason(row, by_password), address)
            return None
        self._limits.succeeded(email)
        if self._hasher.is_outdated(kept):
            self._rehash(row.id, kept, password)
        return person_of(row)

    def _keep_failure(self, attempt: int, row: PersonRow | None, reason: str, address: str) -> None:
        with self._database.writing() as session:
            self._limits.failed(session, attempt)
            if row is not None:
                record_account(session, person_of(row), AuditAct.NOT_LET_IN, person_of(row), reason, address)

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
        raise EmailTaken(f"{email} has an account already; `practice user list` shows it")
    return person


def set_password_hash(session: Session, row: PersonRow, kept: str, moment: datetime) -> None:
    """Whoever knew the old one, or has a link, is out, and nobody waits for failed tries with it."""
    row.password_hash = kept
    drop_attempts_of(session, account_hash(row.email or ""))
    drop_links(session, person_of(row).id)
    _changed(session, row, moment)


def drop_password_of_unconfirmed(session: Session, person: Person, moment: datetime, address: str = "") -> None:
    """Whoever chose it never showed that the address is theirs; they are out, and it opens nothing any more."""
    row = account_with_id(session, person.id)
    if row is None or row.email_confirmed:
        return
    if row.password_hash is not None:
        detail = "dropped: whoever chose it had not shown that the e-mail address is theirs"
        record_account(session, person, AuditAct.PASSWORD_CHANGED, person, detail, address)
    row.password_hash, row.email_confirmed = None, True
    drop_links(session, person.id)
    _changed(session, row, moment)


def _reason(row: PersonRow | None, by_password: bool) -> str:
    """Why a known account was not let in, in the words of the audit."""
    if row is None:
        return ""
    if row.disabled_at is not None:
        return "disabled"
    if not by_password:
        return "no password sign-in"
    return "no password yet" if row.password_hash is None else "wrong password"


def _changed(session: Session, row: PersonRow, moment: datetime) -> None:
    session.add(row)
    end_sessions(session, person_of(row).id, moment)
