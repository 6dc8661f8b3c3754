"""Whether what happens in talks is told to a learning record store, and whether it arrives."""

from flask import Blueprint, render_template

from practice.web.context import current_person, services

pages = Blueprint("records", __name__, url_prefix="/administration/records")


@pages.get("")
def overview() -> str:
    return render_template("records/overview.html", records=services().records.overview(current_person()))
