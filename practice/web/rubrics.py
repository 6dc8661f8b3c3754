"""Rubrics of an organisation: for its trainers and administrators."""

from collections.abc import Mapping
from collections.abc import Iterable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from practice.errors import BadDocument, BadInput, Conflict
from practice.services.rubric_advice import Advice
from practice.services.rubrics import LONGEST_NOTE, RubricMistake, RubricText
from practice.store.version import VersionStatus
from practice.web.context import current_person, services
from practice.web.previews import SINCE
from practice.web.rubric_editing import Typed, kept, number_given, source_editor, typed_now
from practice.web.rubric_parts import part_of
from practice.web.translations import gettext as _
from practice.web.yaml_fields import place_of

pages = Blueprint("rubrics", __name__, url_prefix="/rubrics")

_VERSION = "/<key>/versions/<int(max=2147483647):number>"
STATUSES: Mapping[VersionStatus, LazyString] = {
    VersionStatus.DRAFT: _l("draft"),
    VersionStatus.PUBLISHED: _l("published"),
    VersionStatus.RETIRED: _l("retired"),
}


@pages.get("")
def overview() -> str:
    return render_template(
        "rubrics/overview.html",
        rubrics=services().rubrics.of(current_person()),
        glances=services().previews.glances(current_person()),
        statuses=STATUSES,
    )


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
    base = number_given("from") if "from" in request.args else None
    found = services().rubrics.text(current_person(), key, base)
    return source_editor(found.rubric, Typed(found.text, "", found.number, found.rubric.newest))


@pages.post("/<key>/versions")
def save(key: str) -> AnyResponse | tuple[str, int]:
    rubric = services().rubrics.rubric(current_person(), key)
    try:
        typed = typed_now(_text_given())
    except UnicodeDecodeError:
        return _show(key, _("This file is no text in UTF-8. Save it as UTF-8 and choose it again.")), 400
    return kept(rubric, typed, source_editor)


@pages.post(f"{_VERSION}/publish")
def publish(key: str, number: int) -> AnyResponse | tuple[str, int]:
    note = request.form.get("note", "")
    try:
        services().rubrics.publish(current_person(), key, number, note, instead_of=number_given("instead_of"))
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
    before, after = number_given("before"), number_given("after")
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
        glances=services().previews.glances(current_person(), key),
        statuses=STATUSES,
        problem=problem,
        longest_note=LONGEST_NOTE,
    )


def _version(key: str, number: int, problem: str = "") -> str:
    found = services().rubrics.text(current_person(), key, number)
    advice = services().rubric_advice.on(current_person(), key, found.text) if _is_draft(found) else Advice()
    return render_template(
        "rubrics/version.html",
        found=found,
        advice=_placed(advice.other),
        giving_away=_placed(advice.giving_away),
        glanced=services().previews.newest(current_person(), found),
        SINCE=SINCE,
        statuses=STATUSES,
        problem=problem,
        form=request.form,
        longest_note=LONGEST_NOTE,
    )


def _placed(mistakes: Iterable[RubricMistake]) -> list[tuple[RubricMistake, str]]:
    """Each with the part of the form in which it stands."""
    return [(one, part_of(place_of(one))) for one in mistakes]


def _is_draft(found: RubricText) -> bool:
    return found.version is not None and found.version.status is VersionStatus.DRAFT


def _text_given() -> str:
    """Of the file, where one was chosen. Raises UnicodeDecodeError."""
    file = request.files.get("file")
    return file.read().decode("utf-8") if file and file.filename else request.form.get("text", "")
