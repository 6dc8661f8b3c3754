"""Lists by keyboard alone: a header sorts and one stays at the list, words narrow it, and all of it comes back."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, press, reach, sign_in, type_into

pytestmark = pytest.mark.chromium

NAMES = ("ann", "bo", "cleo", "dan", "eve", "finn", "gus", "hanna", "ivo", "joy")
LIST, FORM = "#rows-list", "#find-rows-list"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Tina trains ten people."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, **dict.fromkeys(NAMES, PersonRole.TRAINEE))
    group(database, people["tina"], *(people[name] for name in NAMES))
    yield database
    database.close()


def seen(page: Page) -> list[str]:
    return [text.split("\n")[0].lower() for text in page.locator(f"{LIST} tbody th").all_inner_texts()]


def top_of(page: Page, what: str) -> float:
    """In the window."""
    return float(page.evaluate("what => document.querySelector(what).getBoundingClientRect().top", what))


@pytest.mark.usefixtures("database")
def test_a_list_is_sorted_searched_and_whole_again_by_keyboard(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}/cohorts")
        page.locator("tbody th a", has_text="Spring").click()
        page.set_viewport_size({"width": 1000, "height": 400})
        assert seen(page) == list(NAMES)
        press(page, f"{LIST} th[aria-sort] a")
        page.wait_for_url("**?sort=-name#rows-list")
        assert seen(page) == list(reversed(NAMES))
        expect(page.locator(f"{LIST} th[aria-sort=descending]")).to_have_count(1)
        assert page.evaluate("document.activeElement.id") == "rows-list"
        assert 0 <= top_of(page, LIST) < 200
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('th').getAttribute('aria-sort')") == "descending"
        page.keyboard.press("Enter")
        page.wait_for_url("**?sort=name#rows-list")
        assert seen(page) == list(NAMES)

        page.reload()
        page.keyboard.press("Shift+Tab")
        type_into(page, f"{FORM} input[type=search]", "ANN")
        page.keyboard.press("Enter")
        page.wait_for_url("**?sort=name&find=ANN#find-rows-list")
        assert seen(page) == ["ann", "hanna"]
        expect(page.locator("[role=status]", has_text="2 of 10")).to_be_in_viewport()
        looks_well(page)
        page.goto(page.url.replace("ANN", "nobody"))
        expect(page.locator("[role=status]")).to_contain_text("Nothing in this list has these words.")
        looks_well(page)
        reach(page, ".found a")
        page.keyboard.press("Enter")
        expect(page.locator(f"{LIST} tbody tr")).to_have_count(len(NAMES))
        for language, scheme in SIGHTS:
            page = open_page(locale=language, color_scheme=scheme)
            sign_in(page, base, "tina")
            page.goto(f"{base}/cohorts")
            page.locator("th[scope=row] a").click()
            looks_well(page, language)
