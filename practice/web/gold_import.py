"""A file of replies, taken into a gold set: what its columns are, and what is wrong with it."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.gold_columns import MOST_COLUMNS, NOTHING
from practice.domain.labels_csv import FIRST
from practice.domain.labels_record import FIELDS
from practice.domain.mistake import Mistake, bad_input, mistakes_of, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.rubric import Scope
from practice.errors import BadInput
from practice.services.gold_import import LARGEST_FILE, LabelsFile, OddColumns, text_of
from practice.store.gold_finding import GoldWanted
from practice.web.context import current_person, services
from practice.web.gold import IMPORTED
from practice.web.gold_words import FIELD_WORDS, set_name
from practice.web.once import show_next
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

pages = Blueprint("gold_import", __name__, url_prefix="/gold/<id:gold_set_id>/import")


@pages.get("")
def show(gold_set_id: str) -> str:
    return _page(gold_set_id)


@pages.post("")
def take(gold_set_id: str) -> Response | tuple[str, int]:
    person = current_person()
    try:
        file = _file()
    except BadInput as error:
        return _page(gold_set_id, problem=_nothing_taken(), mistakes=mistakes_of(error)), 400
    try:
        taken = services().gold.import_file(person, gold_set_id, file, asking_address())
    except BadInput as error:
        return _page(gold_set_id, file, _columns(gold_set_id, file), _nothing_taken(), mistakes_of(error)), 400
    if isinstance(taken, OddColumns):
        return _page(gold_set_id, file, taken, _say_which(taken)), 400
    show_next(IMPORTED, added=taken.added, known=taken.known, labels=taken.labels)
    return redirect(url_for("gold.show", gold_set_id=gold_set_id), 303)


def _file() -> LabelsFile:
    """A chosen file goes before the text that came back with the form. Raises BadInput."""
    form, chosen = request.form, request.files.get("file")
    language, channel, situation = (form.get(name, "") for name in ("language", "channel", "situation"))
    if chosen and chosen.filename:
        name = chosen.filename.replace("\n", " ")[-80:]
        read = text_of(chosen.read(), name)
        return LabelsFile(name, read.text, read.utf8, None, language, channel, situation)
    if not form.get("text", "").strip():
        raise bad_input([Mistake("", None, None, wrong(Kind.NO_FILE))])
    name = form.get("name", "")[-80:] or "file.csv"
    return LabelsFile(name, form["text"], "western" not in form, _taken_for(), language, channel, situation)


def _taken_for() -> tuple[str, ...] | None:
    """None where the form asked nothing about columns."""
    found: list[str] = []
    while len(found) < MOST_COLUMNS and f"column-{len(found)}" in request.form:
        number = len(found)
        what, rater = request.form[f"column-{number}"], request.form.get(f"rater-{number}", "").strip()
        is_level = what not in (NOTHING, *FIELDS)
        found.append(f"{rater}:{what}" if is_level and rater else what)
    return tuple(found) or None


def _columns(gold_set_id: str, file: LabelsFile) -> OddColumns | None:
    try:
        return services().gold.columns(current_person(), gold_set_id, file)
    except BadInput:
        return None


def _page(
    gold_set_id: str,
    file: LabelsFile | None = None,
    odd: OddColumns | None = None,
    problem: str = "",
    mistakes: tuple[Mistake, ...] = (),
) -> str:
    page = services().gold.page(current_person(), gold_set_id, GoldWanted())
    return render_template(
        "gold/import.html",
        page=page,
        file=file and replace(file, text=file.text.replace("\r\n", "\n")),
        form=request.form,
        odd=odd,
        problem=problem,
        mistakes=mistakes,
        fields=FIELD_WORDS,
        first=FIRST,
        criteria=page.rubric.of_scope(Scope.REPLY),
        largest=LARGEST_FILE // 1000,
        set_name=set_name,
    )


def _nothing_taken() -> str:
    return _("Nothing has been taken in yet. Put this right, then try again:")


def _say_which(odd: OddColumns) -> str:
    if odd.missing:
        names = "; ".join(str(FIELD_WORDS[name]) for name in odd.missing)
        return _("Nothing has been taken in yet. Say below where this stands: %(names)s.", names=names)
    return _("Nothing has been taken in yet. Some columns are not known here: say below what each is.")
