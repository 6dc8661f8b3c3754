"""Whatever people and models write, pages show it as words: nothing of it runs, and nothing of a page gives way."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from practice.domain.answer import storable
from practice.model.openai_stub import running_stub_server
from practice.services.people import LONGEST_NAME, name_to_keep
from tests.browser.hostile import PLAIN, Mouth, Wording, hostile, names, write_content
from tests.browser.hostile_page import Part, Watched
from tests.browser.person import Person
from tests.serving import serving

pytestmark = pytest.mark.chromium

SCENARIOS = ("queue-quarrel", "public-review", "contract-renewal")
LIMIT = 20_000
#: Elsewhere, so that the page does not know of it.
END = """
async (form) =>
  (await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)) })).ok
"""
LANDMARKS = ("body > header", "main", "h1", "body > footer")

Sights = dict[str, tuple[list[Part], set[str]]]
Open = Callable[..., Page]


class Service(NamedTuple):
    base: str
    mouth: Mouth


@contextmanager
def served(
    wording: Wording, folder: Path, database: Path, scenarios: tuple[str, ...] = SCENARIOS, **settings: str
) -> Iterator[Service]:
    mouth = Mouth(wording)
    write_content(folder, wording, scenarios)
    (folder / "practice.db").write_bytes(database.read_bytes())
    with (
        running_stub_server(mouth) as upstream,
        serving(
            f"sqlite:///{folder / 'practice.db'}",
            folder,
            PRACTICE_CONTENT=str(folder),
            PRACTICE_MODEL="openai/mouth",
            PRACTICE_API_BASE=upstream,
            PRACTICE_REPLY_LIMIT=str(LIMIT),
            **settings,
        ) as base,
    ):
        yield Service(base, mouth)


def played(watched: Watched, scenario: str, mouth: Mouth) -> Sights:
    """One talk with all its pages, each as it then stood."""
    page, base, wording = watched.page, watched.base, watched.wording
    alice = Person(page, base)
    sights: Sights = {}

    def look(name: str) -> None:
        sights[name] = watched.parts(), watched.ever_added()
        assert watched.faults == [], name
        assert [page.locator(landmark).count() for landmark in LANDMARKS] == [1] * len(LANDMARKS), name

    page.goto(f"{base}/")
    watched.fill("#name", wording.whole * 2)
    page.locator("form.sign-in button").click()
    expect(page.locator("#name[aria-invalid]")).to_be_visible()
    look("a name refused")
    page.locator("#name").fill(alice.name)
    page.locator("form.sign-in button").click()
    page.wait_for_url("**/scenarios")
    page.goto(f"{base}/scenarios/{scenario}")
    look("briefing")
    page.locator("input[name=language][value=en]").check()
    page.locator("input[name=mode][value=practice]").check()
    page.locator("form[action$='/conversations'] button").click()
    page.wait_for_url("**/conversations/*")
    talk = page.url
    look("opening")
    watched.fill("#text", wording.whole + "x" * LIMIT)
    _submit(page)
    expect(page.locator("#reply-problem")).not_to_be_empty()
    look("a reply refused")
    watched.fill("#text", wording.whole)
    alice.box.press("Control+Enter")
    expect(alice.grades).to_have_count(1)
    alice.await_quiet()
    page.locator(".step-button").first.focus()
    look("live")
    page.goto(talk)
    look("loaded")
    page.locator("[name=csrf_token]").evaluate_all("(found) => found.forEach((field) => { field.value = 'x'; })")
    watched.fill("#text", wording.whole)
    _submit(page)
    expect(page.locator("#typed")).to_be_visible()
    look("refused for its token")
    page.goto(talk)
    assert page.locator("[data-end] form").evaluate(END)
    watched.fill("#text", wording.whole)
    _submit(page)
    expect(page.locator("#late")).to_be_visible()
    look("too late")
    page.goto(f"{talk}/report")
    _await_report(page, waiting="no")
    mouth.open.clear()
    page.locator("#coach form button").click()
    _await_report(page, waiting="yes")
    mouth.open.set()
    _await_report(page, waiting="no")
    expect(page.locator("#coach .point")).to_have_count(2)
    look("report, brought up to date")
    page.reload()
    look("report")
    page.goto(f"{base}/scenarios")
    look("overview")
    return sights


def _submit(page: Page) -> None:
    """As a browser without our script does."""
    with page.expect_navigation():
        page.locator("#reply").evaluate("(form) => HTMLFormElement.prototype.submit.call(form)")


def _await_report(page: Page, waiting: str) -> None:
    expect(page.locator(".report")).to_have_attribute("data-waiting", waiting)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[tuple[Service, ...]]:
    """One whose every text is hostile and one whose every text is harmless, started side by side."""
    wordings = (hostile(), PLAIN)
    with ExitStack() as started, ThreadPoolExecutor() as pool:
        starting = [served(wording, tmp_path_factory.mktemp("served"), migrated_sqlite) for wording in wordings]
        yield tuple(pool.map(started.enter_context, starting))


@pytest.mark.parametrize(("scenario", "policy"), [(s, n != 1) for n, s in enumerate(SCENARIOS)])
def test_a_page_of_hostile_words_is_made_as_one_of_harmless_words(
    services: tuple[Service, ...], open_page: Open, scenario: str, policy: bool
) -> None:
    """With the browser's content security policy, and without it: escaping alone must do."""
    hostiles, harmless = (
        played(Watched(open_page(bypass_csp=not policy), base, mouth.wording), scenario, mouth)
        for base, mouth in services
    )
    for name, (parts, added) in hostiles.items():
        expected, ever = harmless[name]
        assert parts == expected, name
        assert added - ever == set(), name


def test_a_hostile_name_is_greeted_as_any_other(services: tuple[Service, ...], open_page: Open) -> None:
    base = services[-1].base
    watched = Watched(open_page(), base, PLAIN)
    Person(watched.page, base).sign_in()

    def greeted(name: str) -> list[Part]:
        watched.wording = Wording(name_to_keep(storable(name)), "Nobody")
        token = watched.page.locator("[name=csrf_token]").first.input_value()
        form: dict[str, str | float | bool] = {"csrf_token": token, "name": storable(name), "role": "trainee"}
        assert watched.page.request.post(f"{base}/sign-in", form=form, max_redirects=0).status == 303
        watched.page.goto(f"{base}/nothing-here")
        assert watched.faults == [], name
        return watched.parts()

    plain = greeted("Bertha Plain")
    assert sum(told == "◐" for *_, told in plain) == 1
    for name in names(LONGEST_NAME):
        assert greeted(name) == plain, name
