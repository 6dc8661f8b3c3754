"""The pages of accounts as a person meets them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve

pytestmark = pytest.mark.chromium

PASSWORD = "four calm blue whales"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    AccountService(database).add_organisation("shop", "The Shop")
    yield database
    database.close()


def link(database: Database) -> str:
    person = AccountService(database).add_person("kim@shop.example", "Kim", "shop", PersonRole.TRAINEE)
    return f"/link/{LinkService(database).link_for(person)}"


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("en", "dark"), ("fi", "light"), ("pl", "light"), ("sv", "light")]
)
def test_axe_finds_nothing_and_no_page_is_too_wide(
    serve: Serve, database: Database, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    path = link(database)
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        first = LinkService(database).link_for_first_admin()
        for address in ("/", f"/link/{first}", path):
            page.goto(base + address)
            _looks_well(page, language)
        page.locator("#password").fill("short")
        page.locator("#again").fill("short")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        _looks_well(page, language)
        page.locator("#password").fill(PASSWORD)
        page.locator("#again").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/scenarios")
        elsewhere = open_page(locale=language, color_scheme=scheme)
        elsewhere.goto(f"{base}{path}")
        _looks_well(elsewhere, language)
        _sign_in_by_keyboard(elsewhere, base)
        page.goto(f"{base}/account")
        expect(page.locator("button[name=session]")).to_have_count(1)
        _looks_well(page, language)


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


def _looks_well(page: Page, language: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.locator("html").get_attribute("lang") == language
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
