"""A rubric as a form: one part of it on a page, and the whole text behind it, which the source shows as well."""

from collections.abc import Mapping

from flask import Blueprint

from practice.domain.yaml_form import YamlForm
from practice.library import read_rubric
from practice.services.rubrics import NAME
from practice.web.rubric_labels import criterion_names, label_in
from practice.web.rubric_parts import (
    CRITERIA,
    EXAMPLES,
    LISTED,
    OFFERED,
    ON_A_PAGE,
    ORDER,
    SCOPES,
    begun,
    pages_of_examples,
    part_of,
    standing,
)
from practice.web.translations import gettext as _
from practice.web.version_form import ABOUT, TextKind, VersionForm
from practice.web.versions import RUBRICS, Answer
from practice.web.words import CHANNELS
from practice.web.yaml_fields import Buttons

pages = Blueprint("rubric_form", __name__, url_prefix="/rubrics/<key>/form")


@pages.get("")
def show(key: str) -> str:
    return _FORM.shown(key)


@pages.post("")
def change(key: str) -> Answer | str:
    return _FORM.changed(key)


def _parts(form: YamlForm) -> list[tuple[str, str]]:
    found = [(ABOUT, _("In general"))]
    found += [(f"{CRITERIA}/{index}", name) for index, name in enumerate(criterion_names(form))]
    for number in range(1, pages_of_examples(form) + 1):
        title = _("Examples") if number == 1 else _("Examples, page %(number)s", number=number)
        found.append((f"{LISTED}/{number}", title))
    return found


def _more(form: YamlForm, part: str) -> Mapping[str, object]:
    kind, _slash, at = part.partition("/")
    first, examples = (int(at) - 1) * ON_A_PAGE if kind == LISTED else 0, form.size((EXAMPLES,))
    return {
        "names": [title for part, title in _parts(form) if part.startswith(CRITERIA)],
        "judged": _judged(form),
        "listed": range(first, min(first + ON_A_PAGE, examples)),
        "scopes": SCOPES,
        "channels": CHANNELS,
        "offered": list(OFFERED.items()),
    }


def _judged(form: YamlForm) -> list[str]:
    """The keys of criteria that a single reply can show, for the levels of an example."""
    rows = [(CRITERIA, index) for index in range(form.size((CRITERIA,)))]
    return [form.text((*row, "key")) for row in rows if form.text((*row, "scope")) != "conversation"]


_HOMES = {CRITERIA: ABOUT, EXAMPLES: f"{LISTED}/1"}
_KIND = TextKind(NAME, ORDER, Buttons(begun), part_of, _HOMES, standing, read_rubric)
_FORM = VersionForm(_KIND, RUBRICS, _parts, _more, label_in)
