"""The page of limits: an organisation's own, and the service's to look at."""

import pytest

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.services.talk import begin
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, staff_of

LIMITS = "/administration/limits"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def admin(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Ada", PersonRole.ADMIN))


def written(sight: Sight) -> tuple[str | None, ...]:
    fields = {field.get("name"): field.get("value") for field in sight.all("input")}
    return fields["most_talks_a_day"], fields["most_asks_an_hour"]


def test_the_own_limit_holds_from_then_on(staff: Staff, admin: Browser, services: Services) -> None:
    page = admin.get(LIMITS)
    assert written(page) == ("", "")
    assert "Empty means 100, as set for the whole service." in page.text
    response = admin.post(LIMITS, most_talks_a_day=" 1 ", most_asks_an_hour="")
    assert response.status_code == 303
    page = admin.get(response.headers["Location"])
    assert "Your changes are kept." in page.text
    assert written(page) == ("1", "")
    kim = staff.add("Kim")
    begin(services, kim)
    response = staff.at_work(kim).post("/scenarios/late-parcel/conversations", language="en")
    assert response.status_code == 429


def test_what_is_no_limit_is_told_beside_its_field_and_changes_nothing(admin: Browser) -> None:
    response = admin.post(LIMITS, most_talks_a_day="5", most_asks_an_hour="100001")
    assert response.status_code == 400
    page = look_at(response)
    assert written(page) == ("5", "100001")
    assert "Write a whole number from 1 to 100,000, or leave it empty." in page.text
    wrong = [field["name"] for field in page.all("input") if field.get("aria-invalid")]
    assert wrong == ["most_asks_an_hour"]
    assert written(admin.get(LIMITS)) == ("", "")


def test_the_services_limits_are_there_to_look_at(admin: Browser) -> None:
    text = admin.get(LIMITS).text
    for told in ("4,000 characters", "10 for one account and 50 from one network address in 15 minutes", "12 hours"):
        assert told in text


def test_only_administrators_see_or_change_them(staff: Staff) -> None:
    for role in (PersonRole.TRAINEE, PersonRole.TRAINER):
        browser = staff.at_work(staff.add(role.value, role))
        browser.get(LIMITS, status=403)
        for limit in ("5", "wrong"):
            assert browser.post(LIMITS, most_talks_a_day=limit).status_code == 403
    assert staff.browser().client.get(LIMITS).headers["Location"] == f"/?next={LIMITS}"
