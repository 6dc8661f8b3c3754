"""The cookies by which a browser is known: set when somebody is let in, read with every request."""

from flask import Request, current_app, g, redirect, request, session
from werkzeug.wrappers import Response

from practice.errors import NotAllowed
from practice.services.sessions import REMEMBERED, Tokens, Visitor, WayIn
from practice.store.person import Person
from practice.web.context import services
from practice.web.errors import ACCOUNT_DISABLED, answer_with
from practice.web.signin import SignedIn

#: Where Flask-WTF keeps its token in the session of Flask.
_CSRF = "csrf_token"


def session_cookie() -> str:
    return f"{_prefix()}session"


def remember_cookie() -> str:
    return f"{_prefix()}remember"


def held_by(asked: Request) -> Tokens:
    """What the browser sent, or was given since."""
    given: Tokens | None = g.get("tokens_to_set")
    if given is not None:
        return given
    return Tokens(asked.cookies.get(session_cookie(), ""), asked.cookies.get(remember_cookie(), ""))


def let_in(person: Person, goal: str, remembered: bool = False, *, way: WayIn) -> Response:
    """On to `goal` with a new session; the one this browser held before ends."""
    try:
        g.tokens_to_set = services().sessions.begin(person, way, remembered, held_by(request), asking_address())
    except NotAllowed:
        return answer_with(ACCOUNT_DISABLED, 403)
    session.pop(_CSRF, None)
    return redirect(goal, 303)


def let_out(goal: str) -> Response:
    """On to `goal`; whatever this browser held ends."""
    services().sessions.sign_out(held_by(request), asking_address())
    g.tokens_to_set = Tokens()
    session.pop(_CSRF, None)
    return redirect(goal, 303)


def asking_address() -> str:
    return (request.remote_addr or "")[:64]


def load(asked: Request) -> SignedIn | None:
    visitor = _visitor(asked)
    if visitor is None:
        return None
    if visitor.person.disabled:
        g.account_disabled = True
        return None
    g.session_id = visitor.session_id
    return SignedIn(visitor.person)


def set_cookies(response: Response) -> Response:
    """After the request, whatever it answered: also a page about an error may have let somebody in."""
    tokens: Tokens | None = g.get("tokens_to_set")
    if tokens is not None:
        _set(response, session_cookie(), tokens.session, None)
        # Somebody who was not remembered need not be told to forget.
        if tokens.remembered or remember_cookie() in request.cookies:
            _set(response, remember_cookie(), tokens.remembered, int(REMEMBERED.total_seconds()))
    return response


def _visitor(asked: Request) -> Visitor | None:
    held, sessions = held_by(asked), services().sessions
    visitor = sessions.visitor(held.session) if held.session else None
    if visitor is not None or not held.remembered or asked.endpoint == "static":
        return visitor
    visitor = sessions.returning(held.remembered, asking_address())
    if visitor is not None and visitor.fresh:
        g.tokens_to_set = visitor.fresh
    return visitor


def _set(response: Response, name: str, token: str, max_age: int | None) -> None:
    # A name with __Host- is only taken, and only dropped, with Secure and for the whole site.
    response.set_cookie(
        name,
        token,
        max_age=max_age if token else 0,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _prefix() -> str:
    return "__Host-practice-" if services().settings.https else "practice_"
