"""Coming in by name, in local mode."""

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.store.person import PersonRole
from tests.web.browser import Browser, look_at


def test_a_name_and_a_role_are_enough(app: Flask, services: Services) -> None:
    browser = Browser(app)
    response = browser.post("/sign-in", name="  Alice   Smith ", role="trainer")
    assert response.headers["Location"] == "/scenarios"
    assert "Alice Smith" in browser.get("/scenarios").text
    assert services.people.called("Alice Smith", PersonRole.TRAINER).id == 1


def test_every_page_says_that_this_is_local_mode_and_who_speaks(app: Flask) -> None:
    browser = Browser(app)
    for path in ("/", "/no-such-page"):
        sight = browser.get(path, status=200 if path == "/" else 404)
        assert "a name is enough to sign in" in sight.text
        assert "Built-in stub, not a language model" in sight.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_an_unfit_name_is_refused_and_stays_in_the_box(app: Flask, name: str) -> None:
    response = Browser(app).post("/sign-in", name=name, role="trainee")
    assert response.status_code == 400
    sight = look_at(response)
    assert "A name has 1 to 80 characters." in sight.text
    assert name in [field.get("value") for field in sight.all("input")]


@pytest.mark.parametrize("role", ["boss", "admin"])
def test_a_role_that_a_name_does_not_give_is_refused(app: Flask, role: str) -> None:
    assert Browser(app).post("/sign-in", name="Alice", role=role).status_code == 400


def test_whoever_is_not_signed_in_is_asked_to_and_then_goes_on(app: Flask) -> None:
    browser = Browser(app)
    asked = browser.client.get("/scenarios/late-parcel")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/?next=/scenarios/late-parcel"
    signed_in = browser.post("/sign-in", name="Alice", role="trainee", next="/scenarios/late-parcel")
    assert signed_in.headers["Location"] == "/scenarios/late-parcel"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "//[",
        "//\u2100/x",
    ],
)
def test_signing_in_leads_nowhere_else(app: Flask, elsewhere: str) -> None:
    response = Browser(app).post("/sign-in", name="Alice", role="trainee", next=elsewhere)
    assert response.headers["Location"] == "/"


def test_a_reply_sent_after_the_session_ended_is_shown_for_copying(app: Flask, alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    alice_browser.post("/sign-out")
    response = alice_browser.post(f"{conversation}/replies", text="Words I do not want to lose")
    assert response.status_code == 401
    assert "Words I do not want to lose" in look_at(response).text


def test_signing_out_forgets_the_person(alice_browser: Browser) -> None:
    alice_browser.post("/sign-out")
    assert alice_browser.client.get("/scenarios").status_code == 303
