"""Scenarios of an organisation: for its trainers and administrators."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from practice.domain.scenario import Channel
from practice.errors import BadDocument, BadInput, Conflict, NotFound
from practice.services.versions import LONGEST_NOTE, OF_FILE
from practice.web.choices import one_of
from practice.web.context import current_person, services
from practice.web.rubric_editing import Typed, number_given, typed_now
from practice.web.rubrics import STATUSES
from practice.web.session_cookies import asking_address
from practice.web.studio_editing import kept, source_editor, text_given
from practice.web.studio_page import version_page
from practice.web.translations import gettext as _

pages = Blueprint("studio", __name__, url_prefix="/studio")

SCENARIO = "/scenarios/<key>"
VERSION = f"{SCENARIO}/versions/<int(max=2147483647):number>"


@pages.get("/scenarios")
def overview() -> str:
    scenarios = services().scenario_versions.of(current_person())
    return render_template("studio/overview.html", scenarios=scenarios, statuses=STATUSES)


@pages.get(SCENARIO)
def show(key: str) -> str:
    return _show(key)


@pages.get(VERSION)
def version(key: str, number: int) -> str:
    return version_page(key, number, checked="checked" in request.args)


@pages.get(f"{VERSION}/file")
def download(key: str, number: int) -> Response:
    text = services().scenario_versions.download(current_person(), key, number, asking_address())
    response = Response(text, content_type="text/yaml; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{key}.yaml")
    return response


@pages.get(f"{SCENARIO}/edit")
def edit(key: str) -> str:
    summary = services().scenario_versions.begun(current_person(), key)
    if summary.is_new:
        channel = Channel(one_of(Channel, request.args.get("channel", Channel.WEB_CHAT), "channel"))
        text = services().scenario_versions.new_text(current_person(), key, channel, request.args.get("like"))
        return source_editor(summary, Typed(text, "", OF_FILE, OF_FILE))
    base = number_given("from") if "from" in request.args else None
    found = services().scenario_versions.text(current_person(), key, base)
    return source_editor(summary, Typed(found.text, "", found.number, summary.newest))


@pages.post(f"{SCENARIO}/versions")
def save(key: str) -> AnyResponse | tuple[str, int]:
    summary = services().scenario_versions.begun(current_person(), key)
    try:
        typed = typed_now(text_given())
    except UnicodeDecodeError:
        return _show(key, _("This file is no text in UTF-8. Save it as UTF-8 and choose it again.")), 400
    return kept(summary, typed, source_editor)


@pages.post(f"{VERSION}/publish")
def publish(key: str, number: int) -> AnyResponse | tuple[str, int]:
    note = request.form.get("note", "")
    try:
        services().scenario_versions.publish(current_person(), key, number, note, instead_of=number_given("instead_of"))
    except BadDocument:
        told = _("This service cannot read that text any more. Edit it and save it anew.")
        return version_page(key, number, told), 400
    except BadInput:
        told = _("Say in a few words what is new, in at most %(most)s characters.", most=LONGEST_NOTE)
        return version_page(key, number, told), 400
    except Conflict:
        told = _("Not published: somebody has published or retired a version meanwhile.")
        return version_page(key, number, told), 409
    return redirect(url_for("studio.show", key=key), 303)


@pages.post(f"{VERSION}/retire")
def retire(key: str, number: int) -> AnyResponse | tuple[str, int]:
    try:
        services().scenario_versions.retire(current_person(), key, number)
    except Conflict:
        return version_page(key, number, _("Somebody has retired this version already.")), 409
    return redirect(url_for("studio.show", key=key), 303)


@pages.get(f"{SCENARIO}/compare")
def compare(key: str) -> str:
    before, after = number_given("before"), number_given("after")
    return render_template(
        "studio/compare.html",
        scenario=services().scenario_versions.scenario(current_person(), key),
        before=before,
        after=after,
        passages=services().scenario_versions.compared(current_person(), key, before, after),
    )


@pages.get("/new")
def new() -> str:
    return _new()


@pages.post("/new")
def begin() -> AnyResponse | tuple[str, int]:
    key, (how, _colon, what) = request.form.get("key", "").strip(), request.form.get("start", "").partition(":")
    start = {"like": what} if how == "like" else {"channel": what} if how == "channel" else {}
    channel = Channel(one_of(Channel, start.get("channel", Channel.WEB_CHAT), "channel"))
    try:
        text = text_given()
        services().scenario_versions.new_text(current_person(), key, channel, start.get("like"))
    except UnicodeDecodeError:
        return _new(_("This file is no text in UTF-8. Save it as UTF-8 and choose it again.")), 400
    except (BadInput, NotFound):
        told = _(
            "Not begun yet: a short name has small letters a-z, digits and hyphens, such as late-parcel, and no other "
            "scenario has it."
        )
        return _new(told), 400
    if text:
        summary = services().scenario_versions.begun(current_person(), key)
        return kept(summary, Typed(text, "", OF_FILE, OF_FILE), source_editor)
    where = url_for("studio.edit", key=key, like=start.get("like"), channel=start.get("channel"))
    return redirect(where, 303)


def _new(problem: str = "") -> str:
    scenarios = services().scenario_versions.of(current_person())
    return render_template("studio/new.html", scenarios=scenarios, problem=problem, form=request.form)


def _show(key: str, problem: str = "") -> str:
    person = current_person()
    return render_template(
        "studio/show.html",
        scenario=services().scenario_versions.scenario(person, key),
        simulations=services().simulations.of(person, key),
        statuses=STATUSES,
        problem=problem,
        longest_note=LONGEST_NOTE,
    )
