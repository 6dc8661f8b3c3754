"""Handing in from the talk page, without loading it anew."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.handing_in import HandingInService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person as Practising
from tests.browser.shop import group, looks_well, opened_shop, press, sign_in

pytestmark = pytest.mark.chromium
LATER = "You can hand it in from your first reply on."


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Kim practises privately, with Tina."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, kim=PersonRole.TRAINEE)
    spring = group(database, people["tina"], people["kim"])
    HandingInService(database).set_private(people["tina"], spring, private=True)
    yield database
    database.close()


@pytest.mark.usefixtures("database")
def test_a_talk_can_be_handed_in_as_soon_as_the_first_reply_is_kept(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "kim")
        kim = Practising(page, base).begin()
        summary = page.locator(".readers summary")
        expect(page.get_by_text(LATER)).to_be_visible()
        expect(summary).to_be_hidden()
        page.evaluate("window.sameFromHereOn = true")
        kim.send("I am sorry that it is not there. I will find out where it is by noon.")
        expect(summary).to_be_visible()
        expect(page.get_by_text(LATER)).to_be_hidden()
        kim.send("You get it tomorrow, or your money back.")
        expect(summary).to_be_visible()
        assert page.evaluate("window.sameFromHereOn")
        looks_well(page)
        press(page, ".readers summary")
        press(page, ".readers button")
        expect(page.get_by_text("You handed this in")).to_be_visible()


@pytest.mark.usefixtures("database")
def test_a_reply_that_is_not_kept_lets_nothing_be_handed_in(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "kim")
        kim = Practising(page, base).begin()
        page.route("**/replies", lambda route: route.abort())
        kim.type("I am sorry.")
        kim.box.press("Control+Enter")
        expect(page.locator("#reply-problem")).to_have_text(
            "The reply could not be sent. Your text is still here; try again."
        )
        expect(page.get_by_text(LATER)).to_be_visible()
        expect(page.locator(".readers summary")).to_be_hidden()
