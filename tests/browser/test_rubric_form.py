"""Forms of rubrics and scenarios as trainers meet them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, reach, sign_in, type_into

pytestmark = [pytest.mark.chromium, pytest.mark.usefixtures("shop")]

#: A browser takes half a minute to type so long a text.
PUT = "(box, text) => { box.value = text; }"
FORM = "/rubrics/frontline/form"
OF_SCENARIO = "/studio/scenarios/late-parcel/form"
OF_THREAD = "/studio/scenarios/public-review/form"
LINES = "#f-customers-0-stock-vent-en"


@pytest.fixture
def shop(database_url: str) -> None:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER)
    database.close()


def test_one_level_is_changed_in_the_form_checked_in_the_source_and_saved_by_keyboard(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}{FORM}")
        looks_well(page)
        press(page, "button[value='part/criteria/0']")
        expect(page.locator("h2").first).to_have_text("Calmness")
        looks_well(page)
        type_into(page, "#f-criteria-0-levels-2-text-en", "Keeps to the matter: nothing heats it.")
        type_into(page, "#f-criteria-0-weight", "heavy")
        press(page, "button[value='add/criteria/0/checks']")
        expect(page.locator("#f-criteria-0-checks-5-key")).to_be_visible()
        press(page, "#save")
        expect(page.get_by_role("alert")).to_contain_text("Calmness, Weight")
        looks_well(page)
        press(page, "[href='#f-criteria-0-weight']")
        type_into(page, "#f-criteria-0-weight", "2")
        press(page, "button[value='remove/criteria/0/checks/5']")
        expect(page.locator("#f-criteria-0-checks-5-key")).to_have_count(0)
        press(page, "button[value='source']")
        page.wait_for_selector("#text")
        text = page.locator("#text").input_value()
        assert "weight: 2" in text
        assert "Keeps to the matter: nothing heats it." in text

        page.locator("#text").evaluate(PUT, text.replace("weight: 2", "wieght: 2"))
        press(page, "#save")
        expect(page.get_by_role("alert")).to_contain_text("criteria.0.wieght")
        looks_well(page)
        press(page, "a[data-line]")
        selected = "box => [box.value.slice(box.selectionStart, box.selectionEnd), box.scrollTop]"
        words, scrolled = page.locator("#text:focus").evaluate(selected)
        assert words.strip().startswith(("wieght: 2", "- key: calmness"))
        assert scrolled > 0
        page.locator("#text").evaluate(PUT, text)
        reach(page, "#save")
        press(page, "button[value='show']")
        expect(page.locator("button[value='part/about']")).to_be_visible()
        type_into(page, "#note", "Calmness counts twice")
        press(page, "#save")
        page.wait_for_url("**/versions/1")
        looks_well(page)


def test_lines_replies_and_customers_are_changed_in_the_form_and_saved_by_keyboard(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}{OF_SCENARIO}")
        press(page, "button[value='part/stock/0']")
        expect(page.locator(LINES)).to_be_visible()
        looks_well(page)
        page.locator(LINES).press("Control+End")
        page.keyboard.type("\nStill nothing? Not even a letter?")
        press(page, "button[value='part/good_way']")
        replies = page.locator("textarea[name^='may/good_way/en/']")
        expect(replies.first).to_be_visible()
        looks_well(page)
        count = replies.count() - 1
        type_into(page, f"#f-good_way-en-{count}", "And I'll ring you on Friday at six.")
        press(page, "button[value='show']:not(.visually-hidden)")
        expect(replies).to_have_count(count + 2)
        press(page, "button[value='part/about']")
        expect(page.locator("#f-title")).to_be_visible()
        press(page, "button[value='add/customers']")
        expect(page.locator("#f-customers-1-key")).to_be_visible()
        looks_well(page)
        press(page, "#save")
        expect(page.get_by_role("alert")).to_contain_text("Customer, Key")
        looks_well(page)
        press(page, "button[value='part/about']")
        expect(page.locator("#f-title")).to_be_visible()
        press(page, "button[value='remove/customers/1']")
        expect(page.locator("button[value='part/customers/1']")).to_have_count(0)
        press(page, "#save")
        page.wait_for_url("**/versions/1")
        looks_well(page)
        press(page, ".buttons a[href*='compare']")
        expect(page.locator("tr.added code")).to_have_text(
            ["          - Still nothing? Not even a letter?", "    - And I'll ring you on Friday at six."]
        )


def test_without_script_a_mistake_leads_to_its_numbered_line(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(java_script_enabled=False)
        sign_in(page, base, "tina")
        page.goto(f"{base}/rubrics/frontline/edit")
        page.locator("#text").fill("# A rubric\ntitle: *star\n")
        page.locator("#save").click()
        page.locator("a[data-line]").first.click()
        expect(page.locator("tr:target code")).to_have_text("title: *star")


@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_the_forms_look_well_in_every_language_and_in_the_dark(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, "tina")
        for part in ("criteria/0", "listed/1", "examples/3"):
            page.goto(f"{base}{FORM}?part={part}")
            looks_well(page, language)
        for part in ("about", "offers", "customers/0", "stock/0", "good_way"):
            page.goto(f"{base}{OF_SCENARIO}?part={part}")
            looks_well(page, language)
        page.goto(f"{base}{OF_THREAD}?part=onlookers")
        looks_well(page, language)
