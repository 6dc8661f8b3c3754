"""Coming in with an account: by password, or by a link that works once."""

import pytest

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.web.browser import Browser, look_at
from tests.web.staff import NEW, PASSWORD, Staff, is_inside, sign_in, staff_of

COOKIE, REMEMBER = "practice_session", "practice_remember"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


def test_the_right_password_leads_in_and_to_where_one_wanted(staff: Staff) -> None:
    staff.add("Kim")
    browser = staff.browser()
    asked = browser.client.get("/scenarios/late-parcel")
    assert asked.headers["Location"] == "/?next=/scenarios/late-parcel"
    response = sign_in(browser, "Kim@Shop.example", next="/scenarios/late-parcel")
    assert response.headers["Location"] == "/scenarios/late-parcel"
    assert "Kim" in browser.get("/scenarios").text


def test_every_failed_sign_in_is_told_the_same(staff: Staff, services: Services) -> None:
    staff.add("Kim")
    staff.add("Robin")
    staff.invited("New")
    services.accounts.disable("robin@shop.example")
    told = set()
    for email, password in (
        ("kim@shop.example", "wrong"),
        ("nobody@shop.example", PASSWORD),
        ("robin@shop.example", PASSWORD),
        ("new@shop.example", ""),
        *[("kim@shop.example", "wrong")] * 9,
        ("kim@shop.example", PASSWORD),
    ):
        response = sign_in(staff.browser(), email, password)
        assert response.status_code == 401
        assert "Set-Cookie" not in response.headers or COOKIE not in response.headers["Set-Cookie"]
        assert password == "" or password not in response.text
        told.add(look_at(response).text)
    assert len(told) == 1
    assert "ask your administrator for a new link" in told.pop()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(staff: Staff, elsewhere: str) -> None:
    staff.add("Kim")
    assert sign_in(staff.browser(), "kim@shop.example", next=elsewhere).headers["Location"] == "/"


def test_a_name_alone_is_not_enough_and_a_cookie_of_local_mode_is_nobody(staff: Staff, alice_browser: Browser) -> None:
    browser = staff.browser()
    assert browser.post("/sign-in", name="Alice", role="trainee").status_code == 401
    kept = alice_browser.client.get_cookie("practice")
    assert kept is not None
    browser.client.set_cookie("practice", kept.value)
    assert not is_inside(browser)
    assert "a name is enough" not in browser.get("/").text


def test_the_cookies_are_kept_from_scripts_and_other_sites_and_one_lasts_if_asked(staff: Staff) -> None:
    kim = staff.add("Kim")
    asked, unasked = staff.at_work(kim, remember="on"), staff.at_work(kim)
    assert unasked.client.get_cookie(REMEMBER) is None
    short, long = asked.client.get_cookie(COOKIE), asked.client.get_cookie(REMEMBER)
    assert short is not None
    assert long is not None
    assert (short.http_only, short.same_site, short.max_age, short.path) == (True, "Lax", None, "/")
    assert (long.http_only, long.same_site, long.max_age, long.path) == (True, "Lax", 30 * 24 * 3600, "/")


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(staff: Staff) -> None:
    kim = staff.add("Kim")
    browser, thief = staff.at_work(kim), staff.browser()
    before = browser.client.get_cookie(COOKIE)
    assert before is not None
    sign_in(browser, "kim@shop.example")
    thief.client.set_cookie(COOKIE, before.value)
    assert is_inside(browser)
    assert not is_inside(thief)


def test_signing_out_ends_the_session_for_whoever_holds_its_cookie(staff: Staff) -> None:
    browser, thief = staff.at_work(staff.add("Kim")), staff.browser()
    held = browser.client.get_cookie(COOKIE)
    assert held is not None
    thief.client.set_cookie(COOKIE, held.value)
    assert is_inside(thief)
    browser.post("/sign-out")
    assert not is_inside(browser)
    assert not is_inside(thief)
    assert browser.client.get_cookie(COOKIE) is None


def test_behind_a_link_a_password_is_chosen_once(staff: Staff, services: Services) -> None:
    path = f"/link/{services.links.link_for(staff.invited('Kim'))}"
    browser = staff.browser()
    assert "kim@shop.example" in browser.get(path).text
    assert browser.post(path, password=PASSWORD, again=PASSWORD).headers["Location"] == "/scenarios"
    assert is_inside(browser)
    for again in (look_at(staff.browser().client.get(path)), browser.get(path, status=410)):
        assert "ask whoever sent the link for a new one" in again.text
    assert staff.browser().post(path, password=NEW, again=NEW).status_code == 410
    assert sign_in(staff.browser(), "kim@shop.example").status_code == 303


@pytest.mark.parametrize("forged", ["x", "x" * 43, "%00", "%F0%9F%90%8B"])
def test_a_forged_link_says_what_to_do(staff: Staff, forged: str) -> None:
    assert "sign in with it" in staff.browser().get(f"/link/{forged}", status=410).text


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", "short", "too short"),
        ("ab" * 65, "ab" * 65, "too long"),
        ("kim@shop.example", "kim@shop.example", "your own name"),
        ("password1234", "password1234", "one of the first"),
        (PASSWORD, NEW, "not the same"),
    ],
)
def test_a_password_that_cannot_be_taken_is_told_and_the_link_stays(
    staff: Staff, services: Services, password: str, again: str, told: str
) -> None:
    path = f"/link/{services.links.link_for(staff.invited('Kim'))}"
    browser = staff.browser()
    response = browser.post(path, password=password, again=again)
    assert response.status_code == 400
    assert told in look_at(response).text
    assert browser.post(path, password=PASSWORD, again=PASSWORD).status_code == 303


def test_the_first_administrator_names_the_organisation(staff: Staff, services: Services) -> None:
    path = f"/link/{services.links.link_for_first_admin()}"
    browser = staff.browser()
    browser.get(path)
    passwords = {"password": PASSWORD, "again": PASSWORD}
    fields = {"organisation": "The Mill", "organisation_key": "mill", "email": "ann@mill.example", "name": "Ann"}
    for wrong, status in (({"organisation_key": "shop"}, 409), ({"email": "ann"}, 400), ({"name": " "}, 400)):
        response = browser.post(path, **{**fields, **passwords, **wrong})
        assert response.status_code == status
        look_at(response)
    assert browser.post(path, **fields, **passwords).status_code == 303
    assert "administrator" in browser.get("/scenarios").text
    [ann] = services.accounts.people()
    assert (ann.name, ann.role) == ("Ann", PersonRole.ADMIN)
    browser.get(path, status=410)


@pytest.mark.parametrize("accept", ["text/html", "text/event-stream"])
def test_a_person_disabled_in_mid_talk_is_told_so(staff: Staff, services: Services, accept: str) -> None:
    browser = staff.at_work(staff.add("Kim"))
    conversation = browser.begin()
    token = browser.token()
    services.accounts.disable("kim@shop.example")
    fields = {"csrf_token": token, "text": "Words I do not want to lose", "client_key": "k"}
    response = browser.client.post(f"{conversation}/replies", data=fields, headers={"Accept": accept})
    assert response.status_code == 403
    if accept == "text/html":
        sight = look_at(response)
        assert "Words I do not want to lose" in sight.text
        assert "Your account is switched off" in sight.text
    else:
        assert "Your account is switched off" in response.json["message"]  # type: ignore[index]
    assert "switched off" in browser.get("/scenarios", status=403).text
    assert "Sign in" in browser.get("/").text


def test_a_person_of_another_account_sees_no_talk_of_ones_own(staff: Staff) -> None:
    conversation = staff.at_work(staff.add("Kim")).begin()
    staff.at_work(staff.add("Robin")).get(conversation, status=404)
