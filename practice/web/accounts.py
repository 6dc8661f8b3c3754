"""Signing in with an account: e-mail and password, or a link that works once."""

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, url_for
from flask_login import LoginManager
from werkzeug.wrappers import Request, Response

from practice.domain import password as rules
from practice.errors import BadInput, BadPassword, Conflict
from practice.services.links import FirstAdmin, OpenLink
from practice.services.people import LONGEST_NAME
from practice.services.sessions import REMEMBERED
from practice.store.person import Person
from practice.web.context import person_to_greet, services, signed_in_person
from practice.web.errors import LINK_SPENT, answer_with
from practice.web.paths import safe_next
from practice.web.signin import SignedIn
from practice.web.translations import gettext as _
from practice.web.words import password_refusal_text

COOKIE = "practice_session"
#: Named as in local mode, so that every page leads here without asking which mode it is.
pages = Blueprint("signin", __name__)


def attach(app: Flask) -> None:
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_load)
    app.jinja_env.globals["person_to_greet"] = person_to_greet
    app.register_blueprint(pages)


@pages.get("/")
def start() -> str | Response:
    if signed_in_person():
        return redirect(url_for("scenarios.overview"), 303)
    return _start_page(request.args.get("next"))


@pages.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    wanted_next = request.form.get("next")
    person = services().accounts.sign_in(
        request.form.get("email", ""), request.form.get("password", ""), asking_address()
    )
    if person is None:
        return _start_page(wanted_next, refused=True), 401
    goal = safe_next(wanted_next) if wanted_next else url_for("scenarios.overview")
    return let_in(person, goal, remembered="remember" in request.form)


@pages.post("/sign-out")
def sign_out() -> Response:
    if visitor := services().sessions.visitor(request.cookies.get(COOKIE, "")):
        services().sessions.end(visitor.person, visitor.session_id)
    response = redirect(url_for("signin.start"), 303)
    response.delete_cookie(COOKIE)
    return response


@pages.get("/link/<token>")
def link(token: str) -> str | Response:
    found = services().links.opened(token)
    return _link_page(found) if found else answer_with(LINK_SPENT, 410)


@pages.post("/link/<token>")
def use_link(token: str) -> Response | tuple[str, int]:
    found = services().links.opened(token)
    if found is None:
        return answer_with(LINK_SPENT, 410)
    if request.form.get("password") != request.form.get("again"):
        return _link_page(found, _("The two passwords are not the same. Type them once more.")), 400
    try:
        person = _used(found, token, request.form.get("password", ""))
    except BadPassword as error:
        return _link_page(found, password_refusal_text(error.reason)), 400
    except Conflict:
        return _link_page(found, _("That e-mail address or short name is taken. Choose another.")), 409
    except BadInput:
        return _link_page(found, _("Something in the fields cannot be used. Each says what it may hold.")), 400
    return let_in(person, url_for("scenarios.overview")) if person else answer_with(LINK_SPENT, 410)


def let_in(person: Person, goal: str, remembered: bool = False) -> Response:
    """On to `goal` with a new session; the one this browser held before ends."""
    token = services().sessions.begin(person, remembered, instead_of=request.cookies.get(COOKIE, ""))
    response = redirect(goal, 303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=REMEMBERED if remembered else None,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def asking_address() -> str:
    return (request.remote_addr or "")[:64]


def _used(found: OpenLink, token: str, password: str) -> Person | None:
    if found.person is not None:
        return services().links.choose_password(token, password)
    fields = (request.form.get(name, "") for name in ("organisation_key", "organisation", "email", "name"))
    return services().links.make_first_admin(token, FirstAdmin(*fields), password)


def _start_page(wanted_next: str | None, refused: bool = False) -> str:
    email = request.form.get("email", "")
    return render_template("signin/accounts.html", next=wanted_next or "", email=email, refused=refused)


def _link_page(found: OpenLink, problem: str = "") -> str:
    limits = {"shortest": rules.SHORTEST, "longest_name": LONGEST_NAME}
    return render_template("signin/link.html", person=found.person, problem=problem, form=request.form, **limits)


def _load(asked: Request) -> SignedIn | None:
    visitor = services().sessions.visitor(asked.cookies.get(COOKIE, ""))
    if visitor is None:
        return None
    if visitor.person.disabled:
        g.account_disabled = True
        return None
    g.session_id = visitor.session_id
    return SignedIn(visitor.person)
