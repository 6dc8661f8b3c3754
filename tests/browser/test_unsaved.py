"""What a trainer types into an editor and leaves unsaved: it is offered on coming back, and to nobody else."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, sign_in, type_into

pytestmark = pytest.mark.chromium

EDITORS = ("/rubrics/frontline/edit", "/studio/scenarios/late-parcel/edit")
FORM = "/rubrics/frontline/form"
OF_SCENARIO = "/studio/scenarios/late-parcel/form"
LEVEL = "#f-criteria-0-levels-2-text-en"
MINE = "# a line of mine\n"
FULL = """() => {
  sessionStorage.clear();
  for (let size = 1 << 23; size; size >>= 1) {
    try { sessionStorage.setItem(`full-${size}`, "x".repeat(size)); } catch { /* half of it, then */ }
  }
}"""


@pytest.fixture(autouse=True)
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, ada=PersonRole.TRAINER)
    yield database
    database.close()


@pytest.fixture
def base(serve: Serve) -> Iterator[str]:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        yield base


def offers(page: Page) -> Locator:
    return page.locator("#unsaved .note")


def write(page: Page, words: str) -> None:
    """At the beginning of the source."""
    page.locator("#text").press("Control+Home")
    page.keyboard.insert_text(words)


def leave(page: Page) -> None:
    """By the link back, and without a word."""
    page.locator(".back a").click()
    page.wait_for_url(lambda address: "/edit" not in address and "/form" not in address)


def sign_out(page: Page, base: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/")


@pytest.mark.parametrize("editor", EDITORS)
def test_a_text_that_was_left_is_gone_on_with_and_saving_clears_it(
    base: str, open_page: Callable[..., Page], editor: str
) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + editor)
    write(page, MINE)
    type_into(page, "#note", "Half done")
    leave(page)

    page.goto(base + editor)
    expect(offers(page)).to_contain_text("Unsaved text of ")
    assert not page.locator("#text").input_value().startswith(MINE)
    looks_well(page)
    press(page, "[data-go-on]")
    expect(page.locator("#note")).to_have_value("Half done")
    assert page.locator("#text").input_value().startswith(MINE)
    expect(offers(page)).to_have_count(0)
    press(page, "#save")
    page.wait_for_url("**/versions/1")
    expect(page.locator("pre.source")).to_contain_text(MINE.strip())
    page.goto(base + editor)
    expect(page.locator("#text")).to_be_visible()
    expect(offers(page)).to_have_count(0)


@pytest.mark.parametrize(("form", "part"), [(FORM, "criteria/0"), (OF_SCENARIO, "stock/0")])
def test_a_form_that_was_left_in_the_middle_comes_back_where_it_was_with_all_its_parts(
    base: str, open_page: Callable[..., Page], form: str, part: str
) -> None:
    here = f"button[value='part/{part}'][aria-current]"
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + form)
    type_into(page, "#f-title, #f-title-en", "A title of mine")
    press(page, f"button[value='part/{part}']")
    page.wait_for_selector(here)
    leave(page)

    page.goto(base + form.replace("/form", "/edit"))
    press(page, "[data-go-on]")
    page.wait_for_selector(here)
    press(page, "button[value='source']")
    page.wait_for_selector("#text")
    assert "A title of mine" in page.locator("#text").input_value()


def test_what_is_thrown_away_is_gone_and_what_was_only_undone_is_not_offered(
    base: str, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + EDITORS[0])
    write(page, MINE)
    leave(page)
    page.goto(base + EDITORS[0])
    press(page, "[data-throw-away]")
    expect(page.locator("#unsaved")).to_have_text("It is thrown away.")
    expect(page.locator("#unsaved p")).to_be_focused()
    write(page, "x")
    page.keyboard.press("Backspace")
    leave(page)
    page.goto(base + EDITORS[0])
    expect(page.locator("#unsaved-id")).not_to_have_value("")
    expect(offers(page)).to_have_count(0)


def test_typing_beside_the_offer_overwrites_neither_text(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    for words in (MINE, "# another line\n"):
        page.goto(base + EDITORS[0])
        write(page, words)
        leave(page)
    page.goto(base + EDITORS[0])
    expect(offers(page)).to_have_count(2)
    page.locator("[data-go-on]").last.click()
    expect(offers(page)).to_have_count(1)
    assert page.locator("#text").input_value().startswith(MINE)


def test_a_page_loaded_again_does_not_overwrite_what_it_kept_before(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + FORM)
    type_into(page, "#f-title-en", "A title of mine")
    press(page, "button[value='part/criteria/0']")
    page.wait_for_selector(LEVEL)
    type_into(page, LEVEL, "Keeps to the matter.")
    page.reload()
    expect(offers(page)).to_have_count(1)
    type_into(page, LEVEL, "Keeps calm.")
    leave(page)
    page.goto(base + FORM)
    expect(offers(page)).to_have_count(2)
    page.locator("[data-go-on]").last.click()
    expect(page.locator(LEVEL)).to_have_value("Keeps to the matter.")


def test_nobody_else_at_the_same_browser_is_shown_it(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + EDITORS[0])
    write(page, MINE)
    sign_out(page, base)
    sign_in(page, base, "ada")
    page.goto(base + EDITORS[0])
    expect(page.locator("#unsaved-id")).not_to_have_value("")
    expect(offers(page)).to_have_count(0)
    sign_out(page, base)
    sign_in(page, base, "tina")
    page.goto(base + EDITORS[0])
    expect(offers(page)).to_have_count(1)


def test_where_somebody_saved_meanwhile_both_texts_are_seen(base: str, open_page: Callable[..., Page]) -> None:
    tina, ada = open_page(), open_page()
    sign_in(tina, base, "tina")
    sign_in(ada, base, "ada")
    for page, words in ((tina, MINE), (ada, "# a line of hers\n")):
        page.goto(base + EDITORS[0])
        write(page, words)
    leave(tina)
    ada.locator("#save").click()
    ada.wait_for_url("**/versions/1")

    tina.goto(base + EDITORS[0])
    press(tina, "[data-go-on]")
    expect(tina.locator("#text")).to_have_value(re.compile(MINE.strip()))
    press(tina, "#save")
    expect(tina.get_by_role("alert")).to_contain_text("Ada saved version 1 meanwhile")
    expect(tina.locator("details tr.added")).to_contain_text(MINE.strip())
    leave(tina)
    tina.goto(base + EDITORS[0])
    expect(offers(tina)).to_have_count(1)


def test_a_browser_without_room_says_so(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + EDITORS[0])
    page.evaluate(FULL)
    write(page, MINE)
    expect(page.locator("#unsaved-refused")).to_contain_text("This browser cannot keep what you type")
    looks_well(page)
    page.evaluate("sessionStorage.clear()")
    write(page, MINE)
    expect(page.locator("#unsaved-refused")).to_be_empty()


@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_the_offer_looks_well_in_every_language_and_in_the_dark(
    base: str, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    page = open_page(locale=language, color_scheme=scheme)
    sign_in(page, base, "tina")
    page.goto(f"{base}{FORM}?part=criteria/0")
    type_into(page, LEVEL, "…")
    leave(page)
    page.goto(f"{base}{FORM}?part=criteria/0")
    expect(offers(page)).to_have_count(1)
    looks_well(page, language)
