"""A text over a field's limit is not cut off: its writer is told, and it can be sent once it is shorter."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.domain.comment import LONGEST_COMMENT
from practice.services.trying import LONGEST
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.browser.shop import group, looks_well, opened_shop, sign_in

pytestmark = pytest.mark.chromium


@pytest.fixture(autouse=True)
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, pat=PersonRole.TRAINEE)
    group(database, people["tina"], people["pat"])
    yield database
    database.close()


@pytest.fixture
def base(serve: Serve) -> Iterator[str]:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        yield base


def over_and_back(page: Page, field: str, most: int) -> None:
    page.locator(field).fill("x" * (most + 1))
    told = page.locator(f"{field} + [role=status]")
    expect(told).to_have_text(f"Longer than {most} characters. Shorten it a little; all of it stays here.")
    looks_well(page)
    page.locator(f"form:has({field}) button").last.click()
    expect(page.locator(field)).to_be_focused()
    assert len(page.locator(field).input_value()) == most + 1
    page.locator(field).press("Backspace")
    expect(told).to_be_empty()


def test_a_comment_too_long_is_kept_and_told(base: str, open_page: Callable[..., Page]) -> None:
    trainee, trainer = open_page(), open_page()
    sign_in(trainee, base, "pat")
    Person(trainee, base, "Pat").begin().send("I will send a new one today.")
    sign_in(trainer, base, "tina")
    trainer.goto(f"{trainee.url.split('#')[0]}/report")
    trainer.locator("details:has([id^='comment-']) summary").first.click()
    field = trainer.locator("textarea[id^='comment-']").first.get_attribute("id")
    over_and_back(trainer, f"#{field}", LONGEST_COMMENT)
    trainer.locator(f"form:has(#{field}) button").last.click()
    expect(trainer.locator(".comment-words")).to_have_text("x" * LONGEST_COMMENT)


def test_a_reply_to_try_that_is_too_long_is_kept_and_told(base: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, base, "tina")
    page.goto(f"{base}/rubrics/frontline/versions/0/try")
    page.locator("#situation").fill("A parcel is late.")
    page.locator("#customer").fill("Where is it?")
    over_and_back(page, "#reply", LONGEST)
