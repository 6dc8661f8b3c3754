"""Asking for a link on the sign-in page, and coming in by it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event

from practice.services.assembly import Services, assemble
from practice.services.letters import LetterJob
from practice.services.mailing import mailer_from
from practice.settings import Settings
from practice.store.job import claim_jobs
from practice.store.organisation import OrganisationRow
from practice.store.sign_in_link import LinkPurpose
from practice.web.app import create_app
from practice.web.letters import site
from tests.fakes import Cast
from tests.mailbox import HOST, Mailbox, path_in
from tests.web.browser import Browser, look_at
from tests.web.staff import Staff, is_inside, sign_in, staff_of

ON_ITS_WAY = "If there is an account with that address, a link is on its way. It works once, for 30 minutes."
WORDS = {
    "en": ("Your link for signing in", "It works once"),
    "fi": ("Kirjautumislinkkisi", "Se toimii vain kerran"),
    "pl": ("Twój link do logowania", "Działa tylko raz"),
    "sv": ("Din inloggningslänk", "fungerar bara en gång"),
}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox().open() as mailbox:
        yield mailbox


@pytest.fixture
def mailing(settings: Settings, cast: Cast, mailbox: Mailbox) -> Iterator[Services]:
    """With a mail server; its worker has not begun."""
    server = {"smtp_host": HOST, "smtp_port": mailbox.port, "smtp_security": "none", "mail_from": "practice@x.example"}
    services = assemble(settings.model_copy(update=server), cast.voices())
    yield services
    services.worker.stop()
    services.database.close()


@pytest.fixture
def staff(mailing: Services) -> Staff:
    return staff_of(mailing)


def ask(browser: Browser, email: str, **more: str) -> str:
    """What the page after asking says."""
    response = browser.post("/link", email=email, **more)
    assert (response.status_code, response.headers["Location"]) == (303, "/link/sent")
    return browser.get("/link/sent").text


def deliver(services: Services) -> None:
    """What the worker would do, done with when this returns."""
    with services.database.writing() as session:
        jobs = claim_jobs(session, services.worker.lease, 100)
    for job in jobs:
        LetterJob(services.database, mailer_from(services.settings))(job)


def test_the_sign_in_page_offers_a_link(staff: Staff) -> None:
    page = staff.browser().get("/?next=/scenarios/late-parcel")
    assert "Send me a link" in page.text
    assert {"method": "post", "action": "/link", "class": "card sign-in"} in page.all("form")
    assert [field["value"] for field in page.all("input") if field.get("name") == "next"].count(
        "/scenarios/late-parcel"
    ) == 2


def test_a_link_that_came_by_mail_leads_once_to_where_one_wanted(
    staff: Staff, mailing: Services, mailbox: Mailbox
) -> None:
    staff.add("Kim")
    browser = staff.browser()
    assert ON_ITS_WAY in ask(browser, "Kim@shop.example", next="/scenarios/late-parcel")
    mailing.worker.start()
    path = path_in(mailbox.next())
    for _ in range(2):
        assert "Welcome back, Kim" in browser.get(path).text
    assert not is_inside(browser)
    assert browser.post(path).headers["Location"] == "/scenarios/late-parcel"
    assert is_inside(browser)
    stranger = staff.browser()
    stranger.get(path, status=410)
    assert stranger.post(path).status_code == 410
    assert not is_inside(stranger)
    assert sign_in(staff.browser(), "kim@shop.example").status_code == 303


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/" + "x" * 600])
def test_a_letter_leads_nowhere_else(staff: Staff, mailing: Services, mailbox: Mailbox, elsewhere: str) -> None:
    staff.add("Kim")
    ask(staff.browser(), "kim@shop.example", next=elsewhere)
    deliver(mailing)
    path = path_in(mailbox.next())
    assert "next=" not in path
    assert staff.browser().post(f"{path}?next=https://evil.example/").headers["Location"] == "/"


@pytest.mark.parametrize("language", WORDS)
def test_a_letter_speaks_the_language_of_whoever_asked(
    staff: Staff, mailing: Services, mailbox: Mailbox, language: str
) -> None:
    staff.add("Kim")
    browser = Browser(staff.app, language)
    ask(browser, "kim@shop.example")
    deliver(mailing)
    letter = mailbox.next()
    subject, words = WORDS[language]
    assert letter["Subject"] == subject
    assert words in letter.get_content()
    assert re.search(r"http://localhost/link/[\w-]{43}\s", letter.get_content())


def test_a_known_address_and_an_unknown_one_are_told_the_same_at_the_same_cost(
    staff: Staff, mailing: Services, mailbox: Mailbox
) -> None:
    staff.add("Kim")
    staff.add("Robin")
    mailing.accounts.disable("robin@shop.example")
    writes: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        writes.append(" ".join(statement.split()[:3]))

    told, costs = set(), []
    for email in ("kim@shop.example", "robin@shop.example", "nobody@shop.example"):
        browser = staff.browser()
        token = browser.token()
        event.listen(mailing.database.engine, "before_cursor_execute", note)
        response = browser.client.post("/link", data={"csrf_token": token, "email": email})
        event.remove(mailing.database.engine, "before_cursor_execute", note)
        told.add((response.status_code, response.headers["Location"], response.text, browser.get("/link/sent").text))
        costs.append(tuple(writes))
        writes.clear()
    assert len(told) == 1
    assert costs[0] == costs[1] == costs[2]
    assert [statement for statement in costs[0] if statement.startswith("INSERT INTO")]
    deliver(mailing)
    assert mailbox.next()["To"] == "kim@shop.example"
    assert mailbox.letters.empty()


def test_whoever_asks_too_often_is_told_the_same(staff: Staff) -> None:
    told = {ask(staff.browser(), "kim@shop.example") for _ in range(7)}
    assert len(told) == 1
    with staff.services.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM letter").scalar() == 5


def test_an_organisation_that_wants_no_links_sends_none(staff: Staff, mailing: Services, mailbox: Mailbox) -> None:
    kim = staff.add("Kim")
    mailing.accounts.add_organisation("mill", "The Mill")
    mailing.accounts.add_person("ann@mill.example", "Ann", "mill", kim.role)
    with mailing.database.writing() as session:
        shop = session.get(OrganisationRow, kim.organisation_id)
        assert shop is not None
        shop.link_sign_in = False
    assert ON_ITS_WAY in ask(staff.browser(), "kim@shop.example")
    ask(staff.browser(), "ann@mill.example")
    deliver(mailing)
    assert mailbox.next()["To"] == "ann@mill.example"
    assert mailbox.letters.empty()


def test_links_begin_with_the_address_people_type_where_it_is_set(
    staff: Staff, mailing: Services, mailbox: Mailbox
) -> None:
    staff.add("Kim")
    settings = mailing.settings.model_copy(update={"sign_in": "accounts", "site": "https://practice.example/"})
    ask(Browser(create_app(replace(mailing, settings=settings))), "kim@shop.example")
    deliver(mailing)
    assert "https://practice.example/link/" in mailbox.next().get_content()


def test_behind_tls_no_port_that_a_visitor_names_stands_in_a_letter(mailing: Services) -> None:
    door = {"sign_in": "accounts", "https": True, "hosts": "practice.example", "proxies": 1}
    app = create_app(replace(mailing, settings=mailing.settings.model_copy(update=door)))
    with app.test_request_context("/", base_url="https://practice.example:1337"):
        assert site() == "https://practice.example"
    with app.test_request_context("/", base_url="https://practice.example"):
        assert site() == "https://practice.example"


def test_without_a_mail_server_the_link_stands_on_the_console_and_the_page_says_whom_to_ask(
    settings: Settings, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    services = assemble(settings, cast.voices())
    staff = staff_of(services)
    staff.add("Kim")
    assert "whoever runs the service can give you the link" in ask(staff.browser(), "kim@shop.example")
    deliver(services)
    found = re.search(r"kim@shop\.example: .*http://localhost(/link/\S+)", capsys.readouterr().out)
    assert found is not None
    browser = staff.browser()
    assert browser.post(found[1]).headers["Location"] == "/scenarios"
    assert is_inside(browser)
    services.database.close()


def test_somebody_switched_off_after_the_letter_is_not_let_in(staff: Staff, mailing: Services) -> None:
    kim = staff.add("Kim")
    path = f"/link/{mailing.links.link_for(kim, LinkPurpose.SIGN_IN)}"
    mailing.accounts.disable("kim@shop.example")
    assert staff.browser().post(path).status_code == 410


def test_a_link_for_signing_in_asks_for_no_password_and_ends_the_session_before(
    staff: Staff, mailing: Services
) -> None:
    kim, robin = staff.add("Kim"), staff.add("Robin")
    browser = staff.at_work(robin)
    path = f"/link/{mailing.links.link_for(kim, LinkPurpose.SIGN_IN)}"
    page = browser.get(path)
    assert not [field for field in page.all("input") if field.get("type") == "password"]
    browser.post(path)
    assert "Kim" in look_at(browser.client.get("/scenarios")).text
    assert mailing.sessions.of(robin) == []
