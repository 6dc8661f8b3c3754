"""How a person is doing: their own page. What their trainers see of it stands among their groups."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from practice.services.person_progress import PersonProgress
from practice.web.assignments import STAGES
from practice.web.choices import page_asked_for
from practice.web.context import current_person, services
from practice.web.person_progress_page import rubric_parts
from practice.web.tables import Place

pages = Blueprint("person_progress", __name__, url_prefix="/progress")


@pages.get("")
def own() -> str:
    progress = services().person_progress.own(current_person(), page_asked_for())
    return render_template("person_progress/own.html", **shown(progress, url_for("person_progress.own")))


def shown(progress: PersonProgress, path: str) -> dict[str, Any]:
    """What the templates about a person need; `path` is that of the page. Raises BadInput."""
    parts, place = rubric_parts(progress, path), Place(path, request.args)
    return {"progress": progress, "parts": parts, "stages": STAGES, "leafed": place}
