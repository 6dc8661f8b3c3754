"""Who is here, in local mode: a name is enough, so the service answers on this machine only."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from werkzeug.wrappers import Response

from practice.errors import BadInput
from practice.services.people import LONGEST_NAME
from practice.store.person import LOCAL_ROLES, Person, PersonRole
from practice.web.context import person_to_greet, services, signed_in_person
from practice.web.paths import safe_next

pages = Blueprint("signin", __name__)


class SignedIn(UserMixin):  # type: ignore[misc] # flask-login ships no types
    def __init__(self, person: Person) -> None:
        self.person = person
        self.id = person.id


def attach(app: Flask) -> None:
    open_door(app, pages).user_loader(_load)


def open_door(app: Flask, door: Blueprint) -> LoginManager:
    """Adds the pages by which people come in; who they are is for the manager's loader to say."""
    # Its own context processor would ask the database for every fragment of a stream.
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["person_to_greet"] = person_to_greet
    app.register_blueprint(door)
    return manager


@pages.get("/")
def start() -> str | Response:
    if signed_in_person():
        return redirect(url_for("scenarios.overview"), 303)
    return _start_page(request.args.get("next"))


@pages.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    wanted_next = request.form.get("next")
    role = request.form.get("role", "")
    if role not in LOCAL_ROLES:
        raise BadInput(f"no role {role!r}; choose one of {', '.join(LOCAL_ROLES)}")
    try:
        person = services().people.called(request.form.get("name", "").replace("\0", ""), PersonRole(role))
    except BadInput:
        return _start_page(wanted_next, name_refused=True), 400
    login_user(SignedIn(person))
    return redirect(safe_next(wanted_next) if wanted_next else url_for("scenarios.overview"), 303)


@pages.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    return redirect(url_for("signin.start"), 303)


def _start_page(wanted_next: str | None, name_refused: bool = False) -> str:
    return render_template(
        "signin/start.html",
        next=wanted_next or "",
        name=request.form.get("name", ""),
        role=request.form.get("role", PersonRole.TRAINEE.value),
        name_refused=name_refused,
        longest_name=LONGEST_NAME,
        roles=LOCAL_ROLES,
    )


def _load(person_id: str) -> SignedIn | None:
    person = services().people.by_id(int(person_id)) if person_id.isdecimal() else None
    return SignedIn(person) if person and person.organisation_id is None else None
