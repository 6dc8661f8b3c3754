"""Whole talks in a real browser, against the real server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from practice.model.openai_stub import StubServer, in_thread, running_stub_server
from practice.model.openai_stub_options import StubServerOptions
from practice.model.stub.model import StubModel
from tests.browser.conftest import Serve
from tests.browser.person import Person
from tests.serving import free_port

pytestmark = pytest.mark.chromium

SCENARIOS = ("late-parcel", "cheap-mixer", "overdue-invoice")
REPLIES = {
    "en": (
        "I am sorry, but that is our policy.",
        "I can see that you are angry, and it is our mistake. What matters most to you now?",
        "I will sort this out myself today and ring you before five o'clock.",
    ),
    "fi": (
        "Pahoittelut, mutta sääntöjen mukaan en voi tehdä mitään.",
        "Ymmärrän, että olet vihainen, ja tämä on meidän virheemme. Mikä sinulle on nyt tärkeintä?",
        "Hoidan asian itse tänään ja soitan ennen viittä.",
    ),
    "pl": (
        "Przykro mi, ale takie mamy zasady.",
        "Rozumiem złość, to nasz błąd. Co jest teraz najważniejsze?",
        "Załatwię to dzisiaj i zadzwonię przed piątą.",
    ),
    "sv": (
        "Tyvärr, det är våra regler och jag kan inte ändra på det.",
        "Jag förstår att du är arg, och felet är vårt. Vad är viktigast för dig nu?",
        "Jag ordnar det själv i dag och ringer dig före klockan fem.",
    ),
}


def play(person: Person, scenario: str, language: str) -> None:
    person.sign_in().begin(scenario, language)
    sent = 0
    for reply in REPLIES[language]:
        if not person.box.count():
            break
        person.send(reply)
        sent += 1
    assert sent >= 2
    expect(person.grades).to_have_count(sent)
    person.end()
    expect(person.page.locator("h1")).to_be_visible()
    for reply in REPLIES[language][:sent]:
        expect(person.page.get_by_text(reply, exact=True).first).to_be_attached()


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("language", ["en", "fi", "pl", "sv"])
def test_a_talk_is_held_graded_and_reported(alice: Person, scenario: str, language: str) -> None:
    play(alice, scenario, language)


@pytest.mark.parametrize("scenario", ["contract-renewal", "public-review", "queue-quarrel"])
def test_a_talk_on_each_other_channel_is_held_graded_and_reported(alice: Person, scenario: str) -> None:
    play(alice, scenario, "en")


@pytest.mark.timeout(300)
def test_the_same_talks_through_litellm_and_an_openai_compatible_server(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    with (
        running_stub_server(StubModel(), StubServerOptions(token_ms=2)) as upstream,
        serve(PRACTICE_MODEL="openai/stub", PRACTICE_API_BASE=upstream) as base,
    ):
        for scenario in SCENARIOS:
            for language in ("en", "fi"):
                play(Person(open_page(), base), scenario, language)


def test_a_reload_in_mid_sentence_loses_nothing(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_STUB_WORD_MS="120") as base:
        alice = Person(open_page(), base).sign_in().begin()
        alice.type(REPLIES["en"][1])
        alice.box.press("Enter")
        alice.await_first_words()
        alice.page.reload()
        alice.await_quiet()
        expect(alice.replies).to_have_count(1)
        expect(alice.grades).to_have_count(1)
        expect(alice.answers).to_have_count(2)
        assert len(alice.answers.last.inner_text().split()) > 4


def test_a_second_tab_sees_the_same_answer(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_STUB_WORD_MS="120") as base:
        alice = Person(open_page(), base).sign_in().begin()
        alice.type(REPLIES["en"][1])
        alice.box.press("Enter")
        alice.await_first_words()
        second = Person(alice.page.context.new_page(), base)
        second.page.goto(alice.page.url)
        alice.await_quiet()
        second.await_quiet()
        said = [person.answers.last.locator("[data-words]").inner_text() for person in (alice, second)]
        assert said[0] == said[1]


def test_escape_stops_the_customer_and_keeps_the_words(serve: Serve, open_page: Callable[..., Page]) -> None:
    with serve(PRACTICE_STUB_WORD_MS="250") as base:
        alice = Person(open_page(), base).sign_in().begin()
        alice.type(REPLIES["en"][1])
        alice.box.press("Enter")
        alice.await_first_words()
        alice.page.keyboard.press("Escape")
        expect(alice.page.locator(".line.customer.stopped")).to_have_count(1)
        expect(alice.answers.last.locator("[data-words]")).not_to_be_empty()
        alice.send(REPLIES["en"][2])
        expect(alice.replies).to_have_count(2)


def test_a_double_click_sends_once(alice: Person) -> None:
    alice.sign_in().begin()
    alice.type(REPLIES["en"][1])
    alice.page.locator("#reply button").dblclick()
    expect(alice.answers).to_have_count(2)
    alice.await_quiet()
    expect(alice.replies).to_have_count(1)


def test_shift_enter_breaks_the_line(alice: Person) -> None:
    alice.sign_in().begin()
    alice.box.press_sequentially("One")
    alice.box.press("Shift+Enter")
    alice.box.press_sequentially("two")
    expect(alice.box).to_have_value("One\ntwo")
    expect(alice.replies).to_have_count(0)


def test_an_over_long_reply_stays_in_the_box_with_a_count(alice: Person) -> None:
    alice.sign_in().begin()
    alice.type("x" * 4001)
    expect(alice.page.locator("#reply-count")).to_contain_text("1")
    alice.box.press("Enter")
    expect(alice.page.locator("#reply-problem")).not_to_be_empty()
    expect(alice.box).to_have_value("x" * 4001)
    expect(alice.replies).to_have_count(0)


def test_what_was_typed_survives_a_reload(alice: Person) -> None:
    alice.sign_in().begin()
    alice.box.press_sequentially("Half a sent")
    alice.page.reload()
    expect(alice.box).to_have_value("Half a sent")


def test_a_model_that_is_down_is_said_and_tried_again_by_one_button(
    serve: Serve, open_page: Callable[..., Page]
) -> None:
    port = free_port()
    upstream = f"http://127.0.0.1:{port}/v1"
    with serve(PRACTICE_MODEL="openai/stub", PRACTICE_API_BASE=upstream, PRACTICE_MODEL_TIMEOUT="3") as base:
        alice = Person(open_page(), base).sign_in().begin()
        alice.send(REPLIES["en"][1])
        expect(alice.page.locator(".line.customer.failed")).to_have_count(1)
        expect(alice.page.locator("[data-grade] .warn")).to_have_count(1)
        expect(alice.grades).to_have_count(0)
        with in_thread(StubServer(StubModel()), port):
            alice.answers.last.locator("form[data-live=again] button").click()
            alice.await_quiet()
            alice.replies.last.locator("form[data-live=again] button").click()
            expect(alice.grades).to_have_count(1)
        expect(alice.page.locator(".line.customer.failed")).to_have_count(0)
        expect(alice.replies).to_have_count(1)
