"""The report of one talk, and the buttons that ask the coach or have the whole talk graded."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from practice.web.context import current_person, services
from practice.web.judging_page import Draft
from practice.web.report_news import from_trainers
from practice.web.report_page import report_page
from practice.web.session_cookies import asking_address

pages = Blueprint("report", __name__, url_prefix="/conversations/<id:conversation_id>")


@pages.get("/report")
def show(conversation_id: str) -> str:
    return rendered_report(conversation_id)


def rendered_report(conversation_id: str, draft: Draft | None = None) -> str:
    """`draft` is what could not be taken, to be put right."""
    found = services().report.report(current_person(), conversation_id, asking_address())
    page = report_page(found, services().library.mood_table)
    return render_template("report/show.html", page=page, told=from_trainers(page), draft=draft)


@pages.post("/debrief")
def debrief(conversation_id: str) -> Response:
    services().report.ask_for_debrief(current_person(), conversation_id)
    return redirect(url_for("report.show", conversation_id=conversation_id, _anchor="coach"), 303)


@pages.post("/grade-talk")
def grade_talk(conversation_id: str) -> Response:
    services().report.grade_talk(current_person(), conversation_id)
    return redirect(url_for("report.show", conversation_id=conversation_id, _anchor="whole"), 303)
