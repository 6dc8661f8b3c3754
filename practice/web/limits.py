"""How much each person of an organisation may ask for: its own limits, and the deployment's."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.errors import BadInput
from practice.services.organisation_settings import LEAST, MOST, OwnLimits, limit_written
from practice.services.sessions import IDLE, LASTS, REMEMBERED
from practice.services.sign_in_limits import LETTERS, PASSWORDS
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address

pages = Blueprint("limits", __name__, url_prefix="/administration/limits")
_NAMES = ("most_talks_a_day", "most_asks_an_hour")


@pages.get("")
def overview() -> str:
    organisation = services().organisation_settings.of(current_person())
    return _page({name: str(getattr(organisation, name) or "") for name in _NAMES})


@pages.post("")
def change() -> Response | tuple[str, int]:
    written = {name: request.form.get(name, "") for name in _NAMES}
    limits: dict[str, int | None] = {}
    for name, text in written.items():
        try:
            limits[name] = limit_written(text)
        except BadInput:
            continue
    wrong = [name for name in _NAMES if name not in limits]
    if wrong:
        services().organisation_settings.of(current_person())
        return _page(written, wrong), 400
    services().organisation_settings.set_limits(current_person(), OwnLimits(**limits), asking_address())
    return redirect(url_for("limits.overview", kept=1), 303)


def _page(written: dict[str, str], wrong: list[str] | None = None) -> str:
    return render_template(
        "limits/overview.html",
        written=written,
        wrong=wrong or (),
        least=LEAST,
        most=MOST,
        settings=services().settings,
        kept="kept" in request.args,
        passwords=PASSWORDS,
        letters=LETTERS,
        idle_hours=int(IDLE.total_seconds()) // 3600,
        session_days=LASTS.days,
        remembered_days=REMEMBERED.days,
    )
