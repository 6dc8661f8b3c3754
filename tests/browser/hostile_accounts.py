"""Organisations of which every text that people may have typed is the wording, put straight into the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext
from sqlmodel import Session

from practice.domain.answer import storable
from practice.domain.audit import AuditAct, AuditedKind
from practice.services.hashing import new_token, token_hash
from practice.store.account import add_account
from practice.store.audit import AuditRow
from practice.store.cohort import CohortRow, MemberRole, add_cohort, add_member
from practice.store.database import Database
from practice.store.join_link import JoinLinkRow, add_join_link
from practice.store.organisation import add_organisation
from practice.store.person import Person, PersonRole, PersonRow
from practice.store.sign_in_link import LinkPurpose, add_link
from practice.store.types import now
from practice.store.web_session import add_session
from tests.browser.hostile import Wording, corpus

DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FORMULAS = ("+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1", "'=1", " =1", "'")
COOKIE = "practice_session"


@dataclass(frozen=True)
class Account:
    """`token` is that of a session."""

    person: Person
    token: str

    def sign_in(self, context: BrowserContext, base: str) -> None:
        context.add_cookies([{"name": COOKIE, "value": self.token, "url": base}])


@dataclass(frozen=True)
class Shop:
    """`colleague` is in no group, `stranger` belongs elsewhere, and `links` are those of somebody invited."""

    admin: Account
    trainer: Account
    trainee: Account
    colleague: Account
    stranger: Account
    cohort_id: str
    join_token: str
    links: dict[LinkPurpose, str]


@dataclass(frozen=True)
class Mill:
    """Of `written` and of `names`, each stands in a row of the audit, or is what somebody is called."""

    admin: Account
    written: tuple[str, ...]
    names: tuple[str, ...]


def add_shop(database: Database, wording: Wording) -> Shop:
    whole, moment = wording.storable().whole, now()
    with database.writing() as session:
        shop_id = add_named(session, "shop", whole)
        roles = (PersonRole.ADMIN, PersonRole.TRAINER, PersonRole.TRAINEE, PersonRole.TRAINEE)
        people = [add_person(session, f"{number} {whole}", role, shop_id) for number, role in enumerate(roles)]
        admin, trainer, trainee, _ = people
        people.append(add_person(session, f"8 {whole}", PersonRole.TRAINEE, add_named(session, "elsewhere", whole)))
        invited = add_person(session, f"9 {whole}", PersonRole.TRAINEE, shop_id, came=False)
        cohort = add_cohort(session, shop_id, f"1 {whole}", moment)
        session.add(CohortRow(organisation_id=shop_id, name=f"2 {whole}", closed_at=moment))
        for member, role in ((admin, MemberRole.TRAINER), (trainer, MemberRole.TRAINER), (trainee, MemberRole.TRAINEE)):
            add_member(session, cohort.id, member.id, role, moment)
        links = {purpose: new_token() for purpose in LinkPurpose}
        for purpose, token in links.items():
            add_link(session, token_hash(token), invited.id, moment + DAY, purpose)
        for actor in (admin.id, None):
            add_row(session, shop_id, whole, actor_id=actor)
        add_row(session, shop_id, whole, at=LONG_AGO, act=whole, object_kind=whole)
        add_row(session, shop_id, whole, at=LONG_AGO, object_name="")
        admins, trainers, trainees, colleague, stranger = (account(session, person) for person in people)
        join_token = _join_link(session, cohort.id, admin, moment)
        return Shop(admins, trainers, trainees, colleague, stranger, cohort.id, join_token, links)


def add_mill(database: Database, written: Iterable[str], names: Iterable[str]) -> Mill:
    with database.writing() as session:
        mill_id = add_named(session, "mill", "The Mill")
        mill = Mill(
            account(session, add_person(session, "Ada", PersonRole.ADMIN, mill_id)),
            tuple(map(storable, written)),
            tuple(map(storable, names)),
        )
        for text in mill.written:
            add_row(session, mill_id, text)
        for text in (*map(storable, corpus().values()), *FORMULAS):
            add_row(session, mill_id, text, object_kind=AuditedKind.RUBRIC.value)
        for name in mill.names:
            add_person(session, name, PersonRole.TRAINEE, mill_id)
        return mill


def add_named(session: Session, key: str, name: str) -> int:
    """The id of an organisation."""
    added = add_organisation(session, key, name)
    assert added is not None
    return added.id


def add_person(session: Session, name: str, role: PersonRole, organisation_id: int, came: bool = True) -> Person:
    """Their e-mail address begins with their name."""
    added = add_account(session, f"{name}@{organisation_id}.example", name, organisation_id, role)
    assert added is not None
    session.get_one(PersonRow, added.id).password_hash = "of no password" if came else None
    return added


def add_row(session: Session, organisation_id: int, text: str, **other: Any) -> None:  # noqa: ANN401 - any column
    """Of the audit: `text` in whatever is not said."""
    said = {"act": AuditAct.MODEL_TRIED.value, "object_kind": AuditedKind.COHORT.value, **other}
    texts = dict.fromkeys(("actor", "object_id", "object_name", "detail", "address"), text)
    session.add(AuditRow(**{**texts, "organisation_id": organisation_id, **said}))
    session.flush()


def account(session: Session, person: Person) -> Account:
    token, moment = new_token(), now()
    add_session(session, token_hash(token), person.id, moment, moment + DAY, None)
    return Account(person, token)


def _join_link(session: Session, cohort_id: str, maker: Person, moment: datetime) -> str:
    token = new_token()
    add_join_link(
        session,
        JoinLinkRow(cohort_id=cohort_id, token_hash=token_hash(token), expires_at=moment + DAY, created_by=maker.id),
    )
    return token
