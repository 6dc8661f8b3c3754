"""Taking out what was practised: a group's for its trainers, and one's own."""

from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, UTC, datetime, timedelta

from flask import Blueprint, Response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.exports import COLUMNS, ExportFormat, ExportKind, Separator, Shape
from practice.errors import BadInput
from practice.services.exports import Choice
from practice.store.export_reading import Period
from practice.web.choices import chosen_of
from practice.web.context import current_person, services
from practice.web.gold_words import set_name
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

pages = Blueprint("exports", __name__)

KINDS: Mapping[ExportKind, LazyString] = {
    ExportKind.TALKS: _l("Conversations, one a row"),
    ExportKind.TURNS: _l("What was said, one turn a row"),
    ExportKind.LEVELS: _l("Levels with quotes and reasons, one criterion a row"),
    ExportKind.OVERRIDES: _l("Levels that trainers set, and second looks that trainees asked for"),
    ExportKind.LABELS: _l("Levels that people gave to the replies of one set"),
}
_MEDIA_TYPES: Mapping[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.JSONL: "application/x-ndjson; charset=utf-8",
}


@pages.get("/cohorts/<id:cohort_id>/export")
def group(cohort_id: str) -> str:
    return _page(cohort_id)


# GETs, though each leaves a row of the audit: nothing that anybody has is changed, and a link is what a browser saves.
@pages.get("/cohorts/<id:cohort_id>/export/file")
def group_file(cohort_id: str) -> Response | tuple[str, int]:
    try:
        choice = _choice()
    except BadInput:
        told = _("Nothing was taken out yet: some fields could not be read. Write days as 2026-01-31.")
        return _page(cohort_id, told), 400
    if choice.kind is ExportKind.LABELS and not choice.gold_set_id:
        return _page(cohort_id, _("Choose the set whose levels you want.")), 400
    text = services().exports.of_group(current_person(), cohort_id, choice, asking_address())
    return _file(text, choice.kind.value, choice.shape.format)


@pages.get("/account/export")
def own() -> Response:
    return _file(services().exports.own(current_person(), asking_address()), "conversations", ExportFormat.JSONL)


def _file(text: Iterator[str], name: str, form: ExportFormat) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(text, content_type=_MEDIA_TYPES[form], headers=headers)


def _page(cohort_id: str, problem: str = "") -> str:
    return render_template(
        "exports/group.html",
        page=services().exports.page(current_person(), cohort_id),
        problem=problem,
        given=request.args,
        asked=bool(request.args),
        kinds=KINDS,
        set_name=set_name,
        columns=COLUMNS,
    )


def _choice() -> Choice:
    """Raises BadInput."""
    asked = request.args
    until = _day("until")
    shape = Shape(
        chosen_of(ExportFormat, asked.get("format"), "format") or ExportFormat.CSV,
        asked.get("bom") == "1",
        chosen_of(Separator, asked.get("separator"), "separator") or Separator.COMMA,
    )
    period = Period(_day("since"), until and _next_day(until))
    kind = chosen_of(ExportKind, asked.get("kind"), "kind") or ExportKind.TALKS
    return Choice(kind, period, shape, asked.get("set", ""))


def _day(name: str) -> datetime | None:
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"{name}: {given[:40]!r} is no day; write YYYY-MM-DD, such as 2026-01-31") from error


def _next_day(day: datetime) -> datetime | None:
    """None after the last day there is: then nothing is left out."""
    return day + timedelta(days=1) if day.year < MAXYEAR else None
