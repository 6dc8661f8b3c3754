"""Every page for everybody: by keyboard, by screen reader, without script, narrow, and against hostile text."""

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import Person

pytestmark = pytest.mark.chromium

HOSTILE = (
    "<script>document.title='broken'</script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "\"><svg onload=document.title='broken'>",
    "{{ 7 * 7 }} {% raw %} ${7*7} </textarea></li></ol><h1>mine</h1>",
    "</script><style>body{display:none}</style>",
    "\nevent: end\ndata: {}\n\n",
)


CHANNELS = {"e-mail": "contract-renewal", "phone": "overdue-invoice", "thread": "public-review", "two": "queue-quarrel"}
#: Every channel in one language; elsewhere one will do, as only the words differ.
CHANNELS_IN = {"en": list(CHANNELS), "fi": ["e-mail"], "pl": ["thread"], "sv": ["two"]}


def pages_of(alice: Person, language: str) -> list[tuple[str, str]]:
    """A name and an address for each kind of page, a talk with one graded reply on the channels among them."""
    alice.sign_in().begin()
    alice.send("I am sorry that the telescope is late. I will send a new one today.")
    talk = alice.page.url.split("#")[0]
    channels = []
    for name in CHANNELS_IN[language]:
        alice.begin(CHANNELS[name])
        alice.send("I can hear that you are angry, and it is our mistake.")
        address = alice.page.url.split("#")[0]
        channels += [(name, address), (f"{name}, report", f"{address}/report")]
    alice.begin(mode="check")
    return [
        *channels,
        ("check", alice.page.url.split("#")[0]),
        ("start", f"{alice.base}/"),
        ("scenarios", f"{alice.base}/scenarios"),
        ("briefing", f"{alice.base}/scenarios/overdue-invoice"),
        ("talk", talk),
        ("report", f"{talk}/report"),
        ("not found", f"{alice.base}/nowhere"),
    ]


@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_axe_finds_nothing_in_light_and_dark(shared_server: str, open_page: Callable[..., Page], language: str) -> None:
    alice = Person(open_page(locale=language), shared_server)
    pages = pages_of(alice, language)
    # Colours do not depend on the language.
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark") if language == "en" else ("light",)
    for scheme in schemes:
        alice.page.emulate_media(color_scheme=scheme)
        for name, address in pages:
            alice.page.goto(address)
            found = Axe().run(alice.page)
            assert found.violations_count == 0, f"{name}, {scheme}: {found.generate_report()}"
            assert alice.page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_no_page_is_wider_than_its_window(shared_server: str, open_page: Callable[..., Page], language: str) -> None:
    alice = Person(open_page(locale=language), shared_server)
    for name, address in pages_of(alice, language):
        alice.page.goto(address)
        for width in (320, 390, 768, 1280, 1920):
            alice.page.set_viewport_size({"width": width, "height": 800})
            wide = alice.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name


def test_the_keyboard_alone_is_enough_for_a_talk(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(), shared_server)
    page = alice.page
    page.goto(f"{shared_server}/")
    _tab_to(page, "#name")
    page.keyboard.type("Alice")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios")
    _tab_to(page, ".scenario a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scenarios/*")
    _tab_to(page, "form[action$='/conversations'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conversations/*")
    expect(alice.box).to_be_focused()
    page.keyboard.type("I am sorry that it is late.")
    page.keyboard.press("Enter")
    expect(alice.answers).to_have_count(2)
    alice.await_quiet()
    _tab_to(page, "details[data-end] summary")
    page.keyboard.press("Enter")
    _tab_to(page, "details[data-end] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report")


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_without_script_a_talk_works_as_whole_pages(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(java_script_enabled=False), shared_server).sign_in().begin()
    alice.type("I am sorry that the telescope is late. I will send a new one today.")
    alice.page.locator("#reply button").click()
    expect(alice.answers).to_have_count(2)
    expect(alice.grades).to_have_count(1)
    alice.type("   ")
    alice.page.locator("#reply button").click()
    expect(alice.page.locator("#reply-problem")).not_to_be_empty()
    alice.end()
    expect(alice.page.locator("h1")).to_be_visible()


def test_hostile_text_is_only_text(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(), shared_server, name="<b>Alice</b>").sign_in().begin()
    for text in HOSTILE:
        if not alice.box.count():
            alice.begin()
        alice.send(text)
        said = alice.replies.last.locator(".bubble").inner_text()
        assert " ".join(said.split()) == " ".join(text.split())
    alice.page.reload()
    assert "broken" not in alice.page.title()
    assert alice.page.locator("#lines script, #lines img, #lines svg:not([class]), #lines h1").count() == 0
    alice.end()
    assert "broken" not in alice.page.title()
    expect(alice.page.get_by_role("heading", level=1)).to_have_count(1)


def test_nothing_is_fetched_from_elsewhere(shared_server: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    alice = Person(page, shared_server)
    pages_of(alice, "en")
    assert asked
    assert [url for url in asked if not url.startswith((shared_server, "data:"))] == []


def test_the_finished_answer_and_the_grade_are_announced_not_each_word(alice: Person) -> None:
    alice.sign_in().begin()
    alice.send("I am sorry that it is late.")
    expect(alice.page.locator("#announcement")).not_to_be_empty()
    assert alice.page.locator("#lines").evaluate("e => !!e.closest('[aria-live]')") is False
