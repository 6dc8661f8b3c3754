"""One's own account: another password, and where one is signed in."""

import re

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.web.browser import Browser, look_at
from tests.web.staff import NEW, PASSWORD, Staff, is_inside, sign_in, staff_of


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


def test_another_password_ends_every_other_session_and_keeps_this_one(staff: Staff) -> None:
    kim = staff.add("Kim")
    here, there = staff.at_work(kim), staff.at_work(kim)
    response = here.post("/account/password", old=PASSWORD, password=NEW, again=NEW)
    assert response.status_code == 303
    assert "signed out everywhere else" in here.get(response.headers["Location"]).text
    assert not is_inside(there)
    assert sign_in(there, "kim@shop.example").status_code == 401
    assert sign_in(there, "kim@shop.example", NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, "The password you have now is another one."),
        (PASSWORD, "short", "short", "too short"),
        (PASSWORD, NEW, PASSWORD, "not the same"),
    ],
)
def test_what_cannot_be_changed_is_told_and_nothing_ends(
    staff: Staff, old: str, new: str, again: str, told: str
) -> None:
    kim = staff.add("Kim")
    here, there = staff.at_work(kim), staff.at_work(kim)
    response = here.post("/account/password", old=old, password=new, again=again)
    assert response.status_code == 400
    assert told in look_at(response).text
    assert is_inside(here)
    assert is_inside(there)


def others_on(browser: Browser) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', browser.client.get("/account").text)


def test_one_session_can_be_ended_or_all_others(staff: Staff) -> None:
    kim = staff.add("Kim")
    here, *rest = (staff.at_work(kim) for _ in range(4))
    assert len(others_on(here)) == 3
    here.post("/account/sessions/end", session=others_on(here)[0])
    assert sorted(is_inside(other) for other in rest) == [False, True, True]
    here.post("/account/sessions/end-others")
    assert [is_inside(other) for other in rest] == [False] * 3
    assert others_on(here) == []
    assert is_inside(here)


def test_nobody_ends_the_session_of_somebody_else(staff: Staff) -> None:
    kim = staff.add("Kim")
    one, other, stranger = staff.at_work(kim), staff.at_work(kim), staff.at_work(staff.add("Robin"))
    stranger.post("/account/sessions/end", session=others_on(one)[0])
    assert is_inside(one)
    assert is_inside(other)


def test_another_role_ends_the_session(staff: Staff, services: Services) -> None:
    browser = staff.at_work(staff.add("Kim"))
    services.accounts.set_role("kim@shop.example", PersonRole.TRAINER)
    assert not is_inside(browser)


@pytest.mark.parametrize("path", ["/account/password", "/account/sessions/end", "/account/sessions/end-others"])
def test_whoever_is_not_signed_in_has_no_account_page(staff: Staff, path: str) -> None:
    browser = staff.browser()
    assert browser.client.get("/account").headers["Location"] == "/?next=/account"
    assert browser.post(path).status_code == 401


def test_in_local_mode_there_are_no_accounts(app: Flask) -> None:
    browser = Browser(app).sign_in("Alice")
    browser.get("/account", status=404)
    browser.get("/link/x", status=404)
    assert "Your account" not in browser.get("/scenarios").text
