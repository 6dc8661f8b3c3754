"""What trainers ask a group to practise: made and followed by them, begun by trainees."""

from datetime import UTC, datetime, time

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from practice.domain.conversation import Mode
from practice.domain.language import OWN_NAMES, TALK_LANGUAGES, Language
from practice.domain.scenario import Scenario
from practice.errors import NotFound
from practice.services.assignments import LONGEST_NOTE, MOST_ATTEMPTS, Task, UnfitTask
from practice.services.attempts import NoAttempt
from practice.services.talk import ScenarioEntry
from practice.store.assignment_reading import DoingOrder, Stage, WantedDoings
from practice.web.channels import rules_of
from practice.web.choices import chosen_of, page_asked_for, read_choices
from practice.web.context import current_person, services
from practice.web.language import in_page_language, page_language
from practice.web.session_cookies import asking_address
from practice.web.tables import HANDFUL, Place, Sorting, asked_of
from practice.web.translations import gettext as _

pages = Blueprint("assignments", __name__)

STAGES: dict[Stage, LazyString] = {
    Stage.NOT_BEGUN: _l("not begun"),
    Stage.BEGUN: _l("begun"),
    Stage.FINISHED: _l("finished"),
    Stage.HANDED_IN: _l("handed in"),
}
_GROUP, _ONE = "/cohorts/<id:cohort_id>/assignments", "/cohorts/<id:cohort_id>/assignments/<id:assignment_id>"
_LAST_MINUTE = time(23, 59)
_BY_NAME = Sorting(DoingOrder.NAME)


@pages.get(f"{_GROUP}/new")
def write(cohort_id: str) -> str:
    return _form(cohort_id)


@pages.post(_GROUP)
def make(cohort_id: str) -> Response | tuple[str, int]:
    try:
        services().assignments.make(current_person(), cohort_id, _read_task(), asking_address())
    except UnfitTask as unfit:
        return _form(cohort_id, unfit.field), 400
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
        conversation_id = services().assignments.begin(current_person(), assignment_id, read_choices())
    except NoAttempt as refused:
        return _refused(refused)
    return redirect(url_for("chat.show", conversation_id=conversation_id), 303)


def _refused(refused: NoAttempt) -> tuple[str, int]:
    scenario = services().assignments.scenarios(current_person()).get(refused.assignment.scenario_key)
    page = render_template(
        "assignments/refused.html", reason=refused.reason, assignment=refused.assignment, scenario=scenario
    )
    return page, 409


def _form(cohort_id: str, at: str = "") -> str:
    """`at` is the field that could not be taken."""
    problems = {
        "scenario": _("Choose one of the scenarios."),
        "attempts": _("Write a whole number from 1 to %(most)s, or leave it empty.", most=MOST_ATTEMPTS),
        "due": _("Give a day and time that are still to come, such as 2027-01-31 and 16:30, or leave both empty."),
        "note": _("A note has at most %(most)s characters.", most=LONGEST_NOTE),
    }
    person = current_person()
    return render_template(
        "assignments/new.html",
        cohort=services().assignments.cohort(person, cohort_id),
        scenarios=sorted(services().assignments.scenarios(person).items(), key=_by_title),
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        form=request.form,
        at=at,
        problem=problems.get(at, _("Choose one of what is offered.")),
        most_attempts=MOST_ATTEMPTS,
        longest_note=LONGEST_NOTE,
    )


def _by_title(named: tuple[str, Scenario]) -> tuple[str, str]:
    key, scenario = named
    return in_page_language(scenario.title).casefold(), key


def _read_task() -> Task:
    """Raises UnfitTask."""
    language, difficulty = request.form.get("language", ""), request.form.get("difficulty", "")
    return Task(
        request.form.get("scenario", ""),
        Mode(_offered(list(Mode), request.form.get("mode", ""), "mode")),
        Language(_offered(list(TALK_LANGUAGES), language, "language")) if language else None,
        _number("difficulty") if difficulty else None,
        _number("attempts") if request.form.get("attempts", "").strip() else None,
        _due(),
        # A browser sends two characters for each line break that it counted as one.
        request.form.get("note", "").replace("\r\n", "\n"),
    )


def _offered(offered: list[Mode] | list[Language], given: str, field: str) -> str:
    if given not in list(offered):
        raise UnfitTask(field, f"{given[:20]!r} is none of {', '.join(offered)}")
    return given


def _number(field: str) -> int:
    written = request.form.get(field, "").strip()
    if not written.isascii() or not written.isdecimal() or len(written) > 9:
        raise UnfitTask(field, f"{written[:20]!r} is no whole number")
    return int(written)


def _due() -> datetime | None:
    """In UTC; a day without a time ends with its last minute."""
    day, clock = (request.form.get(name, "").strip() for name in ("due_day", "due_time"))
    if not day and not clock:
        return None
    try:
        at = time.fromisoformat(clock) if clock else _LAST_MINUTE
        return datetime.combine(datetime.strptime(day, "%Y-%m-%d"), at.replace(tzinfo=UTC))
    except ValueError as error:
        raise UnfitTask("due", f"{day[:20]!r} {clock[:20]!r} is no day and time") from error
