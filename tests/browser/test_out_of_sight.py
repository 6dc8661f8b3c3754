"""What takes talks out of the trainers' sight is asked about on a page of its own, by keyboard and without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from practice.store.cohort import MemberRole, add_member
from practice.store.database import Database
from practice.store.person import PersonRole
from practice.store.types import now
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, press, sign_in

pytestmark = pytest.mark.chromium


@pytest.fixture
def spring(database_url: str) -> str:
    """Tina's and Tom's, with Kim in it."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, tom=PersonRole.TRAINER, kim=PersonRole.TRAINEE)
    cohort_id = group(database, people["tina"], people["kim"])
    with database.writing() as session:
        add_member(session, cohort_id, people["tom"].id, MemberRole.TRAINER, now())
    database.close()
    return cohort_id


def test_one_press_changes_nothing_and_the_second_one_does(
    serve: Serve, open_page: Callable[..., Page], spring: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(java_script_enabled=False)
        sign_in(page, base, "tina")
        page.goto(f"{base}/cohorts/{spring}")
        press(page, "main td a[href$='/remove']")
        expect(page.get_by_role("heading", level=1)).to_have_text("Remove Kim from Spring?")
        press(page, "main a[role=button]")
        page.wait_for_url(f"**/cohorts/{spring}")
        press(page, "main td a[href$='/remove']")
        page.wait_for_url("**/remove")
        press(page, "main form[action$='/remove'] button")
        expect(page.get_by_text("Nobody practises here yet.")).to_be_visible()
        press(page, "a[href$='/privacy']")
        page.wait_for_url("**/privacy")
        expect(page.get_by_role("heading", level=1)).to_have_text("Make practice in Spring private?")
        press(page, "main form[action$='/privacy'] button")
        expect(page.get_by_text("Practice is private here")).to_be_visible()


@pytest.mark.parametrize(("language", "colours"), SIGHTS)
def test_the_questions_look_well(
    serve: Serve, open_page: Callable[..., Page], spring: str, language: str, colours: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=colours)
        sign_in(page, base, "tina")
        for asked in ("main a[href$='/privacy']", "main td a[href$='/remove']", "main li a[href$='/remove']"):
            page.goto(f"{base}/cohorts/{spring}")
            page.locator(asked).first.click()
            expect(page.locator("main form[method=post] button")).to_be_visible()
            looks_well(page, language)
