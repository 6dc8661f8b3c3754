"""The language of the pages."""

import pytest
from flask import Flask, render_template_string

from tests.web.browser import Browser

TITLES = {
    "en": "Conversation practice",
    "fi": "Keskusteluharjoittelu",
    "pl": "Trening rozmów",
    "sv": "Samtalsträning",
}


@pytest.mark.parametrize(("language", "name"), TITLES.items())
def test_pages_come_in_the_browsers_language(app: Flask, language: str, name: str) -> None:
    sight = Browser(app, language=f"{language},de;q=0.5").get("/")
    assert sight.all("html")[0]["lang"] == language
    assert name in sight.text


def test_a_language_we_do_not_have_becomes_english(app: Flask) -> None:
    assert Browser(app, language="de").get("/").all("html")[0]["lang"] == "en"


def test_a_choice_outlives_the_browsers_wish_and_returns_to_the_page(app: Flask) -> None:
    browser = Browser(app, language="fi").sign_in("Alice")
    response = browser.post("/language", language="sv", next="/scenarios/late-parcel")
    assert response.headers["Location"] == "/scenarios/late-parcel"
    assert browser.get("/scenarios/late-parcel").all("html")[0]["lang"] == "sv"


def test_a_language_choice_leads_nowhere_else(app: Flask) -> None:
    response = Browser(app).post("/language", language="pl", next="https://evil.example/")
    assert response.headers["Location"] == "/"


def test_an_unknown_language_is_refused(app: Flask) -> None:
    assert Browser(app).post("/language", language="xx").status_code == 400


@pytest.mark.parametrize(("language", "told"), [("en", "−1.5"), ("fi", "−1,5"), ("pl", "−1,5"), ("sv", "−1,5")])
def test_a_number_below_zero_has_the_same_minus_in_every_language(app: Flask, language: str, told: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert render_template_string("{{ -1.5 | decimalformat('0.0') }}") == told
