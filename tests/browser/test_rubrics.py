"""Rubrics in the browser as trainers meet them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.conftest import ROOT

pytestmark = pytest.mark.chromium

PASSWORD = "four calm blue whales"
TEXT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    accounts, links = AccountService(database), LinkService(database)
    accounts.add_organisation("shop", "The Shop")
    for name, role in (("tina", PersonRole.TRAINER), ("ada", PersonRole.ADMIN)):
        person = accounts.add_person(f"{name}@shop.example", name.capitalize(), "shop", role)
        links.choose_password(links.link_for(person), PASSWORD)
    yield database
    database.close()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("en", "dark"), ("fi", "light"), ("pl", "light"), ("sv", "light")]
)
def test_a_rubric_is_edited_compared_and_published_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, other = (open_page(locale=language, color_scheme=scheme) for _ in range(2))
        _sign_in(trainer, base, "tina@shop.example")
        _sign_in(other, base, "ada@shop.example")
        trainer.goto(f"{base}/rubrics")
        _looks_well(trainer, language)
        _press(trainer, "th a")
        trainer.wait_for_url("**/rubrics/frontline")
        _looks_well(trainer, language)
        for page in (trainer, other):
            page.goto(f"{base}/rubrics/frontline/edit")
        _looks_well(trainer, language)

        trainer.locator("#text").fill(TEXT.replace("weight:", "wieght:", 1))
        _press(trainer, "form.card button")
        expect(trainer.get_by_role("alert")).to_contain_text("criteria.0.wieght")
        assert trainer.locator("#text").input_value() == TEXT.replace("weight:", "wieght:", 1)
        _looks_well(trainer, language)
        trainer.locator("#text").fill(TEXT)
        _press(trainer, "form.card button")
        trainer.wait_for_url("**/versions/1")
        _looks_well(trainer, language)

        other.locator("#text").fill(TEXT + "# a line of Ada's, long enough to be wider than a telephone is\n")
        _press(other, "form.card button")
        expect(other.locator("tr.added")).to_have_count(1)
        _looks_well(other, language)
        _press(other, "form.card button")
        other.wait_for_url("**/versions/2")

        trainer.goto(f"{base}/rubrics/frontline/versions/2")
        _type_into(trainer, "#note", "A line more")
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/rubrics/frontline")
        _looks_well(trainer, language)
        _press(trainer, "form[method=get] button")
        trainer.wait_for_url("**/compare?*")
        _looks_well(trainer, language)


def _sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/")
    _type_into(page, "#email", email)
    _type_into(page, "#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios")


def _reach(page: Page, what: str) -> None:
    """By the Tab key."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    pytest.fail(f"{page.url}: the Tab key does not lead to {what}")


def _press(page: Page, what: str) -> None:
    _reach(page, what)
    page.keyboard.press("Enter")


def _type_into(page: Page, field: str, text: str) -> None:
    if not page.evaluate("field => document.activeElement.matches(field)", field):
        _reach(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _looks_well(page: Page, language: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.locator("html").get_attribute("lang") == language
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
