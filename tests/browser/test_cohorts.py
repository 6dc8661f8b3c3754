"""Groups and joining them as people meet the pages: by keyboard, by screen reader, narrow, in every language."""

import re
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
    accounts, links = AccountService(database), LinkService(database)
    accounts.add_organisation("shop", "The Shop")
    accounts.add_organisation("mill", "The Mill")
    for name, organisation, role in (
        ("tina", "shop", PersonRole.TRAINER),
        ("ada", "shop", PersonRole.ADMIN),
        ("max", "mill", PersonRole.TRAINEE),
    ):
        person = accounts.add_person(f"{name}@{organisation}.example", name.capitalize(), organisation, role)
        links.choose_password(links.link_for(person), PASSWORD)
    yield database
    database.close()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_a_group_is_made_and_joined_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, newcomer, stranger = (open_page(locale=language, color_scheme=scheme) for _ in range(3))
        _sign_in(trainer, base, "tina@shop.example")
        trainer.goto(f"{base}/cohorts")
        looks_well(trainer, language)
        _type_into(trainer, "#name", "Spring evenings in the northern shops")
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/cohorts/*")
        looks_well(trainer, language)
        group = trainer.url
        _type_into(trainer, "#most-uses", "20")
        trainer.keyboard.press("Enter")
        expect(trainer.locator("#fresh")).to_be_visible()
        looks_well(trainer, language)
        link = trainer.locator("#fresh").input_value()

        newcomer.goto(link)
        looks_well(newcomer, language)
        texts = {"#name": "Pat Vanderbilt-Lindqvist", "#email": "pat@shop.example", "#password": "short", "#again": "x"}
        for field, text in texts.items():
            _type_into(newcomer, field, text)
        newcomer.keyboard.press("Enter")
        expect(newcomer.get_by_role("alert")).to_be_visible()
        looks_well(newcomer, language)
        for field in ("#password", "#again"):
            _type_into(newcomer, field, PASSWORD)
        newcomer.keyboard.press("Enter")
        newcomer.wait_for_url("**/scenarios")
        newcomer.goto(f"{base}/scenarios/late-parcel")
        newcomer.locator(".briefing-start button").last.click()
        newcomer.wait_for_url("**/conversations/*")

        _sign_in(stranger, base, "max@mill.example")
        stranger.goto(link)
        looks_well(stranger, language)

        trainer.goto(group)
        looks_well(trainer, language)
        trainer.locator("tbody th a").focus()
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/people/*")
        expect(trainer.locator("a.go")).to_have_count(1)
        looks_well(trainer, language)


@pytest.mark.usefixtures("database")
def test_somebody_with_an_account_signs_in_and_joins_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        administrator, trainer = open_page(), open_page()
        _sign_in(administrator, base, "ada@shop.example")
        administrator.goto(f"{base}/cohorts")
        looks_well(administrator, "en")
        _type_into(administrator, "#name", "Autumn")
        administrator.keyboard.press("Enter")
        administrator.wait_for_url("**/cohorts/*")
        _type_into(administrator, "#days", "3")
        administrator.keyboard.press("Enter")
        trainer.goto(administrator.locator("#fresh").input_value())
        trainer.get_by_role("link", name="I have an account").focus()
        trainer.keyboard.press("Enter")
        trainer.wait_for_url(re.compile(r"/\?next="))
        _fill_in_sign_in(trainer, "tina@shop.example")
        expect(trainer.get_by_role("button", name="Join the group")).to_be_visible()
        looks_well(trainer, "en")
        trainer.get_by_role("button", name="Join the group").focus()
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/scenarios")
        administrator.reload()
        expect(administrator.get_by_role("rowheader", name="Tina")).to_be_visible()
        administrator.get_by_role("button", name="Close").focus()
        administrator.keyboard.press("Enter")
        expect(administrator.get_by_text("This group is closed")).to_be_visible()
        looks_well(administrator, "en")


def _sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/")
    _fill_in_sign_in(page, email)
    page.wait_for_url("**/scenarios")


def _fill_in_sign_in(page: Page, email: str) -> None:
    _type_into(page, "#email", email)
    _type_into(page, "#password", PASSWORD)
    page.keyboard.press("Enter")


def _type_into(page: Page, field: str, text: str) -> None:
    """Gets there by the Tab key, and replaces what stands there."""
    for _ in range(40):
        if page.evaluate("field => document.activeElement.matches(field)", field):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
