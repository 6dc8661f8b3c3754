"""One's own account: another password, and where one is signed in."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain import password as rules
from practice.errors import BadPassword
from practice.services.sessions import WayIn
from practice.store.types import storable
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address, let_in
from practice.web.translations import gettext as _
from practice.web.words import password_refusal_text

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("")
def overview() -> str:
    return _page()


@pages.post("/password")
def change_password() -> Response | tuple[str, int]:
    person, form = current_person(), request.form
    if form.get("password") != form.get("again"):
        return _page(_("The two passwords are not the same. Type them once more.")), 400
    remembered = any(kept.id == g.session_id and kept.remembered for kept in services().sessions.of(person))
    try:
        changed = services().accounts.change_password(
            person, form.get("old", ""), form.get("password", ""), asking_address()
        )
    except BadPassword as error:
        return _page(password_refusal_text(error.reason)), 400
    if not changed:
        return _page(_("The password you have now is another one. After ten failed tries, wait 15 minutes.")), 400
    return let_in(person, url_for("account.overview", changed=1), remembered, way=WayIn.NEW_PASSWORD)


@pages.post("/sessions/end")
def end_session() -> Response:
    services().sessions.end(current_person(), storable(request.form.get("session", "")), asking_address())
    return redirect(url_for("account.overview"), 303)


@pages.post("/sessions/end-others")
def end_others() -> Response:
    services().sessions.end_all(current_person(), except_for=g.session_id, address=asking_address())
    return redirect(url_for("account.overview"), 303)


def _page(problem: str = "") -> str:
    person = current_person()
    return render_template(
        "account/overview.html",
        person=person,
        problem=problem,
        changed="changed" in request.args,
        sessions=services().sessions.of(person),
        this_one=g.session_id,
        shortest=rules.SHORTEST,
    )
