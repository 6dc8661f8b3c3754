"""Who somebody is here whom a provider of OpenID Connect vouches for."""

import unicodedata
from dataclasses import dataclass

from sqlmodel import Session

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.email import normal_email
from practice.errors import BadInput
from practice.services.accounts import drop_password_of_unconfirmed
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.identity import LONGEST, add_identity, hold_account, is_known_to, person_with_identity
from practice.store.person import Person
from practice.store.types import now


@dataclass(frozen=True)
class Claims:
    """What a provider says of a person, its signature having been checked."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""


@dataclass(frozen=True)
class Found:
    """`person` None: nobody here. Let nobody in who is `person.disabled`: say so instead."""

    person: Person | None
    #: Normal and verified, else empty: by it an account may be made.
    email: str = ""
    name: str = ""


class IdentityService:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, claims: Claims, address: str = "") -> Found:
        """An identity seen for the first time is kept with the account of its verified e-mail address.

        Nobody is made, and nothing is kept with an account that is disabled or has another identity of that issuer.
        Raises BadInput for an identity that cannot be kept.
        """
        _refuse_odd(claims)
        email = _email_of(claims)
        with self._database.reading() as session:
            person = person_with_identity(session, claims.issuer, claims.subject)
        if person is None and email:
            with self._database.writing() as session:
                person = _matched(session, claims, email, address)
        return Found(person, email, claims.name)


def keep_identity(session: Session, person: Person, claims: Claims, address: str = "") -> bool:
    """From now on the identity is this person's; False where it is somebody's already."""
    if not add_identity(session, person.id, claims.issuer, claims.subject):
        return False
    about = Audited(AuditedKind.PERSON, str(person.id), person.name)
    add_audit(session, person, AuditAct.IDENTITY_KEPT, about, claims.issuer, address=address)
    return True


def _matched(session: Session, claims: Claims, email: str, address: str) -> Person | None:
    person = hold_account(session, email)
    if known := person_with_identity(session, claims.issuer, claims.subject):
        return known
    if person is None or person.disabled:
        return person
    if is_known_to(session, person.id, claims.issuer):
        # The provider has given the address to somebody new; the account stays with whom it knew before.
        return None
    if keep_identity(session, person, claims, address):
        drop_password_of_unconfirmed(session, person, now(), address)
        return person
    return person_with_identity(session, claims.issuer, claims.subject)


def _email_of(claims: Claims) -> str:
    """The address by which an account is named; empty where none is verified."""
    # Letters that only look like plain ones become plain in a normal address: it would name somebody else's account.
    if not claims.email_verified or not unicodedata.is_normalized("NFKC", claims.email):
        return ""
    try:
        return normal_email(claims.email)
    except BadInput:
        return ""


def _refuse_odd(claims: Claims) -> None:
    for what, value in (("issuer", claims.issuer), ("subject", claims.subject)):
        if not 0 < len(value) <= LONGEST or not value.isprintable():
            raise BadInput(f"the provider's {what} has 1 to {LONGEST} printable characters")
