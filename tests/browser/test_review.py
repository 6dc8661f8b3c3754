"""The queue as a trainer meets it: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from practice.store.database import Database
from practice.store.person import PersonRole
from practice.store.review import ReviewRow
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.browser.shop import SIGHTS, all_in_sight, group, looks_well, opened_shop, press, reach, sign_in

pytestmark = pytest.mark.chromium

REPLY = "I am sorry about the telescope. I will send a new one today."
ASK = "I named the telescope in the very first words, and I said by when a new one comes."
ANSWER = "You did, and plainly."
MANY = ("not_graded:calmness", "spread:empathy", "quote_not_found:solutions", "screen:restates_the_rubric")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Tina and Tom train Pat; Ada trains nobody."""
    database = Database(database_url)
    people = opened_shop(
        database,
        tina=PersonRole.TRAINER,
        tom=PersonRole.TRAINER,
        ada=PersonRole.ADMIN,
        pat=PersonRole.TRAINEE,
    )
    group(database, people["tina"], people["pat"])
    group(database, people["tom"], people["pat"], name="Evening classes in the northern shops")
    yield database
    database.close()


def test_a_dispute_is_taken_answered_and_gone_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], database: Database
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts", PRACTICE_REVIEW_SAMPLE="1") as base:
        trainee, trainer = open_page(), open_page()
        report = _disputed(trainee, base)
        sign_in(trainer, base, "tina")
        trainer.goto(f"{base}/queue")
        expect(trainer.locator("main")).to_contain_text("second look asked for")
        looks_well(trainer)
        press(trainer, "form[action*='/assign'] button")
        expect(trainer.locator("main")).to_contain_text("of them yours: 1")
        press(trainer, ".queue th[scope=row] a")
        trainer.wait_for_url(f"{report}#*")
        expect(trainer.locator("main")).to_contain_text("In the queue:")
        looks_well(trainer)
        trainer.locator("#evidence details:has(form[action$='/answers']) summary").focus()
        trainer.keyboard.press("Enter")
        trainer.keyboard.press("Tab")
        trainer.keyboard.type(ANSWER)
        reach(trainer, "form[action$='/answers'] button")
        trainer.keyboard.press("Enter")
        expect(trainer.locator("#evidence .asked q")).to_have_text([ASK, ANSWER])
        press(trainer, ".back a")
        trainer.wait_for_url("**/queue**")
        expect(trainer.locator("main")).not_to_contain_text("second look asked for:")

        _says_much(database)
        for language, scheme in SIGHTS:
            page = open_page(locale=language, color_scheme=scheme)
            sign_in(page, base, "tina")
            page.goto(f"{base}/queue")
            page.locator("details.give summary").click()
            looks_well(page, language)
            all_in_sight(page, ".queue :is([role=cell], [role=rowheader], [role=cell] button)")
        administrator = open_page()
        sign_in(administrator, base, "ada")
        administrator.goto(f"{base}/queue")
        looks_well(administrator)


def _disputed(page: Page, base: str) -> str:
    """The address of a report in which Pat asks for a second look."""
    sign_in(page, base, "pat")
    Person(page, base, "Pat").begin().send(REPLY)
    report = f"{page.url.split('#')[0]}/report"
    page.goto(report)
    folded = page.locator("#evidence details:has(form[action$='/disputes'])").first
    folded.locator("summary").click()
    folded.locator("textarea").fill(ASK)
    folded.locator("button").click()
    expect(page.locator("#evidence .asked q")).to_have_text(ASK)
    return report


def _says_much(database: Database) -> None:
    """Whatever stands in the queue has many reasons, and is open."""
    with database.writing() as session:
        for row in session.exec(select(ReviewRow)).all():
            row.state, row.reasons, row.done_by, row.done_at = "open", [*row.reasons, *MANY], None, None
            session.add(row)
