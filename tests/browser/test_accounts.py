"""The pages of accounts as a person meets them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import PASSWORD, SIGHTS, looks_well

pytestmark = pytest.mark.chromium


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    AccountService(database).add_organisation("shop", "The Shop")
    yield database
    database.close()


def link(database: Database) -> str:
    person = AccountService(database).add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE)
    return f"/link/{LinkService(database).link_for(person)}"


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    serve: Serve, database: Database, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    path = link(database)
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        first = LinkService(database).link_for_first_admin()
        for address in ("/", f"/link/{first}", path):
            page.goto(base + address)
            looks_well(page, language)
        page.locator("#password").fill("short")
        page.locator("#again").fill("short")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        looks_well(page, language)
        page.locator("#password").fill(PASSWORD)
        page.locator("#again").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/scenarios")
        elsewhere = open_page(locale=language, color_scheme=scheme)
        elsewhere.goto(f"{base}{path}")
        looks_well(elsewhere, language)
        _sign_in_by_keyboard(elsewhere, base)
        page.goto(f"{base}/account")
        expect(page.locator("button[name=session]")).to_have_count(1)
        looks_well(page, language)


def _sign_in_by_keyboard(page: Page, base: str) -> None:
    page.goto(f"{base}/")
    for field, text in (("#email", "kim@shop.example"), ("#password", PASSWORD)):
        for _ in range(20):
            if page.evaluate("field => document.activeElement.matches(field)", field):
                break
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios")
