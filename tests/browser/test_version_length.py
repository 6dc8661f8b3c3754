"""A text far over the limit: its writer is told before saving and has it back whatever they do, a script or not."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from practice.web.large_requests import LARGEST_OF_EDITORS, LARGEST_OF_SIGNED_IN
from tests.browser.conftest import Serve
from tests.browser.shop import looks_well, opened_shop, sign_in

pytestmark = pytest.mark.chromium

SOURCE = "/rubrics/frontline/edit"
FORM = "/rubrics/frontline/form?part=criteria/0"
LEVEL = "#f-criteria-0-levels-2-text-en"
LINE = f"# {'a line of mine ' * 200}\n"
LONG = LINE * 225


@pytest.fixture(autouse=True)
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, tim=PersonRole.TRAINEE)
    yield database
    database.close()


@pytest.fixture
def base(serve: Serve) -> Iterator[str]:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        yield base


def paste(page: Page, field: str, text: str) -> None:
    page.locator(field).fill(text)


def holds(page: Page, field: str, text: str) -> bool:
    """Beside a failure the whole text would be shown."""
    return page.locator(field).input_value().rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(("editor", "field", "told"), [(SOURCE, "#text", "675.7 kB long"), (FORM, LEVEL, "kB long")])
def test_it_is_told_before_saving_comes_back_after_it_and_is_offered_on_coming_back(
    base: str, open_page: Callable[..., Page], editor: str, field: str, told: str
) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + editor)
    paste(page, field, LONG)
    expect(page.locator("#length[role=status]")).to_contain_text(told)
    looks_well(page)
    page.locator("#save").click()
    expect(page.locator("#problem")).to_contain_text("at most 200 kB can be saved")
    assert holds(page, field, LONG)
    expect(page.locator("#length")).to_contain_text(told)
    page.locator(".back a").click()
    page.wait_for_url("**/rubrics/frontline")
    page.goto(base + editor)
    expect(page.locator("#unsaved .note")).to_have_count(1)
    page.locator("[data-go-on]").click()
    expect(page.locator("#problem, #length .note").first).to_be_visible()
    assert holds(page, field, LONG)
    paste(page, field, "# short")
    expect(page.locator("#length")).to_be_empty()


def test_what_could_not_come_back_is_not_sent(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(base + SOURCE)
    text = "x" * LARGEST_OF_EDITORS
    paste(page, "#text", text)
    page.locator("#save").click()
    expect(page.get_by_role("alert").last).to_contain_text("at most 4,194.4 kB can be sent at once")
    expect(page.get_by_role("alert").last).to_be_focused()
    assert holds(page, "#text", text)
    expect(page.locator("#unsaved-refused")).to_contain_text("This browser cannot keep what you type")


def test_without_a_script_it_comes_back_and_what_is_larger_still_is_refused_in_words_and_there_to_go_back_to(
    base: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, base, "tina")
    page.goto(base + SOURCE)
    paste(page, "#text", LONG)
    page.locator("#save").click()
    expect(page.locator("#problem")).to_contain_text("The text is 675.7 kB long")
    assert holds(page, "#text", LONG)
    page.goto(base + SOURCE)
    text = LINE * (LARGEST_OF_EDITORS // len(LINE) + 1)
    paste(page, "#text", text)
    page.locator("#save").click()
    expect(page.locator("h1")).to_have_text("That is more than can be sent at once")
    page.go_back()
    assert holds(page, "#text", text)


def test_a_reply_far_over_the_limit_stays_in_its_box(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tim")
    page.goto(f"{base}/scenarios/late-parcel")
    page.locator("form[action$='/conversations'] button").first.click()
    page.wait_for_url("**/conversations/*")
    for size, told in (
        (LARGEST_OF_SIGNED_IN // 2, "longer than one reply can be"),
        (LARGEST_OF_SIGNED_IN + 1, "at most 1,048.6 kB"),
    ):
        text = "x" * size
        paste(page, "#text", text)
        page.locator("#reply button").last.click()
        expect(page.locator("#reply-problem")).to_contain_text(told)
        assert holds(page, "#text", text)
