"""Hostile names and addresses on their way in, and in the letters that invite them: one text for one reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import delete

from practice.services.links import LinkService
from practice.services.people import JOINERS, LONGEST_NAME
from practice.store.costly_act import CostlyActRow
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.hostile import PLAIN, Wording, bare_of, hostile, names
from tests.browser.hostile_accounts import Account, account, add_named, add_person
from tests.browser.hostile_page import Part, Watched
from tests.browser.hostile_visit import NARROW, Visit
from tests.browser.test_hostile_accounts import Open
from tests.mailbox import HOST, Mailbox
from tests.serving import serving

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(400)]

PLAIN_EMAIL = "somebody.else@shop.example"
OF_A_LETTER = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}


@dataclass(frozen=True)
class Service:
    base: str
    database: Database
    mailbox: Mailbox


@pytest.fixture
def service(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Service]:
    (tmp_path / "practice.db").write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{tmp_path / 'practice.db'}")
    with (
        Mailbox().open() as mailbox,
        serving(
            f"sqlite:///{tmp_path / 'practice.db'}",
            tmp_path,
            PRACTICE_SIGN_IN="accounts",
            PRACTICE_SMTP_HOST=HOST,
            PRACTICE_SMTP_PORT=str(mailbox.port),
            PRACTICE_SMTP_SECURITY="none",
            PRACTICE_MAIL_FROM="practice@shop.example",
        ) as base,
    ):
        yield Service(base, database, mailbox)
    database.close()


def test_who_becomes_the_first_administrator_may_type_anything(service: Service, open_page: Open) -> None:
    visit = Visit(Watched(open_page(viewport=NARROW), service.base, PLAIN))
    path = f"/link/{LinkService(service.database).link_for_first_admin()}"
    for name, wording in (("harmless", PLAIN), ("hostile", hostile())):
        visit.watched.wording = wording
        visit.page.goto(f"{service.base}{path}")
        visit.refused(name, "", "organisation", "organisation_key", "name", "email")
    assert visit.sights["hostile"] == visit.sights["harmless"]
    assert visit.too_wide == set()


def test_a_letter_is_a_text_to_one_reader_whatever_people_are_called(service: Service, open_page: Open) -> None:
    watched = Watched(open_page(viewport=NARROW), service.base, PLAIN)
    admin = _administrator(service, hostile().storable().whole)
    admin.sign_in(watched.page.context, service.base)
    invited = {PLAIN_EMAIL: "Bertha", **dict(zip(addresses(), names(LONGEST_NAME), strict=False))}
    told = {}
    for email, name in invited.items():
        _allow_any_number(service)
        told[email] = _invited(watched, name, email)
    plain = told[PLAIN_EMAIL]
    readers = {Address(username=email.rpartition("@")[0], domain="shop.example").addr_spec: email for email in invited}
    letters = [service.mailbox.next() for _ in invited]
    for letter, envelope in zip(letters, service.mailbox.envelopes, strict=True):
        (reader,) = envelope.rcpt_tos
        email = readers[reader]
        assert told.pop(email) == plain
        assert set(letter.keys()) == OF_A_LETTER
        assert letter.get_content_type() == "text/plain"
        assert letter["Subject"] == "Your way in to conversation practice"
        body = bare_of(letter.get_content())
        assert _seen(invited[email]) in body
        assert bare_of(admin.person.name) in body
    assert told == {}


def _seen(name: str) -> str:
    """Of a name as it is kept: without what steers a terminal or turns the way of reading."""
    return bare_of("".join(sign for sign in name if sign.isprintable() or sign.isspace() or sign in JOINERS))


def _allow_any_number(service: Service) -> None:
    """There are more odd names than invitations in an hour."""
    with service.database.writing() as session:
        session.exec(delete(CostlyActRow))


def addresses() -> list[str]:
    return [f"reader.{number}@shop.example" for number, _ in enumerate(names(LONGEST_NAME))]


def _administrator(service: Service, name: str) -> Account:
    with service.database.writing() as session:
        shop_id = add_named(session, "shop", name)
        return account(session, add_person(session, name, PersonRole.ADMIN, shop_id))


def _invited(watched: Watched, name: str, email: str) -> list[Part]:
    """What tells that somebody was invited, and what stands above it."""
    page: Page = watched.page
    page.goto(f"{watched.base}/administration/people")
    watched.wording = Wording(email, "Nobody")
    watched.fill("#name", name)
    watched.fill("#email", email)
    with page.expect_navigation() as answered:
        page.locator("main form.card").evaluate("(form) => HTMLFormElement.prototype.submit.call(form)")
    assert answered.value.status == 200, email
    assert watched.faults == [], email
    parts = watched.parts()
    return parts[: next(place for place, part in enumerate(parts) if part[2].get("class") == "narrowing")]
