"""What a channel's page does in a real browser, by keyboard and by hand."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import Person

pytestmark = pytest.mark.chromium

HURTS = "Calm down, that is simply our policy."
HELPS = "I can hear that you are angry, and it is our mistake. What matters most to you now?"
LISTENS = """
window.SpeechRecognition = window.webkitSpeechRecognition = class extends EventTarget {
  start() { window.heard = this; }
  abort() { this.dispatchEvent(new Event("end")); }
};
"""
SAYS = "Object.assign(speechSynthesis, {speak: (said) => { window.said = said; }, cancel() {}});"
HEARD = """
(text) => window.heard.dispatchEvent(Object.assign(new Event("result"),
  {resultIndex: 0, results: [Object.assign([{transcript: text}], {isFinal: true})]}))
"""


def test_the_keyboard_shows_the_words_behind_each_step_of_the_curve(alice: Person) -> None:
    alice.sign_in().begin()
    for reply in (HURTS, HELPS):
        alice.send(reply)
    card, steps = alice.moods, alice.moods.locator(".step-button")
    shown, newest = card.locator("[data-why]"), card.locator(".why.latest")
    expect(steps).to_have_count(2)
    steps.first.focus()
    expect(shown).to_contain_text("Calm down")
    expect(shown).to_contain_text(re.compile("Frustration.*[+]"))
    expect(newest).to_be_hidden()
    expect(steps.first).to_have_attribute("aria-expanded", "true")
    found = Axe().run(alice.page)
    assert found.violations_count == 0, found.generate_report()
    alice.page.keyboard.press("Tab")
    expect(steps.nth(1)).to_be_focused()
    expect(shown).to_contain_text("I can hear that you are angry")
    alice.page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(newest).to_be_visible()
    expect(steps.nth(1)).to_be_focused()


def test_the_pointer_and_a_tap_show_the_same(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(has_touch=True), shared_server).sign_in().begin()
    alice.send(HURTS)
    column, shown = alice.moods.locator("rect.column"), alice.moods.locator("[data-why]")
    column.hover()
    expect(shown).to_contain_text("Calm down")
    shown.hover()
    expect(shown).to_be_visible()
    alice.page.locator("h1").hover()
    expect(shown).to_be_hidden()
    alice.moods.locator(".step-button").tap()
    expect(shown).to_contain_text("Calm down")


def test_a_step_that_is_being_read_keeps_the_keyboard_when_the_mood_moves_on(alice: Person) -> None:
    alice.sign_in().begin()
    alice.send(HURTS)
    alice.type(HELPS)
    alice.box.press("Enter")
    alice.moods.locator(".step-button").first.focus()
    expect(alice.moods.locator(".step-button")).to_have_count(2)
    expect(alice.moods.locator(".step-button").first).to_be_focused()
    alice.await_quiet()


def test_without_script_the_steps_are_a_list(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(java_script_enabled=False), shared_server).sign_in().begin()
    alice.type(HURTS)
    alice.page.locator("#reply button").click()
    expect(alice.moods.locator(".step-button")).to_be_hidden()
    alice.moods.locator(".curve-list summary").click()
    expect(alice.moods.locator(".curve-list > ol > li")).to_contain_text("Calm down")


def test_each_of_two_customers_has_a_curve_of_their_own(alice: Person) -> None:
    alice.sign_in().begin("queue-quarrel")
    alice.send(HURTS)
    expect(alice.moods).to_have_count(2)
    alice.moods.nth(1).locator(".step-button").focus()
    expect(alice.moods.nth(1).locator("[data-why]")).to_be_visible()
    expect(alice.moods.nth(0).locator("[data-why]")).to_be_hidden()


def test_an_action_is_sent_with_its_button_and_the_typed_text(alice: Person) -> None:
    alice.sign_in().begin("public-review")
    alice.type("I read this, and it is our mistake.")
    alice.page.locator("button[name=action][value=call_me]").click()
    expect(alice.answers).to_have_count(2)
    alice.await_quiet()
    said = "I read this, and it is our mistake.\n[Gives a direct number and asks for a call]"
    assert alice.replies.last.locator(".bubble").inner_text() == said
    alice.page.locator("button[name=action][value=continue_in_private]").click()
    expect(alice.answers).to_have_count(3)
    alice.await_quiet()
    alice.page.reload()
    expect(alice.box).to_have_value("")
    expect(alice.replies).to_have_count(2)


def test_an_action_works_without_script(shared_server: str, open_page: Callable[..., Page]) -> None:
    alice = Person(open_page(java_script_enabled=False), shared_server).sign_in().begin("public-review")
    alice.page.locator("button[name=action][value=call_me]").click()
    expect(alice.replies).to_contain_text("[Gives a direct number and asks for a call]")


def test_the_wait_is_counted_while_it_is_the_trainees_turn(alice: Person) -> None:
    alice.page.clock.install()
    alice.sign_in().begin("overdue-invoice")
    counter, call = alice.page.locator(".counter"), alice.page.locator(".call-time")
    alice.page.clock.fast_forward(42_000)
    expect(counter).to_have_text(re.compile("0:4[2-9]"))
    expect(call).to_have_text(re.compile("0:4[2-9]"))
    alice.type(HELPS)
    alice.box.press("Enter")
    expect(counter).to_be_empty()
    alice.await_quiet()
    expect(counter).to_have_text(re.compile("0:0[0-9]"))
    expect(call).to_have_text(re.compile("0:[45][0-9]|1:.*"))


def test_who_asked_for_time_sees_no_counter(alice: Person) -> None:
    page = alice.sign_in().page
    page.goto(f"{alice.base}/scenarios/overdue-invoice")
    page.get_by_label("Without hurry").check()
    page.locator("form[action$='/conversations'] button").click()
    expect(alice.box).to_be_visible()
    expect(page.locator(".counter")).to_have_count(0)


def test_dictation_writes_into_the_box_and_sends_nothing(shared_server: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.add_init_script(LISTENS)
    alice = Person(page, shared_server).sign_in().begin("overdue-invoice", "fi")
    button = page.locator("[data-voice=dictate]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#announcement")).to_contain_text("Listening")
    assert page.evaluate("window.heard.lang") == "fi"
    page.evaluate(HEARD, "Ymmärrän hyvin.")
    expect(alice.box).to_have_value("Ymmärrän hyvin.")
    expect(alice.replies).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_new_lines_are_read_aloud_once_it_is_switched_on(shared_server: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.add_init_script(SAYS)
    alice = Person(page, shared_server).sign_in().begin("overdue-invoice")
    assert page.evaluate("window.said") is None
    page.locator("[data-voice=read]").click()
    alice.send(HELPS)
    last = alice.answers.last.locator("[data-words]").inner_text()
    assert page.evaluate("[window.said.text, window.said.lang]") == [last, "en"]


def test_a_browser_without_a_voice_is_offered_none(shared_server: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.add_init_script("for (const n of ['SpeechRecognition', 'webkitSpeechRecognition']) delete window[n];")
    Person(page, shared_server).sign_in().begin("overdue-invoice")
    expect(page.locator("[data-voice=read]")).to_be_visible()
    expect(page.locator("[data-voice=dictate]")).to_be_hidden()


def test_enter_breaks_the_line_of_an_email(alice: Person) -> None:
    alice.sign_in().begin("contract-renewal")
    alice.box.press_sequentially("Dear Ms Foster,")
    alice.box.press("Enter")
    alice.box.press("Enter")
    alice.box.press_sequentially("thank you.")
    expect(alice.box).to_have_value("Dear Ms Foster,\n\nthank you.")
    alice.box.press("Control+Enter")
    expect(alice.answers).to_have_count(2)
    alice.await_quiet()
    assert alice.replies.locator(".bubble").inner_text() == "Dear Ms Foster,\n\nthank you."


def test_a_check_shows_mood_and_grades_only_after_its_end(alice: Person) -> None:
    alice.sign_in().begin(mode="check")
    alice.type(HELPS)
    alice.box.press("Enter")
    expect(alice.answers).to_have_count(2)
    alice.await_quiet()
    expect(alice.moods).to_have_count(0)
    expect(alice.grades).to_have_count(0)
    expect(alice.page.locator(".mood-bar")).to_have_count(0)
    alice.end()
    expect(alice.page.locator("table.moves")).to_have_count(1)
