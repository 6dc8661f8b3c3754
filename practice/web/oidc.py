"""Signing in with a provider of OpenID Connect."""

import logging
import time
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, session, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.errors import BadInput
from practice.services.identities import Found
from practice.services.sessions import WayIn
from practice.web.context import EXTENSION, services
from practice.web.errors import ACCOUNT_DISABLED, Told, answer_with
from practice.web.oidc_client import NotSignedIn
from practice.web.oidc_provider import Provider, Secrets, new_secrets
from practice.web.paths import safe_next
from practice.web.session_cookies import asking_address, let_in

log = logging.getLogger(__name__)
pages = Blueprint("oidc", __name__, url_prefix="/oidc")

_PROVIDER = "practice-oidc"
#: In the signed cookie: what was asked of the provider and is not answered yet.
_ASKED = "oidc"
_ASKED_FOR = 1800  #: seconds
#: Tabs of one browser that may be at the provider at once; a cookie has no room for many.
_TABS = 3
_LONGEST_NEXT = 300


def attach(app: Flask) -> None:
    """Only where a provider is set."""
    settings = app.extensions[EXTENSION].settings
    app.extensions[_PROVIDER] = Provider(app, settings)
    app.jinja_env.globals["oidc_name"] = settings.oidc_name
    app.register_blueprint(pages)


@pages.post("/sign-in")
def sign_in() -> Response:
    goal = safe_next(request.form.get("next"))
    asked = {**asdict(new_secrets()), "next": goal if len(goal) <= _LONGEST_NEXT else "/", "at": int(time.time())}
    session[_ASKED] = [*_asked(), asked][-_TABS:]
    return redirect(url_for("oidc.go"), 303)


@pages.get("/go")
def go() -> str | Response:
    """A page that moves on by itself.

    Browsers hold the policy's `form-action` against every redirect of a form, at the provider and beyond it too, where
    organisations are sent on to their own server; a page that moves on is nobody's form.
    """
    asked = _asked()
    if not asked:
        return redirect(url_for("signin.start"), 303)
    try:
        return render_template("signin/oidc.html", address=_provider().address(_secrets(asked[-1]), _redirect_uri()))
    except NotSignedIn as error:
        return _refused(error)


@pages.get("/callback")
def callback() -> Response:
    asked = _answered(request.args.get("state", ""))
    try:
        found = _found(asked)
    except NotSignedIn as error:
        return _refused(error)
    if found.person is None:
        return answer_with(_nobody(), 403)
    if found.person.disabled:
        return answer_with(ACCOUNT_DISABLED, 403)
    return let_in(found.person, safe_next(asked["next"]), way=WayIn.PROVIDER)


def _found(asked: dict[str, Any]) -> Found:
    """Raises NotSignedIn."""
    if not asked:
        raise NotSignedIn("this browser has asked for no such answer")
    if said := request.args.get("error"):
        raise NotSignedIn(f"it says {said[:60]!r}")
    claims = _provider().claims(_secrets(asked), request.args.get("code", ""), _redirect_uri())
    try:
        return services().identities.find(claims, asking_address())
    except BadInput as error:
        raise NotSignedIn(str(error)) from error


def _asked() -> list[dict[str, Any]]:
    since = time.time() - _ASKED_FOR
    return [asked for asked in session.get(_ASKED, []) if asked["at"] >= since]


def _answered(state: str) -> dict[str, Any]:
    """What was asked with that state, which this answer ends; empty where nothing was."""
    answered: dict[str, Any] = next((asked for asked in _asked() if asked["state"] == state), {})
    session[_ASKED] = [asked for asked in _asked() if asked["state"] != state]
    if not session[_ASKED]:
        del session[_ASKED]
    return answered


def _secrets(asked: dict[str, Any]) -> Secrets:
    return Secrets(asked["state"], asked["nonce"], asked["verifier"])


def _provider() -> Provider:
    found: Provider = current_app.extensions[_PROVIDER]
    return found


def _redirect_uri() -> str:
    settings = services().settings
    if settings.site:
        return settings.site.rstrip("/") + url_for("oidc.callback")
    return url_for("oidc.callback", _external=True, _scheme="https" if settings.https else None)


def _refused(error: NotSignedIn) -> Response:
    log.warning("signing in with %s did not work: %s", _provider().name, error)
    title = _l("Signing in with %(name)s did not work", name=_provider().name)
    return answer_with(Told(title, _l("Nothing was changed; try again, or sign in another way.")), error.status)


def _nobody() -> Told:
    text = _l(
        "%(name)s knows you, but no account here has an e-mail address that it confirms as yours. Ask your "
        "administrator for an account or for a link to join.",
        name=_provider().name,
    )
    return Told(_l("We have no account for you yet"), text)
