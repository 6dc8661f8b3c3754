"""Rubrics in the browser as trainers meet them: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, sign_in, type_into
from tests.conftest import ROOT

pytestmark = pytest.mark.chromium

TEXT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    opened_shop(database, tina=PersonRole.TRAINER, ada=PersonRole.ADMIN)
    yield database
    database.close()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_a_rubric_is_edited_compared_and_published_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, other = (open_page(locale=language, color_scheme=scheme) for _ in range(2))
        sign_in(trainer, base, "tina")
        sign_in(other, base, "ada")
        trainer.goto(f"{base}/rubrics")
        looks_well(trainer, language)
        press(trainer, "tbody th a")
        trainer.wait_for_url("**/rubrics/frontline")
        looks_well(trainer, language)
        for page in (trainer, other):
            page.goto(f"{base}/rubrics/frontline/edit")
        looks_well(trainer, language)

        trainer.locator("#text").fill(TEXT.replace("weight:", "wieght:", 1))
        press(trainer, "form.card button")
        expect(trainer.get_by_role("alert")).to_contain_text("criteria.0.wieght")
        assert trainer.locator("#text").input_value() == TEXT.replace("weight:", "wieght:", 1)
        looks_well(trainer, language)
        trainer.locator("#text").fill(TEXT)
        press(trainer, "form.card button")
        trainer.wait_for_url("**/versions/1")
        looks_well(trainer, language)

        other.locator("#text").fill(TEXT + "# a line of Ada's, long enough to be wider than a telephone is\n")
        press(other, "form.card button")
        expect(other.locator("table.difference")).to_have_count(3)
        expect(other.locator("details tr.added")).to_have_count(1)
        looks_well(other, language)
        press(other, "form.card button")
        other.wait_for_url("**/versions/2")

        trainer.goto(f"{base}/rubrics/frontline/versions/2")
        type_into(trainer, "#note", "A line more")
        trainer.keyboard.press("Enter")
        trainer.wait_for_url("**/rubrics/frontline")
        looks_well(trainer, language)
        press(trainer, "form[method=get] button")
        trainer.wait_for_url("**/compare?*")
        looks_well(trainer, language)

        trainer.goto(f"{base}/rubrics/frontline/versions/2")
        press(trainer, "a[href$='/retire']")
        trainer.wait_for_url("**/versions/2/retire")
        looks_well(trainer, language)
        press(trainer, "form.one-button button")
        trainer.wait_for_url("**/rubrics/frontline")
        looks_well(trainer, language)
        trainer.goto(f"{base}/rubrics/frontline/versions/2")
        expect(trainer.locator("#publish-title")).to_be_visible()
        looks_well(trainer, language)
