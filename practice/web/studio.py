"""Scenarios of an organisation: for its trainers and administrators."""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for

from practice.domain.scenario import Channel
from practice.errors import BadInput, NotFound
from practice.services.versions import LONGEST_NOTE, OF_FILE
from practice.web.choices import one_of
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address
from practice.web.studio_page import version_page
from practice.web.tables import listed
from practice.web.translations import gettext as _
from practice.web.version_editing import Typed, no_text, text_given
from practice.web.version_tables import SIMULATIONS, STATUSES, summaries_table, version_lines, versions_table
from practice.web.versions import SCENARIOS, Answer

pages = Blueprint("studio", __name__, url_prefix="/studio")

SCENARIO = "/scenarios/<key>"
VERSION = f"{SCENARIO}/versions/<int(max=2147483647):number>"


@pages.get("/scenarios")
def overview() -> str:
    found = services().scenario_versions.of(current_person())
    scenarios = listed(summaries_table(), found, url_for("studio.overview"))
    return render_template("studio/overview.html", versioned=SCENARIOS, texts=scenarios, statuses=STATUSES)


@pages.get(SCENARIO)
def show(key: str) -> str:
    person, address = current_person(), url_for("studio.show", key=key)
    scenario = services().scenario_versions.scenario(person, key)
    return render_template(
        "studio/show.html",
        versioned=SCENARIOS,
        summary=scenario,
        versions=listed(versions_table(key), version_lines(scenario, of_file=scenario.of_file), address),
        simulations=listed(SIMULATIONS, services().simulations.of(person, key), address),
        statuses=STATUSES,
        longest_note=LONGEST_NOTE,
    )


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
    return SCENARIOS.source(*SCENARIOS.opened(key))


@pages.post(f"{SCENARIO}/versions")
def save(key: str) -> Answer:
    return SCENARIOS.kept_as_sent(key)


@pages.post(f"{VERSION}/publish")
def publish(key: str, number: int) -> Answer:
    return SCENARIOS.published(key, number, partial(version_page, key, number))


@pages.get(f"{VERSION}/retire")
def ask_to_retire(key: str, number: int) -> Answer | str:
    return SCENARIOS.asked_to_retire(key, number)


@pages.post(f"{VERSION}/retire")
def retire(key: str, number: int) -> Answer:
    return SCENARIOS.retired(key, number, partial(version_page, key, number))


@pages.get(f"{SCENARIO}/compare")
def compare(key: str) -> str:
    return SCENARIOS.compared(key)


@pages.get("/new")
def new() -> str:
    return _new()


@pages.post("/new")
def begin() -> Answer:
    key, (how, _colon, what) = request.form.get("key", "").strip(), request.form.get("start", "").partition(":")
    start = {"like": what} if how == "like" else {"channel": what} if how == "channel" else {}
    channel = Channel(one_of(Channel, start.get("channel", Channel.WEB_CHAT), "channel"))
    try:
        text = text_given()
        services().scenario_versions.new_text(current_person(), key, channel, start.get("like"))
    except UnicodeDecodeError:
        return _new(no_text()), 400
    except (BadInput, NotFound):
        told = _(
            "Not begun yet: a short name has small letters a-z, digits and hyphens, such as late-parcel, and no other "
            "scenario has it."
        )
        return _new(told), 400
    if text:
        return SCENARIOS.kept(SCENARIOS.summary(key), Typed(text, "", OF_FILE, OF_FILE), SCENARIOS.source)
    where = url_for("scenario_form.show", key=key, like=start.get("like"), channel=start.get("channel"))
    return redirect(where, 303)


def _new(problem: str = "") -> str:
    scenarios = services().scenario_versions.of(current_person())
    return render_template("studio/new.html", scenarios=scenarios, problem=problem, form=request.form)
