"""The pages of an administrator as one meets them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import Person, PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import PASSWORD, SIGHTS, looks_well

pytestmark = pytest.mark.chromium

PAGES = ("people", "models", "limits", "ways-in")
LONG_NAME = "Maximiliana Wolfeschlegelsteinhausenbergerdorff"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    AccountService(database).add_organisation("shop", "The Shop")
    yield database
    database.close()


def added(database: Database, name: str, role: PersonRole, email: str = "") -> Person:
    email = email or f"{name.lower()}@shop.example"
    return AccountService(database).add_person(email, name, "shop", role)


def sign_in(page: Page, base: str, database: Database) -> None:
    ada = added(database, "Ada", PersonRole.ADMIN)
    page.goto(f"{base}/link/{LinkService(database).link_for(ada)}")
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios")


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    serve: Serve, database: Database, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, database)
        long = added(database, LONG_NAME, PersonRole.TRAINEE, f"{LONG_NAME.replace(' ', '.').lower()}@shop.example")
        for name in PAGES:
            page.goto(f"{base}/administration/{name}")
            expect(page.locator(".administration-menu [aria-current=page]")).to_have_count(1)
            looks_well(page, language)
        page.goto(f"{base}/administration/models")
        page.locator(".listing form button").first.click()
        expect(page.get_by_role("status")).to_be_visible()
        looks_well(page, language)
        page.goto(f"{base}/administration/limits")
        page.locator("#most_talks_a_day").fill("many")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        looks_well(page, language)
        page.goto(f"{base}/administration/ways-in")
        page.locator("input[name=password]").uncheck()
        page.locator("form.card button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        looks_well(page, language)
        page.goto(f"{base}/administration/people/{long.id}")
        page.locator("form[action$='/link'] button").click()
        expect(page.locator("#link")).to_be_visible()
        looks_well(page, language)
        page.locator("form[action$='/switch-off'] button").click()
        expect(page.locator("form[action$='/switch-on'] button")).to_be_visible()
        looks_well(page, language)


def test_somebody_is_invited_and_given_another_role_by_keyboard_alone(
    serve: Serve, database: Database, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, database)
        _tab_to(page, "a[href='/administration/people']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/administration/people")
        for field, text in (("#name", "Robin"), ("#email", "robin@shop.example")):
            _tab_to(page, field)
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("#link")).to_have_value(f"{base}/link/{page.locator('#link').input_value()[-43:]}")
        _tab_to(page, ".listing a >> text=Robin")
        page.keyboard.press("Enter")
        page.wait_for_url("**/administration/people/*")
        _tab_to(page, "#role")
        page.keyboard.type("trainer")
        _tab_to(page, "form[action$='/role'] button")
        page.keyboard.press("Enter")
        expect(page.locator("dl.terms")).to_contain_text("trainer")


def _tab_to(page: Page, goal: str) -> None:
    """Forwards only, as somebody without a mouse goes."""
    wanted = page.locator(goal).first
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {goal}")
