"""Comments of trainers: forms of the report, beside each turn."""

from flask import Blueprint, Flask, redirect, request, url_for
from werkzeug.wrappers import Response

from practice.domain.comment import LONGEST_COMMENT
from practice.errors import BadInput, Conflict
from practice.web.context import current_person, services
from practice.web.judging_page import Draft, Field, Kind
from practice.web.report import rendered_report
from practice.web.session_cookies import asking_address
from practice.web.translations import gettext as _

pages = Blueprint("comments", __name__, url_prefix="/turns/<id:turn_id>/comments")


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(LONGEST_COMMENT=LONGEST_COMMENT, place_of_comments=place_of_comments)


def place_of_comments(turn_id: str) -> str:
    """Where on the report they stand."""
    return f"comments-{turn_id}"


@pages.post("")
def write(turn_id: str) -> Response | tuple[str, int]:
    words = request.form.get("words", "")
    try:
        services().comments.write(current_person(), turn_id, words, asking_address())
    except BadInput:
        problem = _("Write a comment of at most %(most)s characters.", most=LONGEST_COMMENT)
        draft = Draft(Kind.COMMENT, place_of_comments(turn_id), words, problems={Field.WORDS: problem})
        return rendered_report(_conversation_of(turn_id), draft), 400
    return _back(turn_id)


@pages.post("/withdraw")
def withdraw(turn_id: str) -> Response | tuple[str, int]:
    """A number that is none of ours is one of a comment that is not there."""
    number = request.form.get("comment", "")
    known = number.isascii() and number.isdecimal() and len(number) < 10
    try:
        services().comments.withdraw(current_person(), turn_id, int(number) if known else 0, asking_address())
    except Conflict:
        problem = _("This comment has been read meanwhile, so it stays. You can write another one beside it.")
        draft = Draft(Kind.COMMENT, place_of_comments(turn_id), "", problem=problem)
        return rendered_report(_conversation_of(turn_id), draft), 409
    return _back(turn_id)


def _back(turn_id: str) -> Response:
    place = place_of_comments(turn_id)
    return redirect(url_for("report.show", conversation_id=_conversation_of(turn_id), _anchor=place), 303)


def _conversation_of(turn_id: str) -> str:
    return services().comments.conversation_of(current_person(), turn_id)
