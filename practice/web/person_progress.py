"""How a person is doing: their own page. What their trainers see of it stands among their groups."""

from typing import Any

from flask import Blueprint, render_template

from practice.services.person_progress import PersonProgress
from practice.web.assignments import STAGES
from practice.web.choices import page_asked_for
from practice.web.context import current_person, services
from practice.web.person_progress_page import rubric_parts

pages = Blueprint("person_progress", __name__, url_prefix="/progress")


@pages.get("")
def own() -> str:
    progress = services().person_progress.own(current_person(), page_asked_for())
    return render_template("person_progress/own.html", **shown(progress))


def shown(progress: PersonProgress) -> dict[str, Any]:
    """What the templates about a person need."""
    return {"progress": progress, "parts": rubric_parts(progress), "stages": STAGES}
