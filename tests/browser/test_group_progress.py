"""A trainer follows a group and writes beside a turn, and the trainee finds it: by keyboard, narrow, and on paper."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sqlmodel import update

from practice.domain.language import Language
from practice.services.assembly import Services, assemble
from practice.services.talk import TalkChoices
from practice.settings import load_settings
from practice.store.chat import ConversationRow
from practice.store.database import Database
from practice.store.job import JobRow, JobState
from practice.store.person import Person, PersonRole
from practice.store.types import now
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, group, looks_well, opened_shop, press, reach, sign_in
from tests.conftest import ROOT
from tests.services.graded import grade_by_hand
from tests.services.talk import begin

pytestmark = pytest.mark.chromium

WORDS = "You named the trouble before you offered anything: that is what calms people.\n" + "Go on like this. " * 20
TRAINEES = ("pat", "ann", "bo", "cy", "di")
#: CSS pixels of what is left of A4 between the margins of the print sheet.
PAPER = ViewportSize(width=680, height=990)


@pytest.fixture
def cohort_id(database_url: str) -> Iterator[str]:
    """Tina's: five trainees with a talk each, Pat with a second one, and Eve with none."""
    database = Database(database_url)
    roles = dict.fromkeys((*TRAINEES, "eve"), PersonRole.TRAINEE)
    people = opened_shop(database, tina=PersonRole.TRAINER, **roles)
    services = assemble(load_settings(DATABASE_URL=database_url, content=ROOT, jobs_in_web=False))
    for number, name in enumerate((*TRAINEES, "pat"), start=1):
        _talk(services, people[name], min(number, 5), 7 - number)
    yield group(database, people["tina"], *(people[name] for name in roles))
    services.database.close()
    database.close()


def _talk(services: Services, person: Person, level: int, days_ago: int) -> None:
    talk = begin(services, person, choices=TalkChoices(Language.SV, seed=7))
    reply = talk.reply("Förlåt. Du får ett nytt teleskop på fredag.")
    services.chat.stop(person, reply.answer_id)
    grade_by_hand(services, reply.reply_id, level)
    services.chat.end(person, talk.id)
    with services.database.writing() as session:
        session.exec(update(JobRow).values(state=JobState.FAILED.value))
        session.get_one(ConversationRow, talk.id).started_at = now() - timedelta(days=days_ago)


def test_a_group_is_followed_to_a_comment_that_its_trainee_finds(
    serve: Serve, open_page: Callable[..., Page], cohort_id: str, tmp_path: Path
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, trainee = open_page(), open_page()
        sign_in(trainer, base, "tina")
        trainer.goto(f"{base}/cohorts/{cohort_id}")
        press(trainer, f"a[href='/cohorts/{cohort_id}/progress']")
        trainer.wait_for_url("**/progress")
        looks_well(trainer)
        reach(trainer, "select[name=period]")
        trainer.keyboard.press("Home")
        press(trainer, "form.narrowing button")
        trainer.wait_for_url("**/progress?period=30&*")
        expect(trainer.locator(".group-chart .half")).to_have_count(4)
        expect(trainer.locator("#quiet-title ~ ul a")).to_have_text(["Eve"])
        press(trainer, ".every-point summary")
        expect(trainer.locator(".every-point tbody tr")).to_have_count(6)
        looks_well(trainer)
        _prints_whole(trainer, tmp_path, ".every-point table, .criteria .card, .advice .card")

        press(trainer, ".advice a")
        trainer.wait_for_url("**/report#talk")
        trainer.goto(f"{base}/cohorts/{cohort_id}")
        trainer.get_by_role("link", name="Pat", exact=True).press("Enter")
        trainer.wait_for_url("**/people/*")
        looks_well(trainer)
        expect(trainer.locator(".group-chart").first.locator(".talk")).to_have_count(2)
        _prints_whole(trainer, tmp_path, ".criteria .card, .advice .card, .listing tr")
        press(trainer, ".listing .go")
        trainer.wait_for_url("**/report")
        written = trainer.locator("#reply-1 .comments")
        written.locator("summary").focus()
        trainer.keyboard.press("Enter")
        looks_well(trainer)
        trainer.keyboard.press("Tab")
        trainer.keyboard.type("   ")
        trainer.keyboard.press("Tab")
        trainer.keyboard.press("Enter")
        expect(trainer.get_by_role("alert")).to_be_visible()
        expect(trainer.locator("textarea[aria-invalid]")).to_be_focused()
        trainer.keyboard.insert_text(WORDS)
        trainer.keyboard.press("Tab")
        trainer.keyboard.press("Enter")
        expect(written.locator(".comment-words")).to_contain_text(WORDS.split("\n")[0])
        expect(written.locator("form[action$='/withdraw']")).to_be_visible()
        looks_well(trainer)
        _prints_whole(trainer, tmp_path, ".comment, .turn, .levels, .moves")

        sign_in(trainee, base, "pat")
        expect(trainee.locator(".recent .new")).to_be_visible()
        looks_well(trainee)
        press(trainee, "main .note a")
        trainee.wait_for_url("**/report#comments-*")
        expect(trainee.locator(".comment .new")).to_be_visible()
        expect(trainee.locator(".comments form")).to_have_count(0)
        looks_well(trainee)
        trainee.goto(f"{base}/scenarios")
        expect(trainee.locator("main .note a")).to_have_count(0)
        press(trainee, "a[href='/progress']")
        trainee.wait_for_url("**/progress")
        expect(trainee.locator(".left-comments .comment-words")).to_contain_text(WORDS.split("\n")[0])
        looks_well(trainee)
        _prints_whole(trainee, tmp_path, ".criteria .card, .left-comments li, .listing tr")


@pytest.mark.parametrize(("language", "scheme"), SIGHTS[1:])
def test_the_group_looks_well_in_every_language_and_in_the_dark(
    serve: Serve, open_page: Callable[..., Page], cohort_id: str, language: str, scheme: str
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page(locale=language, color_scheme=scheme)
        sign_in(page, base, "tina")
        page.goto(f"{base}/cohorts/{cohort_id}/progress")
        looks_well(page, language)
        page.goto(f"{base}/cohorts/{cohort_id}")
        page.get_by_role("link", name="Pat", exact=True).click()
        page.wait_for_url("**/people/*")
        looks_well(page, language)
        page.goto(f"{base}/cohorts/{cohort_id}/progress")
        page.goto(str(page.locator(".advice a").first.evaluate("link => link.href")))
        looks_well(page, language)


def _prints_whole(page: Page, folder: Path, parts: str) -> None:
    """On paper no menu and no form stand, everything folded is open, and nothing is wider than the sheet."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    for gone in ("header.site", "form", ".back"):
        expect(page.locator(gone).locator("visible=true")).to_have_count(0)
    for part in page.locator(parts).all():
        assert part.bounding_box() is not None, part
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    wide = "box => [...document.querySelectorAll(box)].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wide, ".scroll, .table-frame") == 0
    page.pdf(path=folder / "page.pdf", prefer_css_page_size=True)
    page.emulate_media(media="screen")
