"""Groups that practise together: for their trainers and for administrators."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from practice.errors import BadInput, Conflict, NotAllowed, NotFound
from practice.services.cohorts import MOST_DAYS, MOST_USES
from practice.services.people import LONGEST_NAME
from practice.store.cohort import MemberRole
from practice.store.join_link import MOST_UNLESS_SAID
from practice.web.choices import page_asked_for
from practice.web.cohort_tables import COHORTS, TRAINEES, assignments_table
from practice.web.context import current_person, services
from practice.web.person_progress import shown
from practice.web.session_cookies import asking_address
from practice.web.tables import listed
from practice.web.translations import gettext as _

pages = Blueprint("cohorts", __name__, url_prefix="/cohorts")

#: In the browser's own session, from the answer that made a join link to the page that shows it once.
_FRESH = "fresh_join_link"
DAYS_SUGGESTED = 14


@pages.get("")
def overview() -> str:
    return _overview()


@pages.post("")
def add() -> Response | tuple[str, int]:
    try:
        cohort_id = services().cohorts.add(current_person(), request.form.get("name", ""), asking_address())
    except BadInput:
        return _overview(_unfit_name()), 400
    return _to(cohort_id)


@pages.get("/<id:cohort_id>")
def show(cohort_id: str) -> str:
    return _page(cohort_id, fresh=_fresh_link(cohort_id))


@pages.get("/<id:cohort_id>/people/<int(max=2147483647):person_id>")
def trainee(cohort_id: str, person_id: int) -> str:
    view = services().person_progress.of_trainee(current_person(), cohort_id, person_id, page_asked_for())
    path = url_for("cohorts.trainee", cohort_id=cohort_id, person_id=person_id)
    return render_template("cohorts/trainee.html", view=view, **shown(view.progress, path))


@pages.post("/<id:cohort_id>/name")
def rename(cohort_id: str) -> Response | tuple[str, int]:
    try:
        services().cohorts.rename(current_person(), cohort_id, request.form.get("name", ""), asking_address())
    except BadInput:
        return _page(cohort_id, "name", _unfit_name()), 400
    return _to(cohort_id)


@pages.post("/<id:cohort_id>/close")
def close(cohort_id: str) -> Response:
    services().cohorts.close(current_person(), cohort_id, asking_address())
    return _to(cohort_id)


@pages.post("/<id:cohort_id>/reopen")
def reopen(cohort_id: str) -> Response:
    services().cohorts.reopen(current_person(), cohort_id, asking_address())
    return _to(cohort_id)


@pages.post("/<id:cohort_id>/members")
def add_member(cohort_id: str) -> Response | tuple[str, int]:
    form = request.form
    role = MemberRole.TRAINER if form.get("role") == MemberRole.TRAINER else MemberRole.TRAINEE
    try:
        services().cohorts.add_member(current_person(), cohort_id, form.get("email", ""), role, asking_address())
    except NotFound:
        return _page(cohort_id, "member", _("Nobody in your organisation has that e-mail address.")), 400
    except BadInput:
        return _page(cohort_id, "member", _("Only a trainer or an administrator can train a group.")), 400
    except Conflict:
        told = _("They are in this group already. To change what they do here, remove them first.")
        return _page(cohort_id, "member", told), 409
    return _to(cohort_id)


@pages.get("/<id:cohort_id>/members/<int(max=2147483647):person_id>/remove")
def ask_to_remove(cohort_id: str, person_id: int) -> str | tuple[str, int]:
    try:
        asked = services().cohorts.before_removal(current_person(), cohort_id, person_id)
    except NotAllowed:
        return _last_trainer(cohort_id)
    return render_template("cohorts/remove.html", asked=asked, own=asked.member.is_of(current_person().id))


@pages.post("/<id:cohort_id>/members/<int(max=2147483647):person_id>/remove")
def remove_member(cohort_id: str, person_id: int) -> Response | tuple[str, int]:
    """Only by who has read what that does."""
    person = current_person()
    try:
        if request.form.get("confirmed") != "yes":
            services().cohorts.before_removal(person, cohort_id, person_id)
            return redirect(url_for("cohorts.ask_to_remove", cohort_id=cohort_id, person_id=person_id), 303)
        still_seen = services().cohorts.remove_member(person, cohort_id, person_id, asking_address())
    except NotAllowed:
        return _last_trainer(cohort_id)
    return _to(cohort_id) if still_seen else redirect(url_for("cohorts.overview"), 303)


@pages.post("/<id:cohort_id>/join-links")
def make_join_link(cohort_id: str) -> Response | tuple[str, int]:
    try:
        days, most_uses = _number("days"), _number("most_uses") if request.form.get("most_uses") else None
        token = services().cohorts.make_join_link(current_person(), cohort_id, days, most_uses, asking_address())
    except BadInput:
        limits = {"days": MOST_DAYS, "people": MOST_USES}
        told = _("A link works for 1 to %(days)s days and for up to %(people)s people.", **limits)
        return _page(cohort_id, "link", told), 400
    session[_FRESH] = [cohort_id, token]
    return _to(cohort_id)


@pages.post("/<id:cohort_id>/join-links/<id:link_id>/revoke")
def revoke_join_link(cohort_id: str, link_id: str) -> Response:
    services().cohorts.revoke_join_link(current_person(), cohort_id, link_id, asking_address())
    return _to(cohort_id)


def _number(field: str) -> int:
    written = request.form.get(field, "").strip()
    if not written.isascii() or not written.isdecimal() or len(written) > 9:
        raise BadInput(f"{field}: {written[:20]!r} is no whole number")
    return int(written)


def _fresh_link(cohort_id: str) -> str:
    """The address of a link made a moment ago; empty from the second look on."""
    kept = session.get(_FRESH)
    if not isinstance(kept, list) or kept[:1] != [cohort_id]:
        return ""
    del session[_FRESH]
    return url_for("joining.show", token=kept[1], _external=True)


def _last_trainer(cohort_id: str) -> tuple[str, int]:
    told = _("Only an administrator can remove the last trainer. Add another trainer first.")
    return _page(cohort_id, "trainers", told), 403


def _unfit_name() -> str:
    return _("A name has 1 to %(most)s characters.", most=LONGEST_NAME)


def _to(cohort_id: str) -> Response:
    return redirect(url_for("cohorts.show", cohort_id=cohort_id), 303)


def _overview(problem: str = "") -> str:
    groups = listed(COHORTS, services().cohorts.of(current_person()), url_for("cohorts.overview"))
    return render_template(
        "cohorts/overview.html", groups=groups, problem=problem, form=request.form, longest_name=LONGEST_NAME
    )


def _page(cohort_id: str, at: str = "", problem: str = "", fresh: str = "") -> str:
    """`at` is the form that `problem` is about."""
    person, address = current_person(), url_for("cohorts.show", cohort_id=cohort_id)
    view = services().cohorts.cohort(person, cohort_id)
    scenarios = services().assignments.scenarios(person)
    return render_template(
        "cohorts/show.html",
        view=view,
        trainees=listed(TRAINEES, view.trainees, address),
        assignments=listed(assignments_table(scenarios), services().assignments.of_cohort(person, cohort_id), address),
        scenarios=scenarios,
        at=at,
        problem=problem,
        fresh=fresh,
        form=request.form,
        longest_name=LONGEST_NAME,
        most_days=MOST_DAYS,
        most_uses=MOST_USES,
        most_unless_said=MOST_UNLESS_SAID,
        days_suggested=DAYS_SUGGESTED,
    )
