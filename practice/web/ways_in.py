"""The ways in which the people of an organisation sign in."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.errors import Conflict
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address

pages = Blueprint("ways_in", __name__, url_prefix="/administration/ways-in")


@pages.get("")
def overview() -> str:
    return _page()


@pages.post("")
def change() -> Response | tuple[str, int]:
    password, link = "password" in request.form, "link" in request.form
    try:
        services().organisation_settings.set_ways_in(current_person(), password, link, asking_address())
    except Conflict:
        return _page(refused=True), 409
    return redirect(url_for("ways_in.overview", kept=1), 303)


def _page(refused: bool = False) -> str:
    return render_template(
        "ways_in/overview.html",
        ways=services().organisation_settings.ways_in(current_person()),
        refused=refused,
        kept="kept" in request.args,
    )
