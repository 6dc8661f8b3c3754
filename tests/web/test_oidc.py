"""Signing in with a provider of OpenID Connect: who comes in, and where to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from practice.services.assembly import Services
from practice.store.audit import AuditRow
from practice.store.person import Person
from practice.web.app import create_app
from tests.provider import Provider, providing
from tests.web.browser import Browser, look_at
from tests.web.oidc import NAME, Visit, rows, staff_with, told_to_have_failed, visit
from tests.web.staff import Staff, is_inside


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def staff(services: Services, provider: Provider) -> Staff:
    services.accounts.add_organisation("shop", "The Shop")
    return staff_with(services, provider)


@pytest.fixture
def kim(staff: Staff) -> Person:
    return staff.invited("Kim")


def test_whoever_the_provider_vouches_for_comes_in_and_to_where_they_wanted(staff: Staff, kim: Person) -> None:
    first = visit(staff)
    assert f"Sign in with {NAME}" in first.browser.get("/?next=/scenarios/late-parcel").text
    came = first.come(next="/scenarios/late-parcel")
    assert (came.status_code, came.headers["Location"]) == (303, "/scenarios/late-parcel")
    assert "Kim" in first.browser.get("/scenarios").text
    with staff.services.database.reading() as session:
        kept = {row.act: row for row in session.exec(select(AuditRow).where(AuditRow.actor_id == kim.id)).all()}
    assert kept["identity_kept"].object_id == str(kim.id)
    assert kept["signed_in"].detail == "OpenID Connect"


def test_without_a_provider_there_is_no_button_and_no_address(services: Services) -> None:
    settings = services.settings.model_copy(update={"sign_in": "accounts"})
    browser = Browser(create_app(replace(services, settings=settings)))
    assert "/oidc/" not in browser.client.get("/").text
    assert browser.post("/oidc/sign-in").status_code == 404


def test_once_known_a_person_comes_in_whatever_becomes_of_the_address(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    visit(staff).come()
    provider.person |= {"email": "somebody@else.example", "email_verified": False}
    again = visit(staff)
    assert again.come().status_code == 303
    assert "Kim" in again.browser.get("/scenarios").text
    assert rows(staff.services) == (1, 2)


UNKNOWN: tuple[dict[str, Any], ...] = (
    {"email": "nobody@shop.example"},
    {"email_verified": False},
    {"email_verified": "true"},
    {"email_verified": None},
    {"email": ""},
    {"email": None},
    {"email": ["kim@shop.example"]},
    {"email": "Kim"},
    # NFKC makes of it the address of Kim.
    {"email": "\uff4bim@shop.example"},
)


def test_an_address_nobody_has_or_nobody_has_checked_opens_no_account(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    for claims in UNKNOWN:
        provider.person = {**provider.person, "email": "kim@shop.example", "email_verified": True, **claims}
        guest = visit(staff)
        came = guest.come()
        assert came.status_code == 403, claims
        assert "Ask your administrator for an account or for a link to join" in look_at(came).text
        assert not is_inside(guest.browser), claims
    assert rows(staff.services) == (0, 0)


def test_an_address_without_a_word_about_being_checked_opens_no_account(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    del provider.person["email_verified"]
    assert visit(staff).come().status_code == 403


def test_somebody_switched_off_is_told_so(staff: Staff, kim: Person) -> None:
    staff.services.accounts.disable("kim@shop.example")
    guest = visit(staff)
    came = guest.come()
    assert came.status_code == 403
    assert "Your account is switched off" in look_at(came).text
    assert not is_inside(guest.browser)
    assert rows(staff.services) == (0, 0)


def test_what_the_token_does_not_tell_is_asked_for_and_must_be_of_the_same_person(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    provider.in_token = frozenset({"sub", "email_verified"})
    provider.change_userinfo = lambda claims: {**claims, "sub": "somebody-else"}
    assert told_to_have_failed(visit(staff).come())
    provider.change_userinfo = lambda claims: {**claims, "email_verified": False}
    assert visit(staff).come().status_code == 403
    provider.change_userinfo = lambda claims: claims
    assert visit(staff).come().status_code == 303


def test_two_tabs_may_be_at_the_provider_at_once_and_nothing_is_left_behind(staff: Staff, kim: Person) -> None:
    guest = visit(staff)
    for _ in range(9):
        guest.leave(next="/scenarios/" + "x" * 250)
    first, second = guest.return_(), guest.return_()
    assert guest.browser.client.get(first).status_code == 303
    assert guest.browser.client.get(second).status_code == 303
    for _ in range(2):
        guest.leave()
    with guest.browser.client.session_transaction() as session:
        assert len(session["oidc"]) == 3
        cookie = guest.browser.client.get_cookie("practice")
        assert cookie is not None
        assert len(cookie.value) < 3000
    assert visit(staff).browser.client.get("/oidc/go").headers["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/" + "x" * 5000])
def test_signing_in_leads_nowhere_else(staff: Staff, kim: Person, elsewhere: str) -> None:
    assert visit(staff).come(next=elsewhere).headers["Location"] == "/"


def test_asking_needs_the_token_of_the_page(staff: Staff) -> None:
    assert staff.browser().client.post("/oidc/sign-in").status_code == 400


def test_a_new_session_ends_the_one_before_and_the_pages_tokens_with_it(staff: Staff, kim: Person) -> None:
    staff.add("Robin")
    robin = staff.at_work(replace(kim, email="robin@shop.example"))
    token = robin.token()
    before = robin.client.get_cookie("practice_session")
    assert before is not None
    assert Visit(robin).come().status_code == 303
    assert "Kim" in robin.get("/scenarios").text
    assert robin.token() != token
    thief = staff.browser()
    thief.client.set_cookie("practice_session", before.value)
    assert not is_inside(thief)


@pytest.mark.parametrize("name", ["second", "first", None])
def test_new_keys_of_the_provider_are_fetched_under_whatever_name(
    staff: Staff, provider: Provider, kim: Person, name: str | None
) -> None:
    assert visit(staff).come().status_code == 303
    provider.rotate(name)
    assert visit(staff).come().status_code == 303
    assert visit(staff).come().status_code == 303
    assert provider.asked.count("/jwks") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_a_provider_that_takes_the_secret_in_the_form_is_given_it_there(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    provider.secret_in_form = True
    assert visit(staff).come().status_code == 303


def test_two_who_bring_the_same_new_identity_at_once_both_come_in_by_one_row(staff: Staff, kim: Person) -> None:
    visits = [visit(staff) for _ in range(2)]
    backs = [visit.return_() for visit in visits]
    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(lambda pair: pair[0].browser.client.get(pair[1]), zip(visits, backs, strict=True)))
    assert [response.status_code for response in came] == [303, 303]
    assert rows(staff.services) == (1, 2)


def test_behind_a_proxy_the_provider_sends_people_back_to_the_site_they_typed(
    services: Services, provider: Provider
) -> None:
    staff = staff_with(services, provider)
    settings = staff.app.extensions["practice"].settings.model_copy(update={"site": "https://practice.example:8443/"})
    app = create_app(replace(services, settings=settings))
    address = Visit(Browser(app)).leave()
    assert parse_qs(urlsplit(address).query)["redirect_uri"] == ["https://practice.example:8443/oidc/callback"]
