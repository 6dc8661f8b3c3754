"""The page of one version of a scenario."""

from flask import render_template, request

from practice.domain.language import OWN_NAMES, TALK_LANGUAGES
from practice.services.versions import LONGEST_NOTE
from practice.settings import STUB
from practice.web.context import current_person, services
from practice.web.language import page_language
from practice.web.simulations_page import CHOSEN_AT_FIRST, behaviour_names
from practice.web.version_tables import STATUSES
from practice.web.versions import SCENARIOS


def version_page(key: str, number: int, problem: str = "", *, checked: bool = False) -> str:
    """`checked`: with the trial of its good way."""
    person = current_person()
    found = services().scenario_versions.text(person, key, number)
    return render_template(
        "studio/version.html",
        versioned=SCENARIOS,
        found=found,
        advice=services().scenario_versions.advice(person, key, number, with_trial=checked),
        checked=checked,
        statuses=STATUSES,
        problem=problem,
        form=request.form,
        longest_note=LONGEST_NOTE,
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        chosen=page_language(),
        behaviours=behaviour_names(services().simulations.behaviours()),
        chosen_behaviours=CHOSEN_AT_FIRST,
        models=services().simulations.models(),
        stub=STUB,
    )
