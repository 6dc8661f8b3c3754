"""Replies labelled a second time: by keyboard, by screen reader, narrow, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from practice.domain.labels import Label, LabelledReply
from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.store.database import Database
from practice.store.gold import GoldSource
from practice.store.gold_writing import GivenBy, add_gold_item, add_gold_labels, add_gold_set
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, looks_well, opened_shop, press, sign_in

pytestmark = pytest.mark.chromium

CRITERIA = ("calmness", "empathy", "solutions", "level_tone")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def set_id(database: Database) -> str:
    """Of ten replies, each of which Tina has labelled."""
    tina = opened_shop(database, tina=PersonRole.TRAINER)["tina"]
    with database.writing() as session:
        set_id = add_gold_set(session, tina.organisation_id or 0, "frontline", "Spring", tina.id)
        for n in range(10):
            words = ("Late.", "Where is it?", f"I am sorry, number {n}.")
            reply = LabelledReply(f"r{n}", Language.EN, Channel.EMAIL, *words, ())
            item_id = add_gold_item(session, set_id, reply, source=GoldSource.IMPORTED, added_by=tina.id)
            labels = (Label("tina", key, 1 + n % 5) for key in CRITERIA)
            add_gold_labels(session, [GivenBy(item_id, label, tina.id) for label in labels])
    return set_id


@pytest.mark.parametrize(("language", "scheme"), SIGHTS)
def test_replies_are_labelled_again_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], set_id: str, language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, "tina")
        page.goto(f"{base}/gold/{set_id}/label")
        press(page, "main a[href$='/label/again']")
        page.wait_for_url("**/label/again")
        looks_well(page, language)
        press(page, "main .buttons a.go")
        page.wait_for_url("**/label/again/*")
        looks_well(page, language)
        for again in ("3333", "21n4"):
            expect(page.locator("#labelling input:focus")).to_have_count(1)
            expect(page.locator("#labelling input:checked")).to_have_count(0)
            for key in again:
                page.keyboard.press(key)
            expect(page.locator("#labelling button")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator(".others tbody tr")).to_have_count(len(CRITERIA))
            expect(page.locator("#next")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator("#labelling")).to_be_visible()
        page.go_back()
        looks_well(page, language)
        for there in ("label/again", "agreement"):
            page.goto(f"{base}/gold/{set_id}/{there}")
            looks_well(page, language)
