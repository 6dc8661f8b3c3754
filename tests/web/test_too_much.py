"""Beyond the limits: told kindly and with a time, and what was typed stays."""

from collections.abc import Iterator

import pytest
from flask import Flask

from practice.errors import TooMuch
from practice.services.assembly import Services, assemble
from practice.settings import Settings
from practice.web.app import create_app
from practice.web.too_much import reply_text
from tests.fakes import Cast
from tests.web.browser import Browser, look_at
from tests.web.exchange import REPLY, tell


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """One talk a day, one ask an hour."""
    services = assemble(settings.model_copy(update={"most_talks_a_day": 1, "most_asks_an_hour": 1}), cast.voices())
    services.worker.start()
    yield services
    services.worker.stop()
    services.database.close()


@pytest.fixture
def conversation(alice_browser: Browser, cast: Cast) -> str:
    """In which all is used up."""
    conversation = alice_browser.begin()
    tell(cast)
    alice_browser.post(f"{conversation}/replies", text=REPLY, client_key="one")
    return conversation


def test_a_reply_too_many_stays_in_the_box_of_the_page(alice_browser: Browser, conversation: str) -> None:
    response = alice_browser.post(f"{conversation}/replies", text="One more thing", client_key="two")
    assert response.status_code == 429
    assert 3500 < int(response.headers["Retry-After"]) <= 3600
    sight = look_at(response)
    assert ">One more thing</textarea>" in response.text
    assert sight.all("textarea")[0]["id"] == "text"
    assert "minutes; your text stays here." in sight.text


def test_the_script_is_told_in_words_too(alice_browser: Browser, conversation: str) -> None:
    response = alice_browser.reply(conversation, "One more thing")
    assert response.status_code == 429
    assert 3500 < int(response.headers["Retry-After"]) <= 3600
    assert response.json is not None
    assert response.json["reason"] == "too_much"
    assert "minutes; your text stays here" in response.json["message"]


def test_the_same_reply_sent_twice_is_not_too_much(alice_browser: Browser, conversation: str) -> None:
    again = alice_browser.post(f"{conversation}/replies", text=REPLY, client_key="one")
    assert again.status_code == 303


def test_a_talk_too_many_is_not_begun_and_a_page_says_when_it_goes_on(
    alice_browser: Browser, conversation: str
) -> None:
    response = alice_browser.post("/scenarios/late-parcel/conversations", language="en")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 86_000
    text = look_at(response).text
    assert "Time for a break" in text
    assert "You can go on in 24 hours." in text
    assert alice_browser.get("/scenarios").text.count("Continue") == 1
    assert alice_browser.get(conversation)


@pytest.mark.parametrize(
    ("language", "seconds", "when"),
    [
        ("en", 1, "in 1 minute;"),
        ("en", 61, "in 2 minutes"),
        ("en", 5_401, "in 91 minutes"),
        ("en", 7_201, "in 3 hours"),
        ("fi", 86_400, "24 tunnin päästä"),
        ("pl", 120, "za 2 minuty"),
        ("sv", 720, "om 12 minuter"),
    ],
)
def test_the_time_is_told_in_the_pages_language_and_never_too_short(
    app: Flask, language: str, seconds: int, when: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert when in reply_text(TooMuch(seconds))


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)
