"""A trainee's browser as far as HTTP goes: signs in, begins talks, sends replies and reads the events."""

import http.client
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.processes import HOST

SCENARIOS = ("late-parcel", "cheap-mixer", "overdue-invoice")
REPLIES = (
    "I am sorry about the wait. Let me see first what happened, and then what I can do about it.",
    "You are right to be annoyed. I have your case open before me; may I ask one thing about it?",
    "Thank you, that helps. I want to be sure that I have understood you before I promise anything.",
)


@dataclass(frozen=True)
class Session:
    """What a request needs to come from somebody who is signed in."""

    port: int
    cookie: str
    csrf_token: str


class Visitor:
    def __init__(self, port: int, name: str = "Bench") -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._port = port
        self._cookie = ""
        self._csrf_token = self._token_of(self._get("/"))
        self._post("/sign-in", name=name, role="trainee")

    @property
    def session(self) -> Session:
        return Session(self._port, self._cookie, self._csrf_token)

    def begin(self, scenario: str) -> str:
        """The new conversation's id."""
        place = self._post(f"/scenarios/{scenario}/conversations", language="en").getheader("Location") or ""
        return place.rpartition("/")[2]

    def seconds_to_first_word(self, conversation_id: str, text: str) -> float:
        """Sends a reply and reads its events to the end."""
        body, headers = reply_request(self.session, text)
        started = time.perf_counter()
        self._connection.request("POST", f"/conversations/{conversation_id}/replies", body, headers)
        response = self._connection.getresponse()
        if response.status != http.HTTPStatus.OK:
            raise RuntimeError(f"a reply was answered with {response.status}: {response.read(300)!r}")
        first = 0.0
        for event in _event_names(response):
            if event == "token":
                first = first or time.perf_counter() - started
        if not first:
            raise RuntimeError("the customer said nothing")
        return first

    def _get(self, path: str) -> str:
        self._connection.request("GET", path, headers={"Cookie": self._cookie})
        return self._read(self._connection.getresponse())

    def _post(self, path: str, **form: str) -> http.client.HTTPResponse:
        headers = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request("POST", path, urlencode({"csrf_token": self._csrf_token, **form}), headers)
        response = self._connection.getresponse()
        self._read(response)
        if response.status != http.HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"POST {path} was answered with {response.status}")
        return response

    def _read(self, response: http.client.HTTPResponse) -> str:
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self._cookie = cookie.partition(";")[0]
        return response.read().decode()

    @staticmethod
    def _token_of(page: str) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        if not found:
            raise RuntimeError("the start page has no form")
        return found.group(1)


def reply_request(session: Session, text: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a reply that asks for events."""
    form = {"csrf_token": session.csrf_token, "client_key": secrets.token_hex(16), "text": text}
    return urlencode(form).encode(), {
        "Cookie": session.cookie,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "text/event-stream",
    }


def _event_names(response: http.client.HTTPResponse) -> Iterator[str]:
    for line in response:
        if line.startswith(b"event: "):
            yield line[7:].decode().strip()
