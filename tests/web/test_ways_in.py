"""The page of the ways in which an organisation's people sign in."""

from collections.abc import Iterator

import pytest

from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.store.person import PersonRole
from tests.fakes import Cast
from tests.web.browser import Browser, Sight, look_at
from tests.web.staff import Staff, sign_in, staff_of

WAYS = "/administration/ways-in"


@pytest.fixture
def staff(services: Services) -> Staff:
    return staff_of(services)


@pytest.fixture
def admin(staff: Staff) -> Browser:
    return staff.at_work(staff.add("Ada", PersonRole.ADMIN))


def on(sight: Sight) -> list[str | None]:
    return [field["name"] for field in sight.all("input") if field.get("type") == "checkbox" and "checked" in field]


def test_links_can_be_switched_off_and_on(admin: Browser) -> None:
    assert on(admin.get(WAYS)) == ["password", "link"]
    response = admin.post(WAYS, password="on")
    assert response.status_code == 303
    page = admin.get(response.headers["Location"])
    assert "Your changes are kept." in page.text
    assert on(page) == ["password"]
    admin.post(WAYS, password="on", link="on")
    assert on(admin.get(WAYS)) == ["password", "link"]


def test_what_would_lock_the_administrator_out_is_refused_and_says_why(admin: Browser) -> None:
    response = admin.post(WAYS, link="on")
    assert response.status_code == 409
    page = look_at(response)
    assert "you could not have signed in again yourself" in page.text
    assert on(page) == ["password", "link"]


def test_the_page_says_what_is_not_set_up_and_who_sets_it(admin: Browser) -> None:
    text = admin.get(WAYS).text
    assert "PRACTICE_SMTP_HOST" in text
    assert "PRACTICE_OIDC_ISSUER" in text


def test_only_administrators_see_or_change_them(staff: Staff) -> None:
    for role in (PersonRole.TRAINEE, PersonRole.TRAINER):
        browser = staff.at_work(staff.add(role.value, role))
        browser.get(WAYS, status=403)
        assert browser.post(WAYS, password="on").status_code == 403
    assert staff.browser().client.get(WAYS).headers["Location"] == f"/?next={WAYS}"


class TestWithMail:
    @pytest.fixture
    def services(self, settings: Settings, cast: Cast) -> Iterator[Services]:
        server = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "practice@x.example"}
        services = assemble(settings.model_copy(update=server), cast.voices())
        yield services
        services.database.close()

    def test_passwords_can_be_switched_off_while_links_stay(self, staff: Staff, admin: Browser) -> None:
        assert admin.post(WAYS, link="on").status_code == 303
        assert on(admin.get(WAYS)) == ["link"]
        assert sign_in(staff.browser(), "ada@shop.example").status_code == 401
        assert admin.post(WAYS).status_code == 409
