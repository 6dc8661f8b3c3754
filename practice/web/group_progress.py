"""How a group is doing, for those who train it."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import format_date

from practice.domain.group_progress import FEWEST_PEOPLE, QUIET_AFTER
from practice.domain.language import OWN_NAMES, TALK_LANGUAGES, Language
from practice.services.group_progress import Asked, GroupProgress, Period
from practice.web.context import current_person, services
from practice.web.group_progress_page import TALKS, progress_page
from practice.web.language import in_page_language
from practice.web.tables import listed
from practice.web.translations import gettext as _

pages = Blueprint("group_progress", __name__, url_prefix="/cohorts/<id:cohort_id>/progress")


@pages.get("")
def show(cohort_id: str) -> str:
    found = services().group_progress.progress(current_person(), cohort_id, _asked())
    page, path = progress_page(found.drawn) if found.drawn else None, url_for(".show", cohort_id=cohort_id)
    return render_template(
        "group_progress/show.html",
        found=found,
        page=page,
        talks=listed(TALKS, page.talks if page else (), path),
        assignments=_assignments(found),
        periods=_periods(),
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        fewest=FEWEST_PEOPLE,
        quiet_days=_quiet_days(found.asked.period),
    )


def _asked() -> Asked:
    """What the form does not offer is taken as not asked for."""
    period, language = request.args.get("period", ""), request.args.get("language", "")
    return Asked(
        Period(period) if period in list(Period) else Asked.period,
        Language(language) if language in list(Language) else None,
        request.args.get("rubric", ""),
        request.args.get("scenario", ""),
        request.args.get("assignment", ""),
    )


def _assignments(found: GroupProgress) -> dict[str, str]:
    """By id: the scenario and the day on which it was asked for."""
    titles = {used.key: in_page_language(used.scenario.title) for used in found.scenarios}
    return {
        task.id: _(
            "%(scenario)s, asked for on %(date)s",
            scenario=titles.get(task.scenario_key, task.scenario_key),
            date=format_date(task.created_at, "medium"),
        )
        for task in found.assignments
    }


def _periods() -> dict[Period, str]:
    return {
        Period.MONTH: _("the last 30 days"),
        Period.QUARTER: _("the last 90 days"),
        Period.YEAR: _("the last 365 days"),
        Period.ALL: _("all of it"),
    }


def _quiet_days(period: Period) -> int:
    return min(period.length or QUIET_AFTER, QUIET_AFTER).days
