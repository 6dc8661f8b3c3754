"""Taking out what was practised: by keyboard, by screen reader, narrow, in every language."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, press, reach, sign_in

pytestmark = pytest.mark.chromium


@pytest.fixture
def path(database_url: str) -> Iterator[str]:
    """Of Tina's group's page."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, kim=PersonRole.TRAINEE, ada=PersonRole.ADMIN)
    yield f"/cohorts/{group(database, people['tina'], people['kim'])}"
    database.close()


def test_a_file_of_a_group_is_taken_out_by_keyboard_alone(
    serve: Serve, open_page: Callable[..., Page], path: str, tmp_path: Path
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(accept_downloads=True)
        sign_in(page, base, "tina")
        page.goto(f"{base}{path}")
        press(page, "a[href$='/export']")
        page.wait_for_url("**/export")
        looks_well(page)
        reach(page, "input[name=kind]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        with page.expect_download() as download:
            press(page, "form.card button")
        assert download.value.suggested_filename == "levels.csv"
        kept = tmp_path / "levels.csv"
        download.value.save_as(kept)
        [columns] = csv.reader(kept.read_text(encoding="utf-8-sig").splitlines())
        assert columns[-1] == "trainer_at"


def test_the_pages_look_well_in_every_language(serve: Serve, open_page: Callable[..., Page], path: str) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        for language, scheme in SIGHTS:
            page = open_page(locale=language, color_scheme=scheme)
            sign_in(page, base, "tina")
            for address in (f"{path}/export", f"{path}/export/file?since=x", "/account"):
                page.goto(f"{base}{address}")
                looks_well(page, language)
            admin = open_page(locale=language, color_scheme=scheme)
            sign_in(admin, base, "ada")
            admin.goto(f"{base}/administration/records")
            looks_well(admin, language)
