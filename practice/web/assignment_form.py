"""What a group is asked as a form: filled in for a new assignment, and for one that is changed."""

from collections.abc import Mapping
from datetime import datetime, time

from flask import render_template, request

from practice.domain.conversation import Mode
from practice.domain.language import OWN_NAMES, TALK_LANGUAGES, Language
from practice.domain.scenario import Scenario
from practice.domain.time_zone import SkippedTime, day_ends, moment_of
from practice.services.assignment_changes import Changeable, ChangedMeanwhile, TooFewAttempts
from practice.services.assignments import LONGEST_NOTE, MOST_ATTEMPTS, Task, UnfitTask
from practice.store.assignment import Assignment
from practice.web.context import current_person, services
from practice.web.language import in_page_language
from practice.web.time_zone import ends_its_day, page_zone
from practice.web.translations import gettext as _
from practice.web.translations import ngettext

#: Of those who have made too many attempts for a change, as many are named.
_NAMED = 3
#: Of the field `due`, but for a reason of its own.
_SKIPPED = "skipped"


def new_form(cohort_id: str, form: Mapping[str, str], problem: UnfitTask | None = None) -> str:
    person = current_person()
    return render_template(
        "assignments/new.html",
        cohort=services().assignments.cohort(person, cohort_id),
        **_fields(services().assignments.scenarios(person), form, problem),
    )


def change_form(found: Changeable, form: Mapping[str, str], problem: UnfitTask | ChangedMeanwhile | None = None) -> str:
    """`form` is what was typed, else what stands."""
    unfit = problem if isinstance(problem, UnfitTask) else None
    return render_template(
        "assignments/change.html",
        found=found,
        cohort=found.cohort,
        meanwhile=problem if isinstance(problem, ChangedMeanwhile) else None,
        kept=fields_of(found.assignment),
        **_fields(services().assignments.scenarios(current_person()), form, unfit),
    )


def fields_of(assignment: Assignment) -> dict[str, str]:
    """As `read_task` reads them."""
    due = assignment.due_at.astimezone(page_zone()) if assignment.due_at else None
    with_time = due is not None and not ends_its_day(due)
    return {
        "scenario": assignment.scenario_key,
        "language": assignment.language or "",
        "difficulty": str(assignment.difficulty or ""),
        "mode": assignment.mode,
        "attempts": str(assignment.attempts or ""),
        "due_day": due.date().isoformat() if due else "",
        "due_time": f"{due:%H:%M}" if due and with_time else "",
        "note": assignment.note,
    }


def read_task() -> Task:
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


def _fields(scenarios: Mapping[str, Scenario], form: Mapping[str, str], unfit: UnfitTask | None) -> dict[str, object]:
    """What the template of the fields needs; `at` is the field that could not be taken."""
    at = unfit.field if unfit else ""
    return {
        "scenarios": sorted(scenarios.items(), key=_by_title),
        "languages": {language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        "form": form,
        "at": "due" if at == _SKIPPED else at,
        "problem": _told(unfit) if unfit else "",
        "most_attempts": MOST_ATTEMPTS,
        "longest_note": LONGEST_NOTE,
    }


def _told(unfit: UnfitTask) -> str:
    if isinstance(unfit, TooFewAttempts):
        return _told_too_few(unfit)
    problems = {
        "scenario": _("Choose one of the scenarios."),
        "attempts": _("Write a whole number from 1 to %(most)s, or leave it empty.", most=MOST_ATTEMPTS),
        "due": _("Give a day and time that are still to come, such as 2027-01-31 and 16:30, or leave both empty."),
        _SKIPPED: _("The clocks go forward past that time on that day. Give another one."),
        "note": _("A note has at most %(most)s characters.", most=LONGEST_NOTE),
        "begun": _("Somebody has begun meanwhile, so nothing was changed. What stays as it is now stands below."),
    }
    return problems.get(unfit.field, _("Choose one of what is offered."))


def _told_too_few(unfit: TooFewAttempts) -> str:
    named = ", ".join(f"{used.name} ({used.attempts})" for used in unfit.used[:_NAMED])
    return ngettext(
        "%(num)s trainee has made more attempts already: %(who)s. Allow at least %(most)s, or leave it empty.",
        "%(num)s trainees have made more attempts already: %(who)s. Allow at least %(most)s, or leave it empty.",
        len(unfit.used),
        who=named if len(unfit.used) <= _NAMED else f"{named}, …",
        most=unfit.used[0].attempts,
    )


def _by_title(named: tuple[str, Scenario]) -> tuple[str, str]:
    key, scenario = named
    return in_page_language(scenario.title).casefold(), key


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
    """In the zone of the pages; a day without a time is due with its end."""
    day, clock = (request.form.get(name, "").strip() for name in ("due_day", "due_time"))
    if not day and not clock:
        return None
    try:
        on = datetime.strptime(day, "%Y-%m-%d").date()
        at = time.fromisoformat(clock).replace(tzinfo=None) if clock else None
        return day_ends(on, page_zone()) if at is None else moment_of(on, at, page_zone())
    except SkippedTime as error:
        raise UnfitTask(_SKIPPED, str(error)) from error
    except ValueError as error:
        raise UnfitTask("due", f"{day[:20]!r} {clock[:20]!r} is no day and time") from error
