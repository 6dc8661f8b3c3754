"""Labelled replies, by which grading is judged: for trainers and administrators."""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from practice.domain.language import Language
from practice.domain.rubric import Scope
from practice.domain.teaching import as_yaml
from practice.errors import BadInput
from practice.services.audit import ExportForm
from practice.services.people import LONGEST_NAME
from practice.store.gold import GoldSource
from practice.store.gold_finding import GoldOrder, GoldWanted
from practice.web.choices import chosen_of, one_of, page_asked_for
from practice.web.context import current_person, services
from practice.web.gold_tables import ARCHIVED, SETS, items_asked
from practice.web.gold_words import FEW, SOURCES, set_name, why_no_figure
from practice.web.judging_page import anchor_of
from practice.web.once import shown_now
from practice.web.session_cookies import asking_address
from practice.web.tables import FIND, SORT, Asked, listed
from practice.web.translations import gettext as _

pages = Blueprint("gold", __name__, url_prefix="/gold")

_SET = "/<id:gold_set_id>"
_KEEP = "/keep/<id:turn_id>"
_FILTER = ("language", "held_out", "source", "unlabelled", "taken_out", FIND, SORT)
#: What the page of a set shows once, after a file was taken in.
IMPORTED = "gold_imported"
#: The same, after a reply was taken out of it or put back.
MOVED = "gold_moved"
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
        return _overview(unfit_name()), 400
    return _to(set_id)


@pages.get(_SET)
def show(gold_set_id: str) -> str:
    return set_page(gold_set_id)


def set_page(gold_set_id: str, problem: str = "", name: str | None = None) -> str:
    """`name` was typed for it, and `problem` says why it has another."""
    given = narrowing()
    asked = items_asked(url_for("gold.show", gold_set_id=gold_set_id), given)
    page = services().gold.page(current_person(), gold_set_id, _wanted(asked), page_asked_for())
    first = page.rubric.keys_of(Scope.REPLY)[0]
    return render_template(
        "gold/show.html",
        page=page,
        given=given,
        asked=asked,
        narrowed=bool(set(given) - {SORT}),
        imported=shown_now(IMPORTED),
        moved=shown_now(MOVED),
        problem=problem,
        name=name,
        longest_name=LONGEST_NAME,
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
    return render_template(
        "gold/agreement.html",
        found=found,
        in_force=services().preview_glances.on_set(current_person(), gold_set_id),
        again=services().labelling_again.overview(current_person(), gold_set_id),
        few=FEW,
        set_name=set_name,
        why_no_figure=why_no_figure,
    )


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
        return _keeping(turn_id, unfit_name()), 400
    return _to(set_id)


def _overview(problem: str = "") -> str:
    found, address = services().gold.of(current_person()), url_for("gold.overview")
    return render_template(
        "gold/overview.html",
        found=found,
        sets=listed(SETS, (one for one in found.sets if not one.set.archived_at), address),
        archived=listed(ARCHIVED, (one for one in found.sets if one.set.archived_at), address),
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


def unfit_name() -> str:
    return _("A name needs 1 to %(most)s characters.", most=LONGEST_NAME)


def narrowing() -> dict[str, str]:
    """How the address narrows and sorts the replies of a set."""
    return {name: value for name in _FILTER if (value := _asked(name))}


def _asked(name: str) -> str:
    return request.args.get(name, "")


def _wanted(asked: Asked) -> GoldWanted:
    """Raises BadInput for what the form does not offer."""
    sorting = asked.sorting
    held_out = _asked("held_out")
    return GoldWanted(
        chosen_of(Language, _asked("language"), "language"),
        one_of(("yes", "no"), held_out, "held_out") == "yes" if held_out else None,
        chosen_of(GoldSource, _asked("source"), "source"),
        _asked("unlabelled") == "yes",
        _asked("taken_out") == "yes",
        asked.find,
        GoldOrder(sorting.key) if sorting else GoldOrder.ADDED,
        descending=sorting is not None and sorting.descending,
    )
