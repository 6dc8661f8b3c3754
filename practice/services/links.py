"""Links that work once, for half an hour: to sign in, to choose a password, or to make the first administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.domain.password import check_password
from practice.errors import NotFound
from practice.services.account_changes import administered, record_account
from practice.services.accounts import (
    drop_password_of_unconfirmed,
    organisation_added,
    person_added,
    set_password_hash,
)
from practice.services.hashing import Hasher, new_token, token_hash
from practice.store.account import account_with_id, has_admin
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.organisation import organisation_with_id
from practice.store.person import Person, PersonRole, person_by_id
from practice.store.sign_in_link import LinkPurpose, SignInLinkRow, add_link, held_account, open_link, use_link
from practice.store.types import now

LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class OpenLink:
    #: None: whoever has the link becomes the first administrator.
    person: Person | None
    purpose: LinkPurpose = LinkPurpose.ACCOUNT
    mailed: bool = False


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

    def link_for(
        self,
        person: Person,
        purpose: LinkPurpose = LinkPurpose.ACCOUNT,
        by: Person | None = None,
        address: str = "",
    ) -> str:
        """The token of a new link; an older one of this purpose for the same person ends.

        `by` None is the command line. Raises NotFound for a disabled person and for one whom `by` does not
        administer, NotAllowed where `by` administers nobody.
        """
        with self._database.writing() as session:
            held = account_to_let_in(session, person.id, by)
            record_account(session, by, AuditAct.LINK_MADE, held, purpose.value, address)
            return link_added(session, held, purpose, self._clock())

    def link_for_first_admin(self) -> str | None:
        """None where there is an administrator; an older link of this kind ends."""
        token = new_token()
        with self._database.writing() as session:
            if has_admin(session):
                return None
            add_link(session, token_hash(token), None, self._clock() + LASTS)
        return token

    def opened(self, token: str) -> OpenLink | None:
        """None where it was used, has run out or never was; opening uses nothing up."""
        with self._database.reading() as session:
            return self._open(session, token)

    def sign_in(self, token: str, address: str = "") -> Person | None:
        """The link is used up with it; None as in `opened`, or where it is for choosing a password."""
        with self._database.writing() as session:
            return self._used(session, token, LinkPurpose.SIGN_IN, address)

    def choose_password(self, token: str, password: str, address: str = "") -> Person | None:
        """As `sign_in`, for the other purpose. Raises BadPassword, and the link stays."""
        link = self.opened(token)
        if link is None or link.person is None or link.purpose is not LinkPurpose.ACCOUNT:
            return None
        check_password(password, link.person.email or "", link.person.name)
        kept = self._hasher.hash(password)
        with self._database.writing() as session:
            person = self._used(session, token, LinkPurpose.ACCOUNT, address)
            if person is not None:
                self._keep_password(session, person, kept, address)
            return person

    def make_first_admin(self, token: str, first: FirstAdmin, password: str, address: str = "") -> Person | None:
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
            about = Audited(AuditedKind.ORGANISATION, str(organisation.id), organisation.name)
            add_audit(session, person, AuditAct.ORGANISATION_ADDED, about, organisation.key, address=address)
            detail = f"{person.role.value}, the first"
            record_account(session, person, AuditAct.PERSON_ADDED, person, detail, address)
            self._keep_password(session, person, kept, address)
            return person

    def _keep_password(self, session: Session, person: Person, kept: str, address: str) -> None:
        row = account_with_id(session, person.id)
        assert row is not None
        set_password_hash(session, row, kept, self._clock())
        record_account(session, person, AuditAct.PASSWORD_CHANGED, person, "by a link", address)

    def _used(self, session: Session, token: str, purpose: LinkPurpose, address: str) -> Person | None:
        link = self._open(session, token)
        if link is None or link.person is None or link.purpose is not purpose:
            return None
        held = held_account(session, link.person.id)
        if held is None or held.disabled or not use_link(session, token_hash(token), self._clock()):
            return None
        if link.mailed:
            drop_password_of_unconfirmed(session, held, self._clock(), address)
        return held

    def _open(self, session: Session, token: str) -> OpenLink | None:
        row = open_link(session, token_hash(token), self._clock())
        if row is None:
            return None
        if row.person_id is None:
            return None if has_admin(session) else OpenLink(None)
        return _of_person(session, row)


def account_to_let_in(session: Session, person_id: int, by: Person | None) -> Person:
    """Held until the transaction ends. Raises like `LinkService.link_for`."""
    within = administered(session, by)
    person = held_account(session, person_id)
    if person is None or within not in (None, person.organisation_id):
        raise NotFound("nobody has that account; `practice user list` shows who there is")
    if person.disabled:
        raise NotFound(f"{person.email} is disabled; `practice user enable {person.email}` comes first")
    return person


def link_added(session: Session, person: Person, purpose: LinkPurpose, moment: datetime, mailed: bool = False) -> str:
    """The token of a link in the transaction of whoever gives it out.

    `mailed`: nobody sees it but who reads the mail of that person's address, so using it shows that the address is
    theirs.
    """
    token = new_token()
    add_link(session, token_hash(token), person.id, moment + LASTS, purpose, mailed)
    return token


def _of_person(session: Session, link: SignInLinkRow) -> OpenLink | None:
    assert link.person_id is not None
    person = person_by_id(session, link.person_id)
    if person is None or person.disabled or person.organisation_id is None:
        return None
    organisation = organisation_with_id(session, person.organisation_id)
    purpose = LinkPurpose(link.purpose)
    if organisation is None or (purpose is LinkPurpose.SIGN_IN and not organisation.link_sign_in):
        return None
    return OpenLink(person, _purpose_of(link, person, organisation.password_sign_in), link.mailed)


def _purpose_of(link: SignInLinkRow, person: Person, by_password: bool) -> LinkPurpose:
    if not by_password:
        # Where nobody comes in with a password, an invitation lets in without asking for one.
        return LinkPurpose.SIGN_IN
    # An address that was only ever typed may be another's: whoever it really is chooses the password.
    is_first_letter = link.mailed and not person.email_confirmed
    return LinkPurpose.ACCOUNT if is_first_letter else LinkPurpose(link.purpose)
