"""What holds for every page."""

import dataclasses
from pathlib import Path

import pytest
from flask import Flask

from practice.services.assembly import Services
from practice.services.people import PeopleService
from practice.store.database import Database
from practice.store.person import Person
from practice.store.types import new_id
from practice.web.app import create_app
from practice.web.headers import CONTENT_SECURITY_POLICY
from tests.web.browser import Browser, look_at

ROUTES = {
    "GET /",
    "GET /conversations/<id:conversation_id>",
    "POST /conversations/<id:conversation_id>/end",
    "POST /conversations/<id:conversation_id>/replies",
    "GET /conversations/<id:conversation_id>/report",
    "POST /conversations/<id:conversation_id>/debrief",
    "POST /conversations/<id:conversation_id>/grade-talk",
    "GET /healthz",
    "POST /language",
    "GET /progress",
    "GET /scenarios",
    "GET /scenarios/<key>",
    "POST /scenarios/<key>/conversations",
    "POST /sign-in",
    "POST /sign-out",
    "GET /static/<version>/<path:filename>",
    "GET /turns/<id:turn_id>/events",
    "POST /turns/<id:turn_id>/grade-again",
    "POST /turns/<id:turn_id>/speak-again",
    "POST /turns/<id:turn_id>/stop",
}


def test_every_address_is_listed_so_that_losing_one_is_a_decision(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    assert found == ROUTES


def test_every_change_needs_the_pages_token(app: Flask, alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    changes = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    some_id = conversation.rsplit("/", 1)[1]
    for rule in changes:
        path = (
            rule.replace("<id:conversation_id>", some_id)
            .replace("<id:turn_id>", some_id)
            .replace("<key>", "late-parcel")
        )
        assert alice_browser.client.post(path, data={"text": "Hello", "language": "en"}).status_code == 400, path
    alice_browser.get(conversation)


def test_a_page_that_is_not_there_says_what_to_do(alice_browser: Browser) -> None:
    assert "There is nothing here" in alice_browser.get("/no-such-page", status=404).text


def test_a_page_asked_for_in_the_wrong_way_is_told_kindly(alice_browser: Browser) -> None:
    sight = alice_browser.get("/sign-out", status=405)
    assert sight.all("a")


def test_more_than_can_be_sent_is_refused_without_a_trace(app: Flask, alice_browser: Browser) -> None:
    conversation = alice_browser.begin()
    response = alice_browser.post(f"{conversation}/replies", text="x" * 1_100_000)
    assert response.status_code == 413
    assert "shorten" in look_at(response).text


def test_a_fault_of_ours_shows_nothing_of_its_inside(app: Flask) -> None:
    @app.get("/boom")
    def boom() -> str:
        raise RuntimeError("secret detail")

    sight = Browser(app).get("/boom", status=500)
    assert "secret detail" not in sight.text
    assert "Something went wrong on our side" in sight.text


def test_a_database_that_is_away_is_said_in_plain_words_and_the_text_is_shown(
    services: Services, tmp_path: Path
) -> None:
    away = Database(f"sqlite:///{tmp_path}")
    browser = Browser(create_app(dataclasses.replace(services, people=PeopleService(away))))
    token = browser.token()
    with browser.client.session_transaction() as session:
        session["_user_id"] = "1"
    form = {"csrf_token": token, "text": "My long reply"}
    response = browser.client.post(f"/conversations/{new_id()}/replies", data=form)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    sight = look_at(response)
    assert "The conversations cannot be reached right now" in sight.text
    assert "My long reply" in sight.text
    assert str(tmp_path) not in sight.text


def test_health_is_answered_without_a_session(services: Services) -> None:
    response = create_app(services).test_client().get("/healthz")
    assert response.text == "ok\n"
    assert "Set-Cookie" not in response.headers


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(app: Flask) -> None:
    cookie = app.test_client().get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_static_files_are_kept_for_a_year_under_an_address_of_their_content(app: Flask) -> None:
    client = app.test_client()
    [sheet] = [a["href"] for a in look_at(client.get("/")).all("link") if str(a["href"]).endswith("base.css")]
    assert sheet is not None
    response = client.get(sheet)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    old = client.get("/static/000000000000/base.css")
    assert old.headers["Cache-Control"] == "no-cache"


def test_the_scripts_find_their_modules_under_the_same_version(app: Flask, alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin())
    [script] = [str(attributes["src"]) for attributes in sight.all("script")]
    for module in ("events.js", "transcript.js"):
        assert app.test_client().get(script.replace("practice.js", module)).status_code == 200


@pytest.mark.parametrize("path", ["vendor/pico.min.css", "practice.js", "base.css"])
def test_scripts_and_styles_travel_compressed(app: Flask, path: str) -> None:
    response = app.test_client().get(f"/static/any/{path}", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"


def test_the_conversation_page_sends_at_most_40_kb_of_script_and_style(app: Flask, alice_browser: Browser) -> None:
    sight = alice_browser.get(alice_browser.begin())
    wanted = {str(a["href"]) for a in sight.all("link") if str(a["href"]).endswith((".css", ".js"))}
    wanted |= {str(a["src"]) for a in sight.all("script")}
    assert {Path(address).name for address in wanted} >= {"practice.js", "curve.js", "chat.css", "channels.css"}
    client = app.test_client()
    sent = sum(len(client.get(path, headers={"Accept-Encoding": "gzip"}).data) for path in wanted)
    assert sent <= 40_000


def test_what_is_refused_leaves_a_line_that_names_route_and_person_and_nothing_typed(
    alice_browser: Browser, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = new_id()
    alice_browser.get(f"/conversations/{nowhere}", status=404)
    alice_browser.client.post("/language", data={"language": "fi", "csrf_token": "made up"})
    told = [record.getMessage() for record in caplog.records if record.name == "practice.web.errors"]
    assert told == [
        f"refused 404: GET /conversations/<id:conversation_id>, person {alice.id}",
        f"refused without the page's token: POST /language, person {alice.id}",
    ]


def test_whatever_was_written_in_a_refused_form_is_given_back_and_no_password(alice_browser: Browser) -> None:
    written = {"words": "For Pat, with care", "at/criteria/0/question": "Is it calm?", "password": "four calm whales"}
    refused = alice_browser.client.post("/language", data={**written, "csrf_token": "made up"})
    assert refused.status_code == 400
    assert "For Pat, with care" in refused.text
    assert "Is it calm?" in refused.text
    assert "whales" not in refused.text
