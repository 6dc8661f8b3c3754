"""A rubric as a form: one part of it on a page, and the whole text behind it, which the source shows as well."""

from functools import partial

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from practice.domain.yaml_form import YamlForm
from practice.errors import BadDocument
from practice.library import read_rubric
from practice.services.rubrics import NAME, RubricSummary
from practice.web.context import current_person, services
from practice.web.language import in_page_language, page_language
from practice.web.rubric_editing import Typed, kept, number_given, source_editor, typed_now, unread
from practice.web.rubric_parts import (
    ABOUT,
    LISTED,
    OFFERED,
    ON_A_PAGE,
    ORDER,
    SCOPES,
    begun,
    pages_of_examples,
    part_after,
    part_of,
    part_to_show,
)
from practice.web.text_form import Frame, TextKind, form_page, version_name, wrong_parts
from practice.web.translations import gettext as _
from practice.web.words import CHANNELS

pages = Blueprint("rubric_form", __name__, url_prefix="/rubrics/<key>/form")

_KIND = TextKind(NAME, ORDER, begun, part_of, read_rubric)


@pages.get("")
def show(key: str) -> str:
    base = number_given("from") if "from" in request.args else None
    found = services().rubrics.text(current_person(), key, base)
    typed = Typed(found.text, "", found.number, found.rubric.newest)
    return _editor(request.args.get("part", ABOUT), found.rubric, typed)


@pages.post("")
def change(key: str) -> Response | str | tuple[str, int]:
    """Every button of the form; all but the one that saves show the text again, as it is now."""
    rubric = services().rubrics.rubric(current_person(), key)
    do, part = request.form.get("do", ""), request.form.get("part", ABOUT)
    typed = typed_now(request.form.get("text", ""))
    try:
        before, after = _KIND.changed(typed.text, do)
    except BadDocument as error:
        return source_editor(rubric, unread(typed, error)), 400
    typed = typed_now(after.source)
    if do == "source":
        return source_editor(rubric, _KIND.told(typed))
    if do == "save":
        return kept(rubric, typed, partial(_editor, part))
    return _editor(part_after(before, after, do, part), rubric, typed)


def _editor(part: str, rubric: RubricSummary, typed: Typed) -> str:
    """The source where the text is none that a form can be made of."""
    try:
        form = _KIND.form(typed.text)
    except BadDocument as error:
        return source_editor(rubric, unread(typed, error))
    part = part_to_show(form, part, wrong_parts(_KIND, typed))
    kind, _slash, at = part.partition("/")
    first, examples = (int(at) - 1) * ON_A_PAGE if kind == LISTED else 0, form.size(("examples",))
    action = url_for("rubric_form.change", key=rubric.key)
    back = url_for("rubrics.show", key=rubric.key)
    return form_page(
        f"rubrics/form_{kind}.html",
        _KIND,
        form,
        typed,
        Frame(in_page_language(rubric.title), back, action, version_name(typed.base)),
        part,
        _parts(form),
        keys=[form.text(("criteria", index, "key")) for index in range(form.size(("criteria",)))],
        judged=_judged(form),
        listed=range(first, min(first + ON_A_PAGE, examples)),
        scopes=SCOPES,
        channels=CHANNELS,
        offered=list(OFFERED.items()),
    )


def _parts(form: YamlForm) -> list[tuple[str, str]]:
    found = [(ABOUT, _("In general"))]
    for index in range(form.size(("criteria",))):
        row = ("criteria", index)
        names = (form.text((*row, *more)) for more in (("name", page_language()), ("name", "en"), ("key",)))
        found.append((f"criteria/{index}", next(filter(None, names), _("new criterion"))))
    for number in range(1, pages_of_examples(form) + 1):
        title = _("Examples") if number == 1 else _("Examples, page %(number)s", number=number)
        found.append((f"{LISTED}/{number}", title))
    return found


def _judged(form: YamlForm) -> list[str]:
    """The keys of criteria that a single reply can show, for the levels of an example."""
    rows = [("criteria", index) for index in range(form.size(("criteria",)))]
    return [form.text((*row, "key")) for row in rows if form.text((*row, "scope")) != "conversation"]
