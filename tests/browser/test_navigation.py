"""The menus above a page as a trainer meets them: narrow, by keyboard, without a script, in every language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, all_in_sight, looks_well, opened_shop, sign_in

pytestmark = pytest.mark.chromium


@pytest.fixture(autouse=True)
def shop(database_url: str) -> None:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, ada=PersonRole.ADMIN)
    database.close()


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_the_menu_stands_whole_on_a_telephone(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        for name, lines in (("tina", 6), ("ada", 7)):
            page = open_page(locale=language, color_scheme=scheme)
            sign_in(page, base, name)
            page.goto(f"{base}/cohorts")
            expect(page.locator(".sections a")).to_have_count(lines)
            expect(page.locator(".sections [aria-current=page]")).to_have_attribute("href", "/cohorts")
            looks_well(page, language)
            all_in_sight(page, ".sections a")


def test_the_menu_leads_on_by_keyboard_without_a_script(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(java_script_enabled=False)
        sign_in(page, base, "tina")
        for _ in range(6):
            page.keyboard.press("Tab")
        expect(page.locator(".sections a[href='/queue']")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")


def test_opening_a_menu_of_the_header_moves_nothing_below_it(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        heading = page.locator("h1")
        before = heading.bounding_box()
        for menu in page.locator("details.menu summary").all():
            menu.click()
            expect(page.locator("details.menu[open]")).to_have_count(1)
            assert heading.bounding_box() == before
