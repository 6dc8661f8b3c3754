"""Who did what, for administrators: searched on a page, or taken along as a file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, render_template, request, url_for

from practice.domain.audit import LONGEST_WORD, MOST_WORDS, AuditAct, AuditedKind, AuditPage, Wanted, words_in
from practice.domain.time_zone import day_begins
from practice.errors import BadInput
from practice.services.audit import ExportForm
from practice.web.audit_words import ACTS, KINDS, act_text, actor_text, kind_text
from practice.web.choices import chosen_of
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address
from practice.web.tables import SORT, Asked, Place, Sorting, asked_of
from practice.web.time_zone import page_zone
from practice.web.translations import gettext as _

pages = Blueprint("audit", __name__, url_prefix="/administration/audit")

_FILTER = ("words", "act", "kind", "since", "until", SORT)
_TIME = "time"
#: What ids the databases take.
_HIGHEST_ID = 2**31 - 1
_MEDIA_TYPES: Mapping[ExportForm, str] = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.JSONL: "application/x-ndjson; charset=utf-8",
}


@pages.get("")
def overview() -> str | tuple[str, int]:
    typed = request.args.get("words", "")
    try:
        words_in(typed)
    except BadInput:
        return _page(services().audit.search(current_person(), Wanted()), {}, unfit_words=typed), 400
    try:
        wanted = replace(_wanted(), before_id=_before())
    except BadInput:
        problem = _("Some fields could not be read, so everything is shown. Write days as 2026-01-31.")
        return _page(services().audit.search(current_person(), Wanted()), {}, problem), 400
    given = {name: value for name in _FILTER if (value := request.args.get(name))}
    return _page(services().audit.search(current_person(), wanted), given)


# A GET, though it leaves a row: it changes nothing that anybody has, and a link is what a browser saves a file from.
@pages.get("/export")
def export() -> Response:
    form = chosen_of(ExportForm, request.args.get("form"), "form") or ExportForm.CSV
    text = services().audit.export(
        current_person(), _wanted(), form, bom=request.args.get("bom") == "1", address=asking_address()
    )
    headers = {"Content-Disposition": f'attachment; filename="audit.{form}"'}
    return Response(text, content_type=_MEDIA_TYPES[form], headers=headers)


def _page(found: AuditPage, given: Mapping[str, str], problem: str = "", unfit_words: str = "") -> str:
    return render_template(
        "audit/overview.html",
        found=found,
        asked=_asked(given),
        given=given,
        problem=problem,
        unfit_words=unfit_words,
        later="before" in request.args and not (problem or unfit_words),
        acts=ACTS,
        kinds=KINDS,
        act_text=act_text,
        kind_text=kind_text,
        actor_text=actor_text,
        most_words=MOST_WORDS,
        longest_word=LONGEST_WORD,
    )


def _asked(given: Mapping[str, str]) -> Asked:
    """Raises BadInput."""
    return asked_of(Place(url_for("audit.overview"), given), [_TIME], Sorting(_TIME, descending=True))


def _wanted() -> Wanted:
    """Raises BadInput."""
    asked = request.args
    sorting = _asked(asked).sorting
    return Wanted(
        asked.get("words", ""),
        chosen_of(AuditAct, asked.get("act"), "act"),
        chosen_of(AuditedKind, asked.get("kind"), "kind"),
        _beginning(_day("since")),
        _beginning(_day("until"), days_later=1),
        oldest_first=sorting is not None and not sorting.descending,
    )


def _day(name: str) -> date | None:
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError as error:
        raise BadInput(f"{name}: {given[:40]!r} is no day; write YYYY-MM-DD, such as 2026-01-31") from error


def _beginning(day: date | None, days_later: int = 0) -> datetime | None:
    """In the zone of the pages. None outside of all years: then nothing is left out."""
    try:
        return None if day is None else day_begins(day + timedelta(days_later), page_zone())
    except (OverflowError, ValueError):
        return None


def _before() -> int | None:
    given = request.args.get("before", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 10 and int(given) <= _HIGHEST_ID):
        raise BadInput("before: no id of the audit; begin without it")
    return int(given)
