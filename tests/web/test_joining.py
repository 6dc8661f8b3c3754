"""The page behind a join link."""

from dataclasses import replace

import pytest

from practice.services.assembly import Services
from practice.store.person import Person, PersonRole
from practice.web.app import create_app
from tests.web.browser import Browser, look_at
from tests.web.staff import PASSWORD, Staff, is_inside, sign_in, staff_of

PAT = {"name": "Pat", "email": "pat@shop.example", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def tina(staff: Staff) -> Person:
    return staff.invited("Tina", PersonRole.TRAINER)


@pytest.fixture
def cohort_id(services: Services, tina: Person) -> str:
    return services.cohorts.add(tina, "Spring")


@pytest.fixture
def link(services: Services, tina: Person, cohort_id: str) -> str:
    return f"/join/{services.cohorts.make_join_link(tina, cohort_id, 7, 1)}"


def trainees(services: Services, tina: Person, cohort_id: str) -> list[str]:
    return [member.person.name for member in services.cohorts.cohort(tina, cohort_id).trainees]


def test_a_newcomer_is_told_who_reads_and_is_in(
    staff: Staff, services: Services, tina: Person, cohort_id: str, link: str
) -> None:
    browser = staff.browser()
    sight = browser.get(link)
    assert "The trainers of Spring read your conversations and their grades." in sight.text
    assert "The Shop" in sight.text
    assert f"/?next={link}" in [found["href"] for found in sight.all("a")]
    assert browser.post(link, **PAT).headers["Location"] == "/scenarios"
    assert is_inside(browser)
    assert trainees(services, tina, cohort_id) == ["Pat"]
    assert sign_in(staff.browser(), "pat@shop.example").status_code == 303


def test_somebody_with_an_account_signs_in_first_and_joins_with_one_button(
    staff: Staff, services: Services, tina: Person, cohort_id: str, link: str
) -> None:
    staff.add("Kim")
    browser = staff.browser()
    assert browser.post(f"{link}/with-my-account").status_code == 401
    assert sign_in(browser, "kim@shop.example", next=link).headers["Location"] == link
    sight = browser.get(link)
    assert "That includes those you have had before." in sight.text
    assert f"{link}/with-my-account" in [form.get("action") for form in sight.all("form")]
    assert "password" not in [field.get("type") for field in sight.all("input")]
    assert browser.post(f"{link}/with-my-account").headers["Location"] == "/scenarios"
    assert trainees(services, tina, cohort_id) == ["Kim"]


def test_who_is_in_already_is_led_to_the_start(staff: Staff, services: Services, tina: Person, cohort_id: str) -> None:
    browser = staff.at_work(staff.add("Kim"))
    link = f"/join/{services.cohorts.make_join_link(tina, cohort_id, 7, 2)}"
    for _ in range(2):
        assert browser.post(f"{link}/with-my-account").headers["Location"] == "/scenarios"
    assert browser.client.get(link).headers["Location"] == "/scenarios"
    assert [one.uses for one in services.cohorts.cohort(tina, cohort_id).links] == [1]


def test_an_account_of_another_organisation_is_told_kindly(staff: Staff, services: Services, link: str) -> None:
    services.accounts.add_organisation("mill", "The Mill")
    max_ = services.accounts.add_person("max@mill.example", "Max", "mill", PersonRole.TRAINER)
    services.links.choose_password(services.links.link_for(max_), PASSWORD)
    browser = staff.at_work(max_)
    refused = browser.post(f"{link}/with-my-account")
    assert refused.status_code == 403
    for sight in (browser.get(link), look_at(refused)):
        assert "That account belongs to another organisation" in sight.text
        assert f"{link}/with-my-account" not in [form.get("action") for form in sight.all("form")]


@pytest.mark.parametrize("taken", ["kim@shop.example", "max@mill.example"])
def test_a_taken_address_is_not_told_plainly(staff: Staff, services: Services, link: str, taken: str) -> None:
    services.accounts.add_organisation("mill", "The Mill")
    services.accounts.add_person("max@mill.example", "Max", "mill", PersonRole.TRAINEE)
    staff.invited("Kim")
    browser = staff.browser()
    for _ in range(11):
        refused = browser.post(link, **{**PAT, "email": taken})
        assert refused.status_code == 400
        sight = look_at(refused)
        assert "You could not join with these." in sight.text
        assert PASSWORD not in refused.text
        assert taken in [field.get("value") for field in sight.all("input")]
    assert not is_inside(browser)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "five calm blue whales"}, "not the same"),
        ({"name": " "}, "Check your name"),
        ({"email": "pat"}, "Check your name"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_link_stays(
    staff: Staff, link: str, wrong: dict[str, str], told: str
) -> None:
    browser = staff.browser()
    refused = browser.post(link, **{**PAT, **wrong})
    assert refused.status_code == 400
    assert told in look_at(refused).text
    assert browser.post(link, **PAT).status_code == 303


def test_a_link_that_ended_is_told_in_one_page_whatever_ended_it(
    staff: Staff, services: Services, tina: Person, cohort_id: str, link: str
) -> None:
    staff.browser().post(link, **PAT)
    revoked = services.cohorts.make_join_link(tina, cohort_id, 7, None)
    services.cohorts.revoke_join_link(tina, cohort_id, services.cohorts.cohort(tina, cohort_id).links[0].id)
    closed_id = services.cohorts.add(tina, "Autumn")
    closed = services.cohorts.make_join_link(tina, closed_id, 7, None)
    services.cohorts.close(tina, closed_id)
    gone = staff.invited("Gone", PersonRole.TRAINER)
    left = services.cohorts.make_join_link(gone, services.cohorts.add(gone, "Summer"), 7, None)
    services.accounts.disable("gone@shop.example")
    kim, told = staff.at_work(staff.add("Kim")), set()
    for path in (
        link,
        f"/join/{revoked}",
        f"/join/{closed}",
        f"/join/{left}",
        "/join/forged",
        "/join/%00",
        "/join/%F0%9F%90%8B",
    ):
        told.add(staff.browser().get(path, status=410).text)
        told.add(look_at(staff.browser().post(path, **{**PAT, "email": "new@shop.example"})).text)
        assert kim.post(f"{path}/with-my-account").status_code == 410
    assert len(told) == 1
    assert "Ask your trainer for a new one" in told.pop()


def test_who_is_signed_in_gets_no_second_account(staff: Staff, services: Services, link: str) -> None:
    browser = staff.at_work(staff.add("Kim"))
    assert browser.post(link, **PAT).headers["Location"] == link
    assert len(services.accounts.people()) == 2


def test_a_provider_is_said_to_be_for_those_who_have_an_account(services: Services, staff: Staff, link: str) -> None:
    more = {"sign_in": "accounts", "oidc_issuer": "https://id.example", "oidc_name": "Shop Login"}
    more |= {"oidc_client_id": "practice", "oidc_client_secret": "secret"}
    app = create_app(replace(services, settings=services.settings.model_copy(update=more)))
    assert "Signing in with Shop Login works only if you have an account" in Browser(app).get(link).text
    assert "Shop Login" not in staff.browser().get(link).text
