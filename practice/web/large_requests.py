"""How much one request may send: more of whoever is signed in, so that a text over a limit comes back on its page.

Proxies before the service must let as much through, or their page about it stands in place of ours.
"""

import math
import threading
from collections.abc import Mapping

from flask import Flask, current_app, g, request
from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from practice.domain.access import Act
from practice.errors import Busy
from practice.services.access import may_in_organisation
from practice.web.context import person_to_greet
from practice.web.errors import Told, answer_with

LARGEST_REQUEST = 256 * 1024
LARGEST_OF_SIGNED_IN = 1024 * 1024
#: A form has its text twice where all of it stands in one field, and a field's lines grow when they are indented.
LARGEST_OF_EDITORS = 4 * 1024 * 1024
#: In one process: while such a request is read and its page is made, it is held up to ten times over.
MOST_AT_ONCE = 4
_WAIT_SECONDS = 10.0
#: What is read and thrown away before whoever is signed in is told: a browser that is still sending shows no answer.
_MOST_THROWN_AWAY = 16 * 1024 * 1024
_PIECE = 64 * 1024
_EDITORS: Mapping[str, Act] = {
    "rubrics.save": Act.EDIT_RUBRICS,
    "rubric_form.change": Act.EDIT_RUBRICS,
    "studio.begin": Act.EDIT_SCENARIOS,
    "studio.save": Act.EDIT_SCENARIOS,
    "scenario_form.change": Act.EDIT_SCENARIOS,
}


class Places:
    """For large requests; whoever finds none in time is told to try again."""

    EXTENSION = "practice-large-requests"

    def __init__(self, most: int = MOST_AT_ONCE, wait_seconds: float = _WAIT_SECONDS) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._wait_seconds = wait_seconds

    def take(self) -> None:
        """Raises Busy."""
        if not self._free.acquire(timeout=self._wait_seconds):
            raise Busy("too many large requests at once")

    def give_back(self) -> None:
        self._free.release()


def attach(app: Flask) -> None:
    """Before anything that reads a form."""
    app.extensions[Places.EXTENSION] = Places()
    app.before_request(_let_through)
    app.teardown_request(_give_back)
    app.register_error_handler(RequestEntityTooLarge, _refused)


def _let_through() -> None:
    """Raises Busy."""
    sent = request.content_length or 0
    if sent > LARGEST_REQUEST and sent <= (most := largest_allowed()):
        _places().take()
        g.large_request = True
        request.max_content_length = request.max_form_memory_size = most


def _give_back(_error: BaseException | None) -> None:
    if g.pop("large_request", False):
        _places().give_back()


def _places() -> Places:
    found: Places = current_app.extensions[Places.EXTENSION]
    return found


def largest_allowed() -> int:
    """In bytes, of whoever asks here."""
    person = person_to_greet()
    if person is None:
        return LARGEST_REQUEST
    act = _EDITORS.get(request.endpoint or "")
    return LARGEST_OF_EDITORS if act and may_in_organisation(person, act) else LARGEST_OF_SIGNED_IN


def kilobytes(size: int) -> str:
    """In the page's language; never rounded down to what would be allowed."""
    return str(format_decimal(math.ceil(size / 100) / 10, "#,##0.#"))


def _refused(_error: RequestEntityTooLarge) -> Response:
    sent, most = request.content_length or 0, largest_allowed()
    if sent <= most:
        return answer_with(_TOO_MUCH, 413)
    if most > LARGEST_REQUEST:
        _throw_away(sent)
    told = Told(
        _TOO_MUCH.title,
        _l(
            "You sent %(sent)s kB; at most %(most)s kB are taken at once. Nothing of it was kept here. Go back: your "
            "browser should still have the text. Copy it into a file before you shorten it.",
            sent=kilobytes(sent),
            most=kilobytes(most),
        ),
    )
    return answer_with(told, 413)


_TOO_MUCH = Told(_l("That is more than can be sent at once"), _l("Go back, shorten the text and send it again."))


def _throw_away(sent: int) -> None:
    left = min(sent, _MOST_THROWN_AWAY)
    stream = request.environ["wsgi.input"]
    while left > 0 and (piece := stream.read(min(_PIECE, left))):
        left -= len(piece)
