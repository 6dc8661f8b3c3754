"""A second look, asked for and given, as people meet it: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, sign_in

pytestmark = pytest.mark.chromium

REPLY = "I am sorry about the telescope. I will send a new one today."
ASK = "I named the telescope in the very first words, and I said by when a new one comes."
WORDS = "And nothing in it could be said better."
ANSWER = "You did, and plainly: that is a better reply than the machine saw in it. I have set it to four."


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Tina trains Pat."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, pat=PersonRole.TRAINEE)
    group(database, people["tina"], people["pat"])
    yield database
    database.close()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_a_second_look_is_asked_for_and_given_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainee, trainer = (open_page(locale=language, color_scheme=scheme) for _ in range(2))
        sign_in(trainee, base, "pat")
        Person(trainee, base, "Pat").begin(language=language).send(REPLY)
        report = f"{trainee.url.split('#')[0]}/report"
        trainee.goto(report)
        _unfold(trainee, "/disputes")
        looks_well(trainee, language)
        trainee.keyboard.press("Tab")
        trainee.keyboard.type(ASK)
        _press_button(trainee)
        expect(trainee.locator("#evidence .asked q")).to_have_text(ASK)

        sign_in(trainer, base, "tina")
        trainer.goto(report)
        expect(trainer.locator("script[src$='/report.js']")).to_have_count(0)
        trainer.locator("main .note a").first.focus()
        trainer.keyboard.press("Enter")
        _unfold(trainer, "/answers")
        looks_well(trainer, language)
        trainer.keyboard.press("Tab")
        trainer.keyboard.type(ANSWER)
        trainer.keyboard.press("Tab")
        trainer.keyboard.press("4")
        trainer.keyboard.press("Tab")
        _press_button(trainer)
        lacking = trainer.locator("form[action$='/answers'] select[name=reason]")
        expect(lacking).to_be_focused()
        expect(trainer.locator(f"[id='{lacking.get_attribute('aria-describedby')}']")).to_be_in_viewport()
        expect(trainer.locator("form[action$='/answers'] textarea")).to_have_value(ANSWER)
        expect(trainer.locator("form[action$='/answers'] select[name=level]")).to_have_value("4")
        looks_well(trainer, language)
        trainer.keyboard.press("ArrowDown")
        _press_button(trainer)
        expect(trainer.locator("#evidence .by-trainer q")).to_have_text([ANSWER])
        expect(trainer.locator("#evidence .asked q")).to_have_text([ASK, ANSWER])
        _unfold(trainer, "/overrides")
        trainer.keyboard.press("Tab")
        trainer.keyboard.press("5")
        trainer.keyboard.press("Tab")
        trainer.keyboard.press("ArrowDown")
        trainer.keyboard.press("Tab")
        trainer.keyboard.type("   ")
        _press_button(trainer)
        expect(trainer.get_by_role("alert")).to_be_visible()
        expect(trainer.locator("textarea[aria-invalid]")).to_be_focused()
        looks_well(trainer, language)
        trainer.keyboard.type(WORDS)
        _press_button(trainer)
        expect(trainer.locator("#evidence .by-trainer q").first).to_have_text(WORDS)
        looks_well(trainer, language)

        trainee.goto(f"{base}/scenarios")
        looks_well(trainee, language)
        trainee.locator(f"main .note a[href*='{report.removeprefix(base)}#']").first.focus()
        trainee.keyboard.press("Enter")
        trainee.wait_for_url(f"{report}#*")
        expect(trainee.locator("#evidence .asked q")).to_have_text([ASK, ANSWER])
        expect(trainee.locator("#evidence .level-text").first).to_contain_text("5")
        looks_well(trainee, language)

        trainee.goto(f"{base}/scenarios")
        expect(trainee.locator("main .note a[href*='/report#']")).to_have_count(0)
        trainee.goto(report)
        trainee.locator("#from-trainers summary").focus()
        trainee.keyboard.press("Enter")
        expect(trainee.locator("#from-trainers li a")).to_be_visible()
        looks_well(trainee, language)
        trainee.locator("#from-trainers li a").focus()
        trainee.keyboard.press("Enter")
        trainee.wait_for_url(f"{report}#*")
        expect(trainee.locator("#evidence .asked q").first).to_be_in_viewport()


def _unfold(page: Page, act: str) -> None:
    """The first form of this kind."""
    folded = page.locator(f"#evidence details:has(form[action$='{act}'])").first
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator("textarea")).to_be_visible()


def _press_button(page: Page) -> None:
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
