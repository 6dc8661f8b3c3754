"""Labelled replies, by which grading is judged: for trainers and administrators."""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.domain.teaching import as_yaml
from practice.errors import BadInput, NotFound
from practice.services.audit import ExportForm
from practice.services.people import LONGEST_NAME
from practice.store.gold import GoldSource
from practice.store.gold_finding import GoldWanted
from practice.web.choices import one_of
from practice.web.context import current_person, services
from practice.web.gold_words import FEW, SOURCES, set_name, why_no_figure
from practice.web.judging_page import anchor_of
from practice.web.once import shown_now
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

pages = Blueprint("gold", __name__, url_prefix="/gold")

_SET = "/<id:gold_set_id>"
_KEEP = "/keep/<id:turn_id>"
#: What the page of a set shows once, after a file was taken in.
IMPORTED = "gold_imported"
_MEDIA_TYPES: Mapping[ExportForm, str] = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.JSONL: "application/x-ndjson; charset=utf-8",
}


@pages.get("")
def overview() -> str:
    return _overview()


@pages.post("")
def make() -> AnyResponse | tuple[str, int]:
    form = request.form
    try:
        set_id = services().gold.make(current_person(), form.get("name", ""), form.get("rubric", ""), asking_address())
    except BadInput:
        return _overview(_unfit_name()), 400
    return _to(set_id)


@pages.get(_SET)
def show(gold_set_id: str) -> str:
    page = services().gold.page(current_person(), gold_set_id, _wanted(), _page_number())
    given = {name: value for name in ("language", "held_out", "source", "unlabelled") if (value := _asked(name))}
    first = page.rubric.keys_of(Scope.REPLY)[0]
    return render_template(
        "gold/show.html",
        page=page,
        given=given,
        imported=shown_now(IMPORTED),
        sources=SOURCES,
        set_name=set_name,
        anchor=lambda turn_id: anchor_of(turn_id, first),
    )


@pages.post(f"{_SET}/archive")
def archive(gold_set_id: str) -> AnyResponse:
    services().gold.archive(current_person(), gold_set_id, asking_address())
    return redirect(url_for("gold.overview"), 303)


@pages.get(f"{_SET}/agreement")
def agreement(gold_set_id: str) -> str:
    found = services().gold.agreement(current_person(), gold_set_id)
    return render_template("gold/agreement.html", found=found, few=FEW, set_name=set_name, why_no_figure=why_no_figure)


@pages.get(f"{_SET}/teach")
def teach(gold_set_id: str) -> str:
    found = services().gold.teachable(current_person(), gold_set_id)
    return render_template("gold/teach.html", found=found, yaml=as_yaml(found.proposals), set_name=set_name)


# A GET, though it leaves a row of the audit: a link is what a browser saves a file from.
@pages.get(f"{_SET}/file")
def download(gold_set_id: str) -> Response:
    form = ExportForm(one_of(ExportForm, request.args.get("form", "csv"), "form"))
    bom = request.args.get("bom") == "1"
    text = services().gold.export(current_person(), gold_set_id, form, bom=bom, address=asking_address())
    headers = {"Content-Disposition": f'attachment; filename="labelled-replies.{form}"'}
    return Response(text, content_type=_MEDIA_TYPES[form], headers=headers)


@pages.get(_KEEP)
def keeping(turn_id: str) -> str:
    return _keeping(turn_id)


@pages.post(_KEEP)
def keep(turn_id: str) -> AnyResponse | tuple[str, int]:
    wanted, name = request.form.get("set", ""), request.form.get("name", "")
    try:
        set_id = services().gold.keep(current_person(), turn_id, wanted, name, asking_address())
    except BadInput:
        return _keeping(turn_id, _unfit_name()), 400
    return _to(set_id)


def _overview(problem: str = "") -> str:
    found = services().gold.of(current_person())
    return render_template(
        "gold/overview.html",
        found=found,
        problem=problem,
        form=request.form,
        longest_name=LONGEST_NAME,
        set_name=set_name,
    )


def _keeping(turn_id: str, problem: str = "") -> str:
    found = services().gold.keeping(current_person(), turn_id, asking_address())
    return render_template(
        "gold/keep.html",
        found=found,
        turn_id=turn_id,
        problem=problem,
        form=request.form,
        longest_name=LONGEST_NAME,
        set_name=set_name,
    )


def _to(gold_set_id: str) -> AnyResponse:
    return redirect(url_for("gold.show", gold_set_id=gold_set_id), 303)


def _unfit_name() -> str:
    return _("A name needs 1 to %(most)s characters.", most=LONGEST_NAME)


def _asked(name: str) -> str:
    return request.args.get(name, "")


def _wanted() -> GoldWanted:
    """Raises BadInput for what the form does not offer."""
    language, held_out, source = _asked("language"), _asked("held_out"), _asked("source")
    return GoldWanted(
        Language(one_of(Language, language, "language")) if language else None,
        one_of(("yes", "no"), held_out, "held_out") == "yes" if held_out else None,
        GoldSource(one_of(GoldSource, source, "source")) if source else None,
        _asked("unlabelled") == "yes",
    )


def _page_number() -> int:
    """Raises NotFound for what is no page."""
    given = _asked("page") or "1"
    if not (given.isascii() and given.isdigit() and len(given) <= 6 and int(given)):
        raise NotFound(f"no page {given[:20]!r}")
    return int(given)
