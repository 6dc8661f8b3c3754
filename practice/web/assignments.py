"""What trainers ask a group to practise: made and followed by them, begun by trainees."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain.language import OWN_NAMES, TALK_LANGUAGES
from practice.errors import NotFound
from practice.services.assignment_changes import ChangedMeanwhile
from practice.services.assignments import UnfitTask
from practice.services.attempts import NoAttempt
from practice.services.talk import ScenarioEntry
from practice.store.assignment_reading import DoingOrder, Stage, WantedDoings
from practice.web.assignment_form import change_form, fields_of, new_form, read_task
from practice.web.channels import rules_of
from practice.web.choices import chosen_of, page_asked_for, read_choices
from practice.web.context import current_person, services
from practice.web.language import page_language
from practice.web.session_cookies import asking_address
from practice.web.tables import HANDFUL, Place, Sorting, asked_of

pages = Blueprint("assignments", __name__)

STAGES: dict[Stage, LazyString] = {
    Stage.NOT_BEGUN: _l("not begun"),
    Stage.BEGUN: _l("begun"),
    Stage.FINISHED: _l("finished"),
    Stage.HANDED_IN: _l("handed in"),
}
_GROUP, _ONE = "/cohorts/<id:cohort_id>/assignments", "/cohorts/<id:cohort_id>/assignments/<id:assignment_id>"
_BY_NAME = Sorting(DoingOrder.NAME)


@pages.get(f"{_GROUP}/new")
def write(cohort_id: str) -> str:
    return new_form(cohort_id, {})


@pages.post(_GROUP)
def make(cohort_id: str) -> Response | tuple[str, int]:
    try:
        services().assignments.make(current_person(), cohort_id, read_task(), asking_address())
    except UnfitTask as unfit:
        return new_form(cohort_id, request.form, unfit), 400
    return redirect(url_for("cohorts.show", cohort_id=cohort_id, _anchor="assignments-title"), 303)


@pages.get(_ONE)
def show(cohort_id: str, assignment_id: str) -> str:
    chosen, page = chosen_of(Stage, request.args.get("stage"), "stage"), page_asked_for()
    path = url_for("assignments.show", cohort_id=cohort_id, assignment_id=assignment_id)
    asked = asked_of(Place(path, request.args), list(DoingOrder), _BY_NAME)
    sorting = asked.sorting or _BY_NAME
    wanted = WantedDoings(chosen, asked.find, DoingOrder(sorting.key), sorting.descending, page_language())
    view = services().assignments.assignment(current_person(), cohort_id, assignment_id, wanted, page)
    return render_template("assignments/show.html", view=view, stages=STAGES, chosen=chosen, asked=asked, most=HANDFUL)


@pages.get(f"{_ONE}/change")
def edit(cohort_id: str, assignment_id: str) -> Response | str:
    found = services().assignment_changes.opened(current_person(), cohort_id, assignment_id)
    if found.assignment.withdrawn_at is not None:
        return redirect(url_for(".show", cohort_id=cohort_id, assignment_id=assignment_id), 303)
    return change_form(found, fields_of(found.assignment))


@pages.post(f"{_ONE}/change")
def change(cohort_id: str, assignment_id: str) -> Response | tuple[str, int]:
    """`seen` is what the form had been made from."""
    person, changes = current_person(), services().assignment_changes
    try:
        seen = request.form.get("seen", "")
        changes.change(person, cohort_id, assignment_id, read_task(), seen, asking_address())
    except (UnfitTask, ChangedMeanwhile) as problem:
        found = changes.opened(person, cohort_id, assignment_id)
        return change_form(found, request.form, problem), 400 if isinstance(problem, UnfitTask) else 409
    return redirect(url_for(".show", cohort_id=cohort_id, assignment_id=assignment_id), 303)


@pages.post(f"{_ONE}/withdraw")
def withdraw(cohort_id: str, assignment_id: str) -> Response:
    services().assignments.withdraw(current_person(), cohort_id, assignment_id, asking_address())
    return redirect(url_for("cohorts.show", cohort_id=cohort_id, _anchor="assignments-title"), 303)


@pages.get("/assignments/<id:assignment_id>")
def briefing(assignment_id: str) -> str | tuple[str, int]:
    try:
        asked = services().assignments.briefing(current_person(), assignment_id)
    except NoAttempt as refused:
        return _refused(refused)
    if asked.scenario is None:
        raise NotFound("its scenario is there no more")
    return render_template(
        "scenarios/briefing.html",
        entry=ScenarioEntry(asked.by.assignment.scenario_key, asked.scenario),
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        chosen=page_language(),
        hurried=rules_of(asked.scenario).waits is not None,
        asked=asked,
    )


@pages.post("/assignments/<id:assignment_id>/conversations")
def begin(assignment_id: str) -> Response | tuple[str, int]:
    try:
        conversation_id = services().assignments.begin(
            current_person(), assignment_id, read_choices(), request.form.get("shown")
        )
    except NoAttempt as refused:
        return _refused(refused)
    return redirect(url_for("chat.show", conversation_id=conversation_id), 303)


def _refused(refused: NoAttempt) -> tuple[str, int]:
    scenario = services().assignments.scenarios(current_person()).get(refused.assignment.scenario_key)
    page = render_template(
        "assignments/refused.html", reason=refused.reason, assignment=refused.assignment, scenario=scenario
    )
    return page, 409
