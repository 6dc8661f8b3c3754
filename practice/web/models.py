"""Which model plays which role, and whether it answers."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.errors import TooMuch
from practice.model.port import Role
from practice.services.costly import MOST_TRIALS_AN_HOUR
from practice.services.model_trial import SHOWN_DAYS, Tried
from practice.web.context import current_person, services
from practice.web.once import show_next, shown_now
from practice.web.session_cookies import asking_address
from practice.web.words import minutes_in_words

pages = Blueprint("models", __name__, url_prefix="/administration/models")
_TRIED = "model_tried"
MODEL_ROLES: Mapping[Role, LazyString] = {
    Role.CUSTOMER: _l("plays the customer"),
    Role.APPRAISER: _l("notices how replies land"),
    Role.GRADER: _l("grades replies"),
    Role.COACH: _l("says what to work on"),
}


@pages.get("")
def overview() -> str:
    return _page()


@pages.post("/try")
def try_out() -> Response | tuple[str, int, dict[str, str]]:
    role, model = request.form.get("role", ""), request.form.get("model", "")
    try:
        tried = services().model_trial.try_out(current_person(), role, model, asking_address())
    except TooMuch as error:
        return _page(minutes_in_words(error.seconds)), 429, {"Retry-After": str(error.seconds)}
    _show(tried)
    return redirect(url_for("models.overview", _anchor="tried"), 303)


def _show(tried: Tried) -> None:
    answered = {"milliseconds": tried.milliseconds, "tokens": tried.tokens, "cost": tried.cost}
    show_next(_TRIED, role=tried.role.value, model=tried.model, problem=tried.problem, **answered)


def _page(wait: str = "") -> str:
    casting = services().model_trial.cast(current_person())
    return render_template(
        "models/overview.html",
        casting=casting,
        tried=shown_now(_TRIED),
        wait=wait,
        most=MOST_TRIALS_AN_HOUR,
        days=SHOWN_DAYS,
        MODEL_ROLES=MODEL_ROLES,
    )
