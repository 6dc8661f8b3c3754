"""Somebody whose account is switched off, or whose session ends, while they write: their words stay theirs."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person

pytestmark = pytest.mark.chromium

PASSWORD = "four calm blue whales"
EMAIL = "kim@shop.example"
WORDS = "Words I do not want to lose."


@pytest.fixture
def accounts(database_url: str) -> Iterator[AccountService]:
    database = Database(database_url)
    accounts = AccountService(database)
    accounts.add_organisation("shop", "The Shop")
    links = LinkService(database)
    links.choose_password(links.link_for(accounts.add_person(EMAIL, "Kim", "shop", PersonRole.TRAINEE)), PASSWORD)
    yield accounts
    database.close()


def at_work(page: Page, base: str) -> Person:
    """In a talk, with words in the box."""
    page.goto(f"{base}/")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/scenarios")
    kim = Person(page, base, "Kim").begin()
    kim.type(WORDS)
    return kim


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (lambda accounts: accounts.disable(EMAIL), "Your account is switched off"),
        (lambda accounts: accounts.set_role(EMAIL, PersonRole.TRAINER), "You are signed out"),
    ],
    ids=["switched off", "signed out"],
)
def test_what_was_typed_stays_in_the_box_beside_what_happened(
    serve: Serve,
    open_page: Callable[..., Page],
    accounts: AccountService,
    end: Callable[[AccountService], object],
    told: str,
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        kim = at_work(open_page(), base)
        end(accounts)
        kim.box.press("Control+Enter")
        expect(kim.page.locator("#reply-problem")).to_contain_text(told)
        expect(kim.box).to_have_value(WORDS)
        expect(kim.replies).to_have_count(0)


def test_without_scripts_the_page_that_tells_it_shows_what_was_typed(
    serve: Serve, open_page: Callable[..., Page], accounts: AccountService
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        kim = at_work(open_page(java_script_enabled=False), base)
        accounts.disable(EMAIL)
        kim.page.locator("#reply button").first.click()
        expect(kim.page.locator("h1")).to_have_text("Your account is switched off")
        expect(kim.page.locator("#typed")).to_have_value(WORDS)
