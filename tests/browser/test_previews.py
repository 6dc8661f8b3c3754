"""A trainer tries a draft on a reply, sees what it would change, and publishes it: by keyboard, in every language."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from practice.domain.conversation import Problem
from practice.domain.grade import Grade, GradeStatus, grade_failed
from practice.domain.labels import Label, LabelledReply
from practice.domain.preview import KeptGrade
from practice.domain.score import CriterionScore, Quote, ScoreStatus
from practice.library import Library, read_rubric
from practice.services.preview_figures import finish
from practice.store.database import Database
from practice.store.gold import GoldSetRow, GoldSource
from practice.store.gold_reading import gold_items
from practice.store.gold_writing import add_gold_item, add_gold_set
from practice.store.person import Person, PersonRole
from practice.store.preview import PreviewRow
from practice.store.preview_writing import ToGrade, add_preview
from practice.store.version import RubricVersionRow, version_of
from practice.store.version_writing import Whose, add_draft
from tests.browser.conftest import Serve
from tests.browser.shop import SIGHTS, all_in_sight, looks_well, opened_shop, press, reach, sign_in, type_into
from tests.conftest import ROOT

pytestmark = pytest.mark.chromium

DRAFT = (ROOT / "tests" / "grading_cases" / "rubrics" / "plain.yaml").read_text(encoding="utf-8")
VERSION = "/rubrics/frontline/versions/1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def tina(database: Database) -> Person:
    """She has a draft, and a set of the replies by which the file's text is checked, with the levels expected there."""
    tina = opened_shop(database, tina=PersonRole.TRAINER)["tina"]
    organisation_id = tina.organisation_id or 0
    examples = read_rubric(Library(ROOT).rubric_document("frontline").text, "frontline").examples
    with database.writing() as session:
        whose = Whose(RubricVersionRow, organisation_id, "frontline")
        add_draft(session, whose, DRAFT, based_on=None, author_id=tina.id, note="")
        set_id = add_gold_set(session, organisation_id, "frontline", "Spring", tina.id)
        for one in [example for example in examples if example.use == "check"][:16]:
            labels = tuple(Label("Tom", key, expected.lowest) for key, expected in one.expected.items())
            reply = LabelledReply(one.id, one.language, one.channel, one.situation, one.customer, one.reply, labels)
            add_gold_item(session, set_id, reply, source=GoldSource.IMPORTED, added_by=tina.id)
    return tina


def preview(page: Page, base: str) -> None:
    """Begun by keyboard; the page shows by itself what came of it, also where the machine is busy."""
    page.goto(f"{base}{VERSION}")
    press(page, "#preview-title ~ p a.go")
    page.wait_for_url("**/preview")
    press(page, "form.card button")
    page.wait_for_url("**/previews/*")
    expect(page.locator("#agreement-title")).to_be_visible(timeout=60_000)


@pytest.mark.usefixtures("tina")
def test_a_draft_is_tried_previewed_and_published_by_keyboard(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}{VERSION}")
        looks_well(page)
        page.goto(f"{base}{VERSION}/preview")
        looks_well(page)
        preview(page, base)
        expect(page.locator("#flips-title")).to_be_visible()
        looks_well(page)
        page.goto(f"{base}{VERSION}/try")
        reach(page, "#pick")
        page.keyboard.press("ArrowDown")
        press(page, "form[method=get] button")
        page.wait_for_url("**/try?pick=*")
        assert page.locator("#reply").input_value()
        looks_well(page)
        type_into(page, "#situation", "The parcel is late.")
        press(page, "form[method=post].card button")
        expect(page.locator(".side")).to_have_count(2)
        assert page.locator("#situation").input_value() == "The parcel is late."
        looks_well(page)
        page.goto(f"{base}{VERSION}")
        type_into(page, "#note", "Shorter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/rubrics/frontline")
        expect(page.locator("table a[href^='/previews/']")).to_have_count(2)
        looks_well(page)


@pytest.mark.usefixtures("tina")
def test_previews_look_well_in_every_language_and_in_the_dark(
    serve: Serve, open_page: Callable[..., Page], database: Database
) -> None:
    preview_id = made_by_hand(database)
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        for language, scheme in SIGHTS:
            page = open_page(locale=language, color_scheme=scheme)
            sign_in(page, base, "tina")
            for path in (f"{VERSION}/try", f"/previews/{preview_id}"):
                page.goto(f"{base}{path}")
                looks_well(page, language)
            all_in_sight(page, ".listing :is([role=cell], [role=rowheader])")


def made_by_hand(database: Database) -> str:
    """A preview in which levels change and one reply could not be graded."""
    with database.writing() as session:
        [kept] = session.exec(select(GoldSetRow)).all()
        draft = session.exec(select(RubricVersionRow)).one()
        before = version_of(session, RubricVersionRow, "frontline", Library(ROOT).rubric_document("frontline").text)
        row = PreviewRow(
            organisation_id=kept.organisation_id,
            gold_set_id=kept.id,
            before_version_id=before.id or 0,
            after_version_id=draft.id or 0,
            created_by=kept.created_by,
        )
        items = gold_items(session, kept.id)[:4]
        sides = [(item, version, level) for item in items for version, level in ((before, 2), (draft, 4))]
        wanted = [
            ToGrade(item.id, version.id or 0, KeptGrade("by-hand", graded(level, failed=item is items[0])))
            for item, version, level in sides
        ]
        preview_id = add_preview(session, row, wanted)
    assert finish(database, preview_id) is not None
    return preview_id


def graded(level: int, *, failed: bool) -> Grade:
    if failed:
        return grade_failed(Problem("model_timeout", ""), "by-hand")
    scores = tuple(
        CriterionScore(key, ScoreStatus.SCORED, level, (Quote("sorry", True),), "Because of the words.", None)
        for key in ("calmness", "empathy", "solutions", "level_tone")
    )
    return Grade(GradeStatus.GRADED, None, scores, (), "by-hand", "0" * 16)


@pytest.mark.usefixtures("tina")
def test_what_is_in_force_is_measured_by_keyboard_and_looks_well(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        page = open_page()
        sign_in(page, base, "tina")
        page.goto(f"{base}/rubrics/frontline/versions/0")
        looks_well(page)
        press(page, "#measured-title ~ p a.go")
        page.wait_for_url("**/preview")
        looks_well(page)
        press(page, "form.card button")
        page.wait_for_url("**/previews/*")
        expect(page.locator("#each-language-title")).to_be_visible(timeout=60_000)
        expect(page.locator("#flips-title")).to_have_count(0)
        looks_well(page)
        for path in ("/rubrics", "/rubrics/frontline", "/rubrics/frontline/versions/0"):
            page.goto(f"{base}{path}")
            expect(page.get_by_text("the built-in stub").first).to_be_visible()
            looks_well(page)
        page.goto(f"{base}/gold")
        page.get_by_role("link", name="Spring").click()
        page.get_by_role("link", name="How far people agree").click()
        expect(page.get_by_text("the built-in stub").first).to_be_visible()
        looks_well(page)
