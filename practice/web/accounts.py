"""Signing in with an account, and signing out."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.services.sessions import WayIn
from practice.web.context import services, signed_in_person
from practice.web.paths import safe_next
from practice.web.session_cookies import asking_address, let_in, let_out, load, set_cookies
from practice.web.signin import open_door

#: Named as in local mode, so that every page leads here without asking which mode it is.
pages = Blueprint("signin", __name__)


def attach(app: Flask) -> None:
    open_door(app, pages).request_loader(load)
    app.after_request(set_cookies)


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
    return let_in(person, goal, remembered="remember" in request.form, way=WayIn.PASSWORD)


@pages.post("/sign-out")
def sign_out() -> Response:
    return let_out(url_for("signin.start"))


def _start_page(wanted_next: str | None, refused: bool = False) -> str:
    email = request.form.get("email", "")
    return render_template("signin/accounts.html", next=wanted_next or "", email=email, refused=refused)
