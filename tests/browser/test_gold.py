"""Labelled replies as trainers meet them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, sign_in, type_into

pytestmark = pytest.mark.chromium

CRITERIA = ("calmness", "empathy", "solutions", "level_tone")
#: Sixty replies by somebody who calls the columns what they like.
ODD = "\n".join(
    [
        "No;Where;Customer;Answer;Empathy;Anything else",
        *(f"{n};A parcel is late.;Where is it?;I am sorry, number {n}.;{1 + n % 5};x" for n in range(1, 61)),
    ]
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, ada=PersonRole.ADMIN)
    yield database
    database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="utf-8")
    return path


def _made(page: Page, base: str, name: str = "Spring") -> str:
    """The address of a new set."""
    page.goto(f"{base}/gold")
    type_into(page, "#name", name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/gold/*")
    return page.url


def _taken_in(page: Page, path: str, file: Path) -> None:
    """As far as the question what its columns are."""
    page.goto(f"{path}/import")
    page.locator("#file").set_input_files(file)
    page.locator("#language").select_option("en")
    page.locator("#channel").select_option("email")
    press(page, "form.card > button")
    expect(page.get_by_role("alert")).to_be_visible()


def _say_columns(page: Page) -> None:
    taken_for = ("id", "situation", "customer", "reply", "empathy", "")
    for number, what in enumerate(taken_for):
        page.locator(f"[name=column-{number}]").select_option(what)
    type_into(page, "[name=rater-4]", "Ann")
    press(page, "form.card > button")


@pytest.mark.usefixtures("database")
def test_sixty_replies_are_taken_in_and_labelled_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], file: Path
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale="en", color_scheme="light")
        sign_in(page, base, "tina")
        path = _made(page, base)
        looks_well(page)
        _taken_in(page, path, file)
        expect(page.get_by_role("alert")).to_contain_text("Name of the reply")
        looks_well(page)
        _say_columns(page)
        page.wait_for_url(path)
        expect(page.get_by_role("status")).to_contain_text("New replies: 60. Here already: 0. Levels taken: 60.")
        looks_well(page)

        page.goto(f"{path}/label")
        expect(page.get_by_text("1 of 60")).to_be_visible()
        looks_well(page)
        first = page.url
        for key in "453n":
            page.keyboard.press(key)
        expect(page.locator("#labelling button")).to_be_focused()
        expect(page.get_by_text("Ann")).to_have_count(0)
        page.keyboard.press("Enter")
        expect(page.locator("#others")).to_contain_text("Ann")
        expect(page.locator("#others tbody tr").first).to_contain_text("not shown")
        looks_well(page)
        expect(page.locator("#next")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("2 of 60")).to_be_visible()
        for key in "1111":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_url("**#next")

        page.goto(first)
        page.locator("input[name=level-calmness]:checked").focus()
        page.keyboard.press("2")
        press(page, "#labelling button")
        expect(page.locator("#others tbody tr").first).to_contain_text("2")
        for there in ("/agreement", "/teach"):
            page.goto(f"{path}{there}")
            looks_well(page)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_the_pages_look_well_in_every_language_and_in_dark_colours(
    serve: Serve, open_page: Callable[..., Page], file: Path, language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, "ada")
        path = _made(page, base)
        _taken_in(page, path, file)
        looks_well(page, language)
        _say_columns(page)
        page.wait_for_url(path)
        for there in (path, f"{path}/agreement", f"{path}/teach", f"{path}/label", f"{base}/gold"):
            page.goto(there)
            looks_well(page, language)
