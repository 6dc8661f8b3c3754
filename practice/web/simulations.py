"""Trying a version of a scenario: a trainer plays it at once, or scripted trainees do."""

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.conversation import Mode
from practice.errors import BadInput, Conflict
from practice.services.simulations import SimulationChoices
from practice.services.talk import TalkChoices
from practice.settings import STUB
from practice.web.choices import read_choices
from practice.web.context import current_person, services
from practice.web.simulations_page import simulation_page
from practice.web.studio import VERSION
from practice.web.studio_page import version_page
from practice.web.translations import gettext as _

pages = Blueprint("simulations", __name__, url_prefix="/studio")

SIMULATION = "/simulations/<id:simulation_id>"


@pages.post(f"{VERSION}/talks")
def play(key: str, number: int) -> Response:
    asked = read_choices()
    choices = TalkChoices(asked.language, asked.difficulty, Mode.PRACTICE, asked.unhurried)
    conversation_id = services().chat.try_out(current_person(), key, number, choices)
    return redirect(url_for("chat.show", conversation_id=conversation_id), 303)


@pages.post(f"{VERSION}/simulations")
def begin(key: str, number: int) -> Response | tuple[str, int]:
    asked = read_choices()
    behaviours = tuple(request.form.getlist("trainee"))
    if not behaviours:
        return version_page(key, number, _("Choose at least one scripted trainee.")), 400
    if asked.difficulty is None:
        raise BadInput("no difficulty; choose one from 1 to 5")
    choices = SimulationChoices(asked.language, asked.difficulty, behaviours)
    simulation_id = services().simulations.begin(current_person(), key, number, choices)
    return redirect(url_for("simulations.show", simulation_id=simulation_id), 303)


@pages.get(SIMULATION)
def show(simulation_id: str) -> str:
    found = services().simulations.simulation(current_person(), simulation_id)
    return render_template("simulations/show.html", page=simulation_page(found), stub=STUB)


@pages.post(f"{SIMULATION}/go-on")
def go_on(simulation_id: str) -> Response:
    """Where somebody else has asked for the same, the page shows how it stands."""
    with suppress(Conflict):
        services().simulations.go_on(current_person(), simulation_id)
    return redirect(url_for("simulations.show", simulation_id=simulation_id), 303)
