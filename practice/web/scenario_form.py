"""A scenario as a form: one part of it on a page, and the whole text behind it, which the source shows as well."""

from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from practice.domain.yaml_form import YamlForm
from practice.errors import BadDocument
from practice.library import read_scenario
from practice.services.scenario_versions import NAME, ScenarioSummary
from practice.web.context import current_person, services
from practice.web.language import in_page_language, page_language
from practice.web.rubric_editing import Typed, number_given, typed_now, unread
from practice.web.scenario_parts import ABOUT, CUSTOMERS, OFFERS, ORDER, STYLES, begun, part_of, part_to_show
from practice.web.studio_editing import kept, source_editor
from practice.web.text_form import Frame, TextKind, form_page, version_name, wrong_parts
from practice.web.translations import gettext as _

pages = Blueprint("scenario_form", __name__, url_prefix="/studio/scenarios/<key>/form")

_KIND = TextKind(NAME, ORDER, begun, part_of, read_scenario)


@pages.get("")
def show(key: str) -> str:
    base = number_given("from") if "from" in request.args else None
    found = services().scenario_versions.text(current_person(), key, base)
    typed = Typed(found.text, "", found.number, found.summary.newest)
    return _editor(request.args.get("part", ABOUT), found.summary, typed)


@pages.post("")
def change(key: str) -> Response | str | tuple[str, int]:
    """Every button of the form; all but the one that saves show the text again, as it is now."""
    summary = services().scenario_versions.begun(current_person(), key)
    do, part = request.form.get("do", ""), request.form.get("part", ABOUT)
    typed = typed_now(request.form.get("text", ""))
    try:
        _before, after = _KIND.changed(typed.text, do)
    except BadDocument as error:
        return source_editor(summary, unread(typed, error)), 400
    typed = typed_now(after.source)
    if do == "source":
        return source_editor(summary, _KIND.told(typed))
    if do == "save":
        return kept(summary, typed, partial(_editor, part))
    return _editor(do.removeprefix("part/") if do.startswith("part/") else part, summary, typed)


def _editor(part: str, summary: ScenarioSummary, typed: Typed) -> str:
    """The source where the text is none that a form can be made of."""
    try:
        form = _KIND.form(typed.text)
    except BadDocument as error:
        return source_editor(summary, unread(typed, error))
    part = part_to_show(form, part, wrong_parts(_KIND, typed))
    action = url_for("scenario_form.change", key=summary.key)
    back = url_for("studio.overview") if summary.is_new else url_for("studio.show", key=summary.key)
    began = version_name(typed.base, of_file=summary.of_file)
    return form_page(
        f"studio/form_{part.partition('/')[0]}.html",
        _KIND,
        form,
        typed,
        Frame(in_page_language(summary.title), back, action, began),
        part,
        _parts(form),
        styles=STYLES,
    )


def _parts(form: YamlForm) -> list[tuple[str, str]]:
    found = [(ABOUT, _("In general")), (OFFERS, _("What may be offered"))]
    for index in range(form.size((CUSTOMERS,))):
        name = form.text((CUSTOMERS, index, "persona", "name", page_language().value))
        found.append((f"{CUSTOMERS}/{index}", name or _("Customer")))
    return found
