"""Rubrics of an organisation: for its trainers and administrators."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from practice.domain.difference import Passage, difference
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.services.rubrics import (
    LONGEST_NOTE,
    LONGEST_RUBRIC,
    MOST_LINES,
    OF_FILE,
    RubricMistake,
    RubricSummary,
    mistakes_in,
)
from practice.store.version import VersionStatus
from practice.web.context import current_person, services
from practice.web.translations import gettext as _

pages = Blueprint("rubrics", __name__, url_prefix="/rubrics")

_VERSION = "/<key>/versions/<int(max=2147483647):number>"
STATUSES: Mapping[VersionStatus, LazyString] = {
    VersionStatus.DRAFT: _l("draft"),
    VersionStatus.PUBLISHED: _l("published"),
    VersionStatus.RETIRED: _l("retired"),
}


@dataclass(frozen=True)
class Typed:
    """What an editor's form holds, and what is to be told about it."""

    text: str
    note: str
    base: int
    seen: int
    problem: str = ""
    mistakes: tuple[RubricMistake, ...] = ()
    passages: tuple[Passage, ...] | None = None


@pages.get("")
def overview() -> str:
    return render_template("rubrics/overview.html", rubrics=services().rubrics.of(current_person()), statuses=STATUSES)


@pages.get("/<key>")
def show(key: str) -> str:
    return _show(key)


@pages.get(_VERSION)
def version(key: str, number: int) -> str:
    return _version(key, number)


@pages.get(f"{_VERSION}/file")
def download(key: str, number: int) -> Response:
    found = services().rubrics.text(current_person(), key, number)
    response = Response(found.text, content_type="text/yaml; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{key}.yaml")
    return response


@pages.get("/<key>/edit")
def edit(key: str) -> str:
    base = _number("from") if "from" in request.args else None
    found = services().rubrics.text(current_person(), key, base)
    return _editor(found.rubric, Typed(found.text, "", found.number, found.rubric.newest))


@pages.post("/<key>/versions")
def save(key: str) -> AnyResponse | tuple[str, int]:
    rubric = services().rubrics.rubric(current_person(), key)
    typed = Typed("", request.form.get("note", ""), _number("from"), _number("seen"))
    try:
        typed = _with_text(typed)
        number = services().rubrics.save(
            current_person(), key, typed.text, typed.note, base=typed.base, seen=typed.seen
        )
    except UnicodeDecodeError:
        told = _("This file is no text in UTF-8. Save it as UTF-8 and choose it again.")
        return _show(key, told), 400
    except BadDocument as error:
        told = _("Not saved yet: something in the text cannot be read. Your text is below, as you typed it.")
        return _editor(rubric, _telling(typed, told, mistakes_in(error, typed.text))), 400
    except BadInput:
        limits = {"bytes": LONGEST_RUBRIC, "lines": MOST_LINES, "note": LONGEST_NOTE}
        told = _(
            "Not saved yet: at most %(bytes)s bytes and %(lines)s lines are taken, and %(note)s characters for the "
            "note.",
            **limits,
        )
        return _editor(rubric, _telling(typed, told)), 400
    except Conflict:
        return _after_another(key, typed), 409
    return redirect(url_for("rubrics.version", key=key, number=number), 303)


@pages.post(f"{_VERSION}/publish")
def publish(key: str, number: int) -> AnyResponse | tuple[str, int]:
    note = request.form.get("note", "")
    try:
        services().rubrics.publish(current_person(), key, number, note, instead_of=_number("instead_of"))
    except BadDocument:
        return _version(key, number, _("This service cannot read that text any more. Edit it and save it anew.")), 400
    except BadInput:
        most = _("Say in a few words what is new, in at most %(most)s characters.", most=LONGEST_NOTE)
        return _version(key, number, most), 400
    except Conflict:
        return _version(key, number, _("Not published: somebody has published or retired a version meanwhile.")), 409
    return redirect(url_for("rubrics.show", key=key), 303)


@pages.post(f"{_VERSION}/retire")
def retire(key: str, number: int) -> AnyResponse | tuple[str, int]:
    try:
        services().rubrics.retire(current_person(), key, number)
    except Conflict:
        return _version(key, number, _("Somebody has retired this version already.")), 409
    return redirect(url_for("rubrics.show", key=key), 303)


@pages.get("/<key>/compare")
def compare(key: str) -> str:
    before, after = _number("before"), _number("after")
    return render_template(
        "rubrics/compare.html",
        rubric=services().rubrics.rubric(current_person(), key),
        before=before,
        after=after,
        passages=services().rubrics.compared(current_person(), key, before, after),
    )


def _show(key: str, problem: str = "") -> str:
    return render_template(
        "rubrics/show.html",
        rubric=services().rubrics.rubric(current_person(), key),
        statuses=STATUSES,
        problem=problem,
        longest_note=LONGEST_NOTE,
    )


def _version(key: str, number: int, problem: str = "") -> str:
    return render_template(
        "rubrics/version.html",
        found=services().rubrics.text(current_person(), key, number),
        statuses=STATUSES,
        problem=problem,
        form=request.form,
        longest_note=LONGEST_NOTE,
    )


def _editor(rubric: RubricSummary, typed: Typed) -> str:
    return render_template("rubrics/edit.html", rubric=rubric, typed=typed, longest_note=LONGEST_NOTE)


def _with_text(typed: Typed) -> Typed:
    """Of the file, where one was chosen. Raises UnicodeDecodeError."""
    file = request.files.get("file")
    text = file.read().decode("utf-8") if file and file.filename else request.form.get("text", "")
    return Typed(text, typed.note, typed.base, typed.seen)


def _telling(typed: Typed, problem: str, mistakes: tuple[RubricMistake, ...] = ()) -> Typed:
    return Typed(typed.text, typed.note, typed.base, typed.seen, problem, mistakes)


def _after_another(key: str, typed: Typed) -> str:
    """What somebody saved meanwhile beside what was typed; saving again puts this after it."""
    rubric = services().rubrics.rubric(current_person(), key)
    theirs = services().rubrics.text(current_person(), key, rubric.newest)
    name = (theirs.version.author if theirs.version else None) or _("the command line of the server")
    told = _(
        "Not saved yet: %(name)s saved version %(number)s meanwhile. Compare both below; nothing of yours is lost.",
        name=name,
        number=rubric.newest,
    )
    passages = difference(theirs.text, typed.text.replace("\r\n", "\n"))
    return _editor(rubric, Typed(typed.text, typed.note, typed.base, rubric.newest, told, (), passages))


def _number(name: str) -> int:
    """Raises NotFound: no version has another number."""
    given = (request.form if request.method == "POST" else request.args).get(name, str(OF_FILE))
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise NotFound(f"{name}: no version {given[:20]!r}")
    return int(given)
