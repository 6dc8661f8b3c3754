"""Scenarios as trainers write and try them in the browser: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.services.scenario_new import titled
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, sign_in, type_into
from tests.conftest import ROOT

pytestmark = pytest.mark.chromium

TEXT = (ROOT / "prompts" / "scenarios" / "late-parcel.yaml").read_text(encoding="utf-8")
WIDER = "# a remark that is longer than any telephone is wide, so that the text has to scroll inside its own frame\n"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, kim=PersonRole.TRAINEE)
    yield database
    database.close()


@pytest.mark.usefixtures("database")
def test_a_scenario_is_written_tried_and_published_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page, trainee = open_page(), open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}/studio/scenarios")
        looks_well(page)
        press(page, ".buttons a")
        page.wait_for_url("**/studio/new")
        looks_well(page)
        type_into(page, "#key", "lost-keys")
        page.locator("#start").select_option("like:late-parcel")
        press(page, "form.card button")
        page.wait_for_url("**/lost-keys/form?*")
        looks_well(page)
        press(page, "nav.parts button[value=source]")
        page.wait_for_url("**/lost-keys/form")
        assert page.locator("#text").input_value() == titled(TEXT, "lost-keys")
        looks_well(page)

        page.locator("#text").fill(TEXT.replace("\ngoal:", "\ngaol:", 1))
        press(page, "form.card button")
        expect(page.get_by_role("alert")).to_contain_text("gaol")
        looks_well(page)
        page.locator("#text").fill(WIDER + TEXT.replace("en: The telescope that", "en: The keys that", 1))
        press(page, "form.card button")
        page.wait_for_url("**/versions/1")
        looks_well(page)

        press(page, "button[aria-describedby=simulate-help]")
        page.wait_for_url("**/studio/simulations/*")
        expect(page.locator(".simulated")).to_have_count(3)
        looks_well(page)
        press(page, ".simulated summary")
        expect(page.locator("details[open] table.said")).to_be_visible()
        looks_well(page)

        page.goto(f"{base}/studio/scenarios/lost-keys/versions/1")
        press(page, "button[aria-describedby=play-help]")
        page.wait_for_url("**/conversations/*")
        expect(page.get_by_text("A trial of version 1")).to_be_visible()
        looks_well(page)

        page.goto(f"{base}/studio/scenarios/lost-keys/versions/1?checked=yes")
        type_into(page, "#note", "For the night shift")
        page.keyboard.press("Enter")
        page.wait_for_url("**/studio/scenarios/lost-keys")
        looks_well(page)
        sign_in(trainee, base, "kim")
        expect(trainee.get_by_role("link", name="The keys that never came")).to_be_visible()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_its_pages_look_well_in_every_language_and_in_the_dark(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, "tina")
        for path in ("/studio/scenarios", "/studio/new", "/studio/scenarios/late-parcel"):
            page.goto(base + path)
            looks_well(page, language)
        page.goto(f"{base}/studio/scenarios/queue-quarrel/versions/0")
        looks_well(page, language)
        page.locator("button[aria-describedby=simulate-help]").click()
        expect(page.locator(".simulated")).to_have_count(3)
        looks_well(page, language)
