"""A trainer's day from end to end: labels, a rubric tuned on them, levels set right, and a file of it all."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from practice.library import Library, read_rubric
from practice.store.database import Database
from practice.store.person import PersonRole
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.browser.shop import group, opened_shop, sign_in
from tests.conftest import ROOT

pytestmark = [pytest.mark.chromium, pytest.mark.timeout(300)]

LABELS = 60
REPLIES = (
    "I am sorry about the telescope. I will send a new one today.",
    "You have waited long enough. A courier brings it tomorrow before ten.",
)
WORDS = "The words about tomorrow are a step that somebody can hold us to."
ASK = "I said what happens and when."
ANSWER = "You did. I have set it to four."


@pytest.fixture
def cohort_id(database_url: str) -> Iterator[str]:
    """Of Tina, who trains Pat."""
    database = Database(database_url)
    people = opened_shop(database, tina=PersonRole.TRAINER, pat=PersonRole.TRAINEE)
    yield group(database, people["tina"], people["pat"])
    database.close()


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Made-up replies and levels, and the rubric's own check examples with the lowest level that is right."""
    lines = (ROOT / "tests" / "labels" / "made_up.jsonl").read_text(encoding="utf-8").splitlines()
    rubric = read_rubric(Library(ROOT).rubric_document("frontline").text, "frontline")
    for one in [example for example in rubric.examples if example.use == "check"][: LABELS - len(lines)]:
        levels = {key: expected.lowest for key, expected in one.expected.items() if expected.lowest}
        record = {
            "id": one.id,
            "language": one.language.value,
            "channel": one.channel.value,
            "situation": one.situation,
            "customer": one.customer,
            "reply": one.reply,
            "labels": {"made-up-anna": levels},
        }
        lines.append(json.dumps(record))
    assert len(lines) == LABELS
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_from_sixty_labels_to_a_published_rubric_and_from_corrected_levels_to_a_file(
    serve: Serve, open_page: Callable[..., Page], cohort_id: str, labels: Path
) -> None:
    with serve(PRACTICE_SIGN_IN="accounts") as base:
        trainer, trainee = open_page(), open_page()
        sign_in(trainer, base, "tina")
        _take_in(trainer, base, labels)
        _change_a_level_and_an_example(trainer, base)
        _preview_and_publish(trainer)

        sign_in(trainee, base, "pat")
        person = Person(trainee, base, "Pat").begin()
        for reply in REPLIES:
            person.send(reply)
        report = f"{trainee.url.split('#')[0]}/report"
        trainee.goto(report)
        _say(trainee, "/disputes", ASK)

        trainer.goto(report)
        _answer(trainer)
        for level in ("5", "4", "3"):
            _override(trainer, level)
        trainee.goto(report)
        expect(trainee.locator("#evidence .asked q")).to_have_text([ASK, ANSWER])

        _find_corrections(trainer, base)
        _take_out(trainer, base, cohort_id)


def _take_in(page: Page, base: str, labels: Path) -> None:
    page.goto(f"{base}/gold")
    page.locator("#name").fill("Spring")
    page.locator("#name").press("Enter")
    page.wait_for_url("**/gold/*")
    path = page.url
    page.goto(f"{path}/import")
    page.locator("#file").set_input_files(labels)
    page.locator("form.card > button").click()
    page.wait_for_url(path)
    expect(page.get_by_role("status")).to_contain_text("New replies: 60.")
    page.goto(f"{path}/agreement")
    expect(page.locator("main table").first).to_contain_text("Calmness")


def _change_a_level_and_an_example(page: Page, base: str) -> None:
    page.goto(f"{base}/rubrics/frontline/form?part=criteria/0")
    page.locator("#f-criteria-0-levels-2-text-en").fill("Keeps to the matter, neither warm nor cold.")
    page.locator("button[value='part/listed/1']").click()
    page.locator("button[value='part/examples/0']").click()
    page.locator("#f-examples-0-situation").fill("A parcel is two weeks late and nobody has written.")
    page.locator("#note").fill("Level 3 of calmness is told apart from 4")
    page.locator("#save").click()
    page.wait_for_url("**/versions/1")
    expect(page.locator("pre.source")).to_contain_text("neither warm nor cold")
    expect(page.locator("pre.source")).to_contain_text("two weeks late and nobody has written")


def _preview_and_publish(page: Page) -> None:
    draft = page.url
    page.goto(f"{draft}/preview")
    page.locator("form.card button").click()
    page.wait_for_url("**/previews/*")
    expect(page.locator("#agreement-title")).to_be_visible(timeout=120_000)
    page.goto(draft)
    page.locator("#note").press("Enter")
    page.wait_for_url("**/rubrics/frontline")
    expect(page.locator("main")).to_contain_text("published")


def _say(page: Page, act: str, words: str, level: str | None = None) -> None:
    """In the first form of this kind."""
    folded = page.locator(f"#evidence details:has(form[action$='{act}'])").first
    folded.locator("summary").first.click()
    folded.locator("textarea").fill(words)
    if level:
        folded.locator("select[name=level]").select_option(level)
        folded.locator("select[name=reason]").select_option("wrong_level")
    with page.expect_navigation():
        folded.locator("button").last.click()


def _answer(page: Page) -> None:
    _say(page, "/answers", ANSWER, "4")
    expect(page.locator("#evidence .asked q")).to_have_text([ASK, ANSWER])


def _override(page: Page, level: str) -> None:
    """Of the first grade for which nobody has set one."""
    before = page.locator("#evidence .by-trainer q").count()
    untouched = page.locator("#evidence .proofs > li:not(:has(.by-trainer))")
    folded = untouched.locator("details:has(form[action$='/overrides'])").first
    folded.locator("summary").first.click()
    folded.locator("textarea").fill(WORDS)
    folded.locator("select[name=level]").select_option(level)
    folded.locator("select[name=reason]").select_option("wrong_level")
    with page.expect_navigation():
        folded.locator("button").last.click()
    expect(page.locator("#evidence .by-trainer q")).to_have_count(before + 1)


def _find_corrections(page: Page, base: str) -> None:
    page.goto(f"{base}/gold")
    page.get_by_role("link", name="Corrections").click()
    page.wait_for_url("**/gold/*")
    expect(page.locator("main")).to_contain_text(REPLIES[0])


def _take_out(page: Page, base: str, cohort_id: str) -> None:
    page.goto(f"{base}/cohorts/{cohort_id}/export")
    page.locator("input[name=kind][value=overrides]").check()
    with page.expect_download() as download:
        page.locator("form.card button").first.click()
    kept = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(kept, newline="")))
    assert [row["level"] for row in rows if WORDS in row.values()] == ["5", "4", "3"]
