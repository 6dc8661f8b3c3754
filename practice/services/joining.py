"""Coming into a cohort by a link: as somebody who has an account, or as a trainee who gets one with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.domain.password import check_password
from practice.errors import Conflict, NotAllowed
from practice.services.access import may_change_cohort
from practice.services.hashing import Hasher, token_hash
from practice.services.people import name_to_keep
from practice.services.sign_in_limits import Limit, SignInLimits
from practice.store.account import account_with_id, add_account
from practice.store.audit import add_audit
from practice.store.cohort import MemberRole, add_member, is_member, trainers_of_cohort
from practice.store.database import Database
from practice.store.handing_in import keep_unfinished_private
from practice.store.join_link import Invitation, invitation_by, use_join_link
from practice.store.person import Person, PersonRole, person_by_id
from practice.store.types import now

#: Of newcomers, taken or not. A class in one room fits; nobody learns who has an account, and nobody's own signing in
#: waits for it.
JOINING = Limit(10, 60, timedelta(hours=1), "join ")


@dataclass(frozen=True)
class Newcomer:
    name: str
    email: str


class Standing(StrEnum):
    """Of somebody signed in, to the cohort that a link leads to."""

    MAY_JOIN = "may_join"
    MEMBER = "member"
    ELSEWHERE = "elsewhere"  #: their account belongs to another organisation


class _LinkSpent(Exception):
    """Rolls everything back: somebody else took the last place, or the link ended meanwhile."""


class JoiningService:
    def __init__(self, database: Database, hasher: Hasher | None = None, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._hasher = hasher or Hasher()
        self._clock = clock
        self._limits = SignInLimits(database, clock, JOINING)

    def invitation(self, token: str) -> Invitation | None:
        """None where the link was never made, ended, is used up, or its cohort is closed, and while whoever made it may
        not change that cohort. Looking uses nothing up.
        """
        with self._database.reading() as session:
            found = invitation_by(session, token_hash(token), self._clock())
            return found if found and _maker_may_still(session, found) else None

    def standing(self, person: Person, invitation: Invitation) -> Standing:
        if person.organisation_id != invitation.organisation_id:
            return Standing.ELSEWHERE
        with self._database.reading() as session:
            known = is_member(session, invitation.cohort_id, person.id)
        return Standing.MEMBER if known else Standing.MAY_JOIN

    def join(self, person: Person, token: str, address: str = "") -> bool:
        """As a trainee; who is in the cohort already stays what they are. False where the link cannot be used.

        Raises NotAllowed for somebody of another organisation.
        """
        invitation = self.invitation(token)
        if invitation is None:
            return False
        standing = self.standing(person, invitation)
        if standing is Standing.ELSEWHERE:
            raise NotAllowed("this account belongs to another organisation; sign out to join with a new one")
        if standing is Standing.MEMBER:
            return True
        try:
            with self._database.writing() as session:
                self._let_join(session, person, invitation, address)
        except _LinkSpent:
            return False
        return True

    def join_anew(self, token: str, newcomer: Newcomer, password: str, address: str) -> Person | None:
        """A trainee with a new account. None where the link cannot be used.

        Raises BadInput and BadPassword. Conflict tells nobody why: an address that has an account already, and too
        many tries, are alike. NotAllowed where the organisation lets nobody in by password.
        """
        invitation = self.invitation(token)
        if invitation is None:
            return None
        if not invitation.password_sign_in:
            raise NotAllowed("this organisation lets nobody in by password; an administrator can add an account")
        email, name = normal_email(newcomer.email), name_to_keep(newcomer.name)
        check_password(password, email, name)
        if self._limits.may_try(email, address) is None:
            raise _not_with_these()
        # Before anybody looks whether the address is taken: the answer takes as long in both cases.
        kept = self._hasher.hash(password)
        try:
            with self._database.writing() as session:
                person = self._added(session, invitation, email, name, kept, address)
                self._let_join(session, person, invitation, address)
        except _LinkSpent:
            return None
        return person

    def _added(
        self, session: Session, invitation: Invitation, email: str, name: str, kept: str, address: str
    ) -> Person:
        person = add_account(session, email, name, invitation.organisation_id, PersonRole.TRAINEE)
        if person is None:
            raise _not_with_these()
        row = account_with_id(session, person.id)
        assert row is not None
        row.password_hash = kept
        session.add(row)
        about = Audited(AuditedKind.PERSON, str(person.id), person.name)
        detail = f"{person.role}, by the join link {invitation.link_id}"
        add_audit(session, person, AuditAct.PERSON_ADDED, about, detail, address=address)
        return person

    def _let_join(self, session: Session, person: Person, invitation: Invitation, address: str) -> None:
        if not add_member(session, invitation.cohort_id, person.id, MemberRole.TRAINEE, self._clock()):
            return
        used = use_join_link(session, invitation.link_id, self._clock())
        if not used or not _maker_may_still(session, invitation):
            raise _LinkSpent
        keep_unfinished_private(session, invitation.cohort_id)
        about = Audited(AuditedKind.COHORT, invitation.cohort_id, invitation.cohort)
        detail = f"{person.name} <{person.email}> as {MemberRole.TRAINEE}, by the join link {invitation.link_id}"
        add_audit(session, person, AuditAct.MEMBER_ADDED, about, detail, address=address)


def _maker_may_still(session: Session, invitation: Invitation) -> bool:
    maker = person_by_id(session, invitation.maker_id)
    trainer_ids = trainers_of_cohort(session, invitation.cohort_id)
    return maker is not None and may_change_cohort(maker, invitation.organisation_id, trainer_ids)


def _not_with_these() -> Conflict:
    return Conflict("nobody can join with these; sign in first, or choose another e-mail address")
