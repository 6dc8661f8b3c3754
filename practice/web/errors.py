"""What a person is told when something goes wrong: what happened, that their text is kept, and what to do."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from practice.errors import BadInput, Busy, Conflict, DatabaseUnusable, NotAllowed, NotFound
from practice.web.context import person_to_greet
from practice.web.paths import here

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
#: The fields in which people write; in a form of a rubric or a scenario each has the place it is about as its name.
_WRITTEN = re.compile(r"text|words|reply|situation|customer|note|(?:at|may|lines|list)/.+")


@dataclass(frozen=True)
class Told:
    title: LazyString
    text: LazyString


TOLD: Mapping[int, Told] = {
    400: Told(
        _l("That could not be read"),
        _l("Something in the request was missing or out of date. Go back, load the page again and try once more."),
    ),
    401: Told(_l("You are signed out"), _l("Sign in again, then go on where you were.")),
    403: Told(_l("This is not open to you"), _l("Your role does not include this page.")),
    404: Told(
        _l("There is nothing here"),
        _l("The address may be mistyped, or what stood here is somebody else's. Your own talks are on the start page."),
    ),
    405: Told(_l("That is not how this page is reached"), _l("Go to the start page and take it from there.")),
    409: Told(
        _l("Something changed meanwhile"), _l("Load the page again to see how things stand, then try once more.")
    ),
    500: Told(
        _l("Something went wrong on our side"),
        _l("Nothing you sent before is lost. Try again; if it keeps happening, tell whoever runs this service."),
    ),
    503: Told(_l("Just a moment, please"), _l("There is no free place right now. Wait a few seconds and try again.")),
}
DATABASE_AWAY = Told(
    _l("The conversations cannot be reached right now"),
    _l("Nothing that was kept is lost. Try again shortly; if it lasts, tell whoever runs this service."),
)
ACCOUNT_DISABLED = Told(
    _l("Your account is switched off"),
    _l("An administrator has switched it off. What you practised is kept. Ask them to let you in again."),
)
LINK_SPENT = Told(
    _l("This link does not work any more"),
    _l(
        "It works once, for 30 minutes, and only if it was copied whole. If you have a password, sign in with it; "
        "else ask whoever sent the link for a new one."
    ),
)
STATUS: Mapping[type[Exception], int] = {
    NotFound: 404,
    NotAllowed: 403,
    BadInput: 400,
    Conflict: 409,
    DatabaseUnusable: 503,
    Busy: 503,
}


def attach(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    for kind in STATUS:
        app.register_error_handler(kind, _ours)
    app.register_error_handler(Exception, _unforeseen)


def wants_data() -> bool:
    """Our own script asks for a stream or for JSON, a browser that goes from page to page for HTML."""
    best = request.accept_mimetypes.best_match(["text/html", "text/event-stream", "application/json"])
    return best in ("text/event-stream", "application/json")


def answer_with(told: Told, status: int) -> Response:
    if wants_data():
        response = jsonify(message=f"{told.title}. {told.text}")
    else:
        page = render_template("errors/error.html", told=told, typed=_typed(), status=status)
        response = make_response(page)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _typed() -> str:
    """What somebody wrote in the form that was refused, one text after the other.

    Empty where it was too much to read.
    """
    try:
        form = request.form
    except RequestEntityTooLarge:
        return ""
    written = (text for name, text in form.items(multi=True) if _WRITTEN.fullmatch(name) and text.strip())
    return "\n\n".join(dict.fromkeys(written))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, CSRFError):
        _note_refusal("without the page's token")
    if status < 400:
        return error.get_response()
    if status == 401 and g.get("account_disabled"):
        return answer_with(ACCOUNT_DISABLED, 403)
    if status == 401 and request.method == "GET" and not wants_data():
        return redirect(url_for("signin.start", next=here()), 303)
    return answer_with(TOLD.get(status, TOLD[400 if status < 500 else 500]), status)


def _ours(error: Exception) -> Response:
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    if isinstance(error, DatabaseUnusable):
        log.error("%s %s: %s", request.method, _where(), error)
        return answer_with(DATABASE_AWAY, status)
    if isinstance(error, (NotAllowed, NotFound)):
        _note_refusal(str(status))
    return answer_with(TOLD[status], status)


def _unforeseen(error: Exception) -> Response:
    log.error("%s %s failed", request.method, _where(), exc_info=error)
    return answer_with(TOLD[500], 500)


def _note_refusal(why: str) -> None:
    """For whoever watches the log: who tried what, by numbers alone."""
    person = person_to_greet()
    log.warning("refused %s: %s %s, person %s", why, request.method, _where(), person.id if person else "unknown")


def _where() -> str:
    """The route, not the address: that may hold a link's token, or a line feed."""
    return request.url_rule.rule if request.url_rule else "an unknown address"
