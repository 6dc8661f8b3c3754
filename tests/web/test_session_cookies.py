"""The cookies of whoever signed in: what each is worth, when they are exchanged, and what no other site's is."""

from dataclasses import replace

import pytest
from flask.sessions import SecureCookieSessionInterface
from sqlmodel import select
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from practice.services.accounts import AccountService
from practice.services.assembly import Services
from practice.services.sessions import SessionService
from practice.store.person import Person
from practice.store.remembered import RememberedRow
from practice.web.app import create_app
from tests.fakes import Cast
from tests.services.house import Clock
from tests.web.browser import Browser, look_at
from tests.web.exchange import REPLY, tell
from tests.web.staff import NEW, PASSWORD, Staff, is_inside, staff_of

COOKIE, REMEMBER = "practice_session", "practice_remember"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff(services: Services, clock: Clock) -> Staff:
    return staff_of(replace(services, sessions=SessionService(services.database, clock)))


@pytest.fixture
def browser(staff: Staff) -> Browser:
    """Kim's, remembered."""
    return staff.at_work(staff.add("Kim"), remember="on")


def held(browser: Browser, name: str = REMEMBER) -> str:
    cookie = browser.client.get_cookie(name)
    return cookie.value if cookie else ""


def thief_with(staff: Staff, token: str, name: str = REMEMBER) -> Browser:
    thief = staff.browser()
    thief.client.set_cookie(name, token)
    return thief


def cookies_set_by(response: TestResponse) -> list[str]:
    return [next(iter(parse_cookie(header))) for header in response.headers.getlist("Set-Cookie")]


def test_a_remembered_browser_comes_in_with_other_tokens_after_its_session(browser: Browser, clock: Clock) -> None:
    session, remembered = held(browser, COOKIE), held(browser)
    clock.pass_(hours=11)
    assert is_inside(browser)
    assert held(browser) == remembered
    clock.pass_(hours=12)
    assert is_inside(browser)
    assert held(browser) not in ("", remembered)
    assert held(browser, COOKIE) != session
    assert is_inside(browser)


def test_a_reply_sent_long_after_the_last_visit_is_kept_and_its_stream_brings_the_new_tokens(
    browser: Browser, clock: Clock, cast: Cast
) -> None:
    conversation, token = browser.begin(), browser.token()
    tell(cast)
    clock.pass_(hours=13)
    fields = {"csrf_token": token, "text": REPLY, "client_key": "k"}
    response = browser.client.post(
        f"{conversation}/replies", data=fields, headers={"Accept": "text/event-stream"}, buffered=True
    )
    assert response.status_code == 200
    assert {COOKIE, REMEMBER} <= set(cookies_set_by(response))
    assert is_inside(browser)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_style_sheet_exchanges_nothing(browser: Browser, clock: Clock, method: str) -> None:
    remembered = held(browser)
    clock.pass_(hours=13)
    for path in ("/static/any/pages.css", "/static/any/none.css"):
        response = getattr(browser.client, method)(path)
        assert not {COOKIE, REMEMBER} & set(cookies_set_by(response))
    assert held(browser) == remembered


def test_the_token_before_lets_in_for_a_minute_and_is_a_stolen_copy_afterwards(
    staff: Staff, browser: Browser, clock: Clock
) -> None:
    old = held(browser)
    clock.pass_(hours=13)
    assert is_inside(browser)
    second_tab = thief_with(staff, old)
    assert is_inside(second_tab)
    assert held(second_tab, COOKIE) == ""
    assert is_inside(browser)
    clock.pass_(seconds=61)
    assert not is_inside(thief_with(staff, old))
    assert not is_inside(browser)


def test_a_thief_who_came_twice_is_out_when_the_browser_comes(staff: Staff, browser: Browser, clock: Clock) -> None:
    thief = thief_with(staff, held(browser))
    for _ in range(2):
        clock.pass_(hours=13)
        assert is_inside(thief)
    clock.pass_(seconds=1)
    assert not is_inside(browser)
    assert not is_inside(thief)


def test_signing_out_is_the_end_of_both_cookies_for_whoever_holds_them(staff: Staff, browser: Browser) -> None:
    thieves = [thief_with(staff, held(browser)), thief_with(staff, held(browser, COOKIE), COOKIE)]
    browser.post("/sign-out")
    assert (held(browser), held(browser, COOKIE)) == ("", "")
    assert [is_inside(thief) for thief in thieves] == [False, False]
    assert not is_inside(browser)


def test_another_password_keeps_this_browser_remembered_and_no_other(staff: Staff, browser: Browser) -> None:
    before = held(browser)
    assert browser.post("/account/password", old=PASSWORD, password=NEW, again=NEW).status_code == 303
    assert held(browser) not in ("", before)
    assert not is_inside(thief_with(staff, before))
    browser.client.delete_cookie(COOKIE)
    assert is_inside(browser)


def test_a_browser_elsewhere_can_be_forgotten_without_a_session_there(
    staff: Staff, browser: Browser, clock: Clock
) -> None:
    clock.pass_(hours=13)
    kim = staff.services.accounts.with_email("kim@shop.example")
    here = staff.at_work(kim)
    assert "remembered" in here.get("/account").text
    here.post("/account/sessions/end-others")
    assert not is_inside(browser)
    assert is_inside(here)


def test_a_disabled_person_who_is_remembered_is_told_so(staff: Staff, browser: Browser) -> None:
    staff.services.accounts.disable("kim@shop.example")
    browser.client.delete_cookie(COOKIE)
    assert "Your account is switched off" in browser.get("/scenarios", status=403).text


def test_whoever_is_switched_off_while_signing_in_is_told_so_and_given_nothing(staff: Staff) -> None:
    class SwitchedOffMeanwhile(AccountService):
        def sign_in(self, email: str, password: str, address: str) -> Person | None:
            person = super().sign_in(email, password, address)
            self.disable(email)
            return person

    kim = staff.add("Kim")
    settings = staff.services.settings.model_copy(update={"sign_in": "accounts"})
    accounts = SwitchedOffMeanwhile(staff.services.database)
    browser = Browser(create_app(replace(staff.services, settings=settings, accounts=accounts)))
    response = browser.post("/sign-in", email=kim.email or "", password=PASSWORD, remember="on")
    assert response.status_code == 403
    assert "Your account is switched off" in look_at(response).text
    assert (held(browser), held(browser, COOKIE)) == ("", "")
    assert not is_inside(browser)


@pytest.mark.parametrize("goal", ["in", "out"])
def test_the_token_of_forms_changes_with_who_is_here_and_the_language_stays(staff: Staff, goal: str) -> None:
    kim = staff.add("Kim")
    browser = staff.browser() if goal == "in" else staff.at_work(kim)
    browser.post("/language", language="fi", next="/")
    before = browser.token()
    if goal == "in":
        browser.post("/sign-in", email=kim.email or "", password=PASSWORD)
    else:
        browser.post("/sign-out")
    stale = browser.client.post("/language", data={"csrf_token": before, "language": "en"})
    assert stale.status_code == 400
    page = browser.client.get("/", follow_redirects=True)
    assert '<html lang="fi"' in page.text


def test_by_https_the_cookies_are_this_hosts_alone(services: Services) -> None:
    staff = staff_of(services)
    settings = services.settings.model_copy(update={"sign_in": "accounts", "https": True})
    browser = Browser(create_app(replace(services, settings=settings)))
    kim = staff.add("Kim")
    come = browser.post("/sign-in", email=kim.email or "", password=PASSWORD, remember="on")
    assert is_inside(browser)
    go = browser.post("/sign-out")
    assert not is_inside(browser)
    for response in (come, go):
        for name in ("__Host-practice-session", "__Host-practice-remember"):
            [told] = [header for header in response.headers.getlist("Set-Cookie") if header.startswith(f"{name}=")]
            parts = set(told.split("; ")[1:])
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
            assert not [part for part in parts if part.startswith("Domain")]


@pytest.mark.parametrize("name", [COOKIE, REMEMBER])
@pytest.mark.parametrize("token", ["Wr0ngTokenOfAnotherDeployment-0123456789abc", "%00", "x" * 4000])
def test_a_cookie_of_another_deployment_is_nobodys(staff: Staff, browser: Browser, name: str, token: str) -> None:
    stranger = thief_with(staff, token, name)
    assert not is_inside(stranger)
    assert "Sign in" in stranger.get("/").text
    assert is_inside(browser)


def test_a_session_that_another_key_signed_is_no_session_and_the_pages_work(staff: Staff) -> None:
    other = create_app(
        replace(staff.services, settings=staff.services.settings.model_copy(update={"secret_key": "another" * 8}))
    )
    signer = SecureCookieSessionInterface().get_signing_serializer(other)
    assert signer is not None
    browser = staff.browser()
    browser.client.set_cookie("practice", str(signer.dumps({"csrf_token": "x", "_user_id": "1", "language": "fi"})))
    assert not is_inside(browser)
    assert '<html lang="en"' in browser.client.get("/").text
    kim = staff.add("Kim")
    assert browser.post("/sign-in", email=kim.email or "", password=PASSWORD).status_code == 303
    assert is_inside(browser)


def test_a_page_about_an_error_that_let_somebody_in_sets_the_cookies_too(browser: Browser, clock: Clock) -> None:
    clock.pass_(hours=13)
    before = held(browser)
    look_at(browser.client.get("/no-such-page"))
    assert held(browser) != before
    assert is_inside(browser)


def test_signing_in_as_somebody_else_forgets_who_was_here(staff: Staff, browser: Browser) -> None:
    before = held(browser)
    robin = staff.add("Robin")
    browser.post("/sign-in", email=robin.email or "", password=PASSWORD)
    assert held(browser) == ""
    assert not is_inside(thief_with(staff, before))
    with staff.services.database.reading() as session:
        [row] = session.exec(select(RememberedRow)).all()
    assert row.ended_at is not None
