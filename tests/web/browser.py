"""A browser without a screen: it keeps cookies, fills in the token, and looks at every page it is given."""

import json
import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from practice.store.types import new_id
from practice.web.headers import CONTENT_SECURITY_POLICY


@dataclass(frozen=True)
class Event:
    name: str
    data: dict[str, Any]


class Sight(HTMLParser):
    """What a reader of the page is shown, and what of it is markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.tags if found == tag]

    def titles(self) -> list[str]:
        return [tag for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]


class Browser:
    def __init__(self, app: Flask, language: str = "en", script: bool = True) -> None:
        self.client = app.test_client()
        self.language = language
        self.script = script

    def get(self, path: str, status: int = 200) -> Sight:
        response = self.client.get(path, headers={"Accept-Language": self.language, "Accept": "text/html"})
        assert response.status_code == status, (path, response.status, response.text[:500])
        return look_at(response)

    def post(self, path: str, accept: str = "text/html", **fields: str) -> TestResponse:
        form = {"csrf_token": self.token(), **fields}
        headers = {"Accept-Language": self.language, "Accept": accept}
        return self.client.post(path, data=form, headers=headers)

    def token(self) -> str:
        start = self.client.get("/scenarios", follow_redirects=True, headers={"Accept-Language": self.language})
        found = re.search(r'name="csrf_token" value="([^"]+)"', start.text)
        assert found is not None
        return found[1]

    def sign_in(self, name: str, role: str = "trainee") -> "Browser":
        response = self.post("/sign-in", name=name, role=role)
        assert response.status_code == 303, response.text
        return self

    def begin(self, scenario: str = "late-parcel", language: str = "en", **choices: str) -> str:
        """The address of a new conversation."""
        response = self.post(f"/scenarios/{scenario}/conversations", language=language, **choices)
        assert response.status_code == 303, response.text
        return str(response.headers["Location"])

    def reply(self, conversation: str, text: str, key: str = "", **more: str) -> TestResponse:
        fields = {"text": text, "client_key": key or new_id(), **more}
        return self.post(f"{conversation}/replies", accept="text/event-stream", **fields)

    def watch(self, answer_id: str) -> TestResponse:
        return self.client.get(f"/turns/{answer_id}/events", headers={"Accept": "text/event-stream"})


def events_in(response: TestResponse) -> list[Event]:
    """Reads the stream to its end."""
    assert response.status_code == 200, response.text
    assert response.mimetype == "text/event-stream"
    found = []
    for block in response.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if fields:
            found.append(Event(fields["event"], json.loads(fields["data"])))
    return found


def turn_ids(events: list[Event]) -> tuple[str, str]:
    """The reply's and the answer's id, as `kept` shows them."""
    assert events[0].name == "kept"
    lines = Sight(events[0].data["html"]).all("li")
    reply, answer = [attributes["data-turn"] for attributes in lines if "data-turn" in attributes]
    assert reply is not None
    assert answer is not None
    return reply, answer


def look_at(response: TestResponse) -> Sight:
    """Every page, whatever it is about: a title, a language, one first heading, labels, and our policy."""
    html = response.text
    sight = Sight(html)
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    language = sight.all("html")[0]["lang"]
    assert language in ("en", "fi", "pl", "sv")
    title = re.search("<title>(.+?)</title>", html)
    assert title is not None
    assert unescape(title[1]).strip(" ·")
    assert sight.titles().count("h1") == 1
    assert html.count('<main id="main"') == 1
    for tag, attributes in sight.tags:
        assert "style" not in attributes, f"<{tag}> has a style of its own, which the policy forbids"
        assert not [name for name in attributes if name.startswith("on")], f"<{tag}> has a script of its own"
    assert all(attributes.get("src") for attributes in sight.all("script"))
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", html, re.DOTALL):
        assert 'name="csrf_token"' in form
    labelled = {attributes.get("for") for attributes in sight.all("label")}
    for field in sight.all("textarea"):
        assert field["id"] in labelled
    return sight
