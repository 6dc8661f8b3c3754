"""One exchange: watch it, stop it, try it again. A browser without our script gets the conversation page back."""

from flask import Blueprint, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from practice.web.context import current_person, services
from practice.web.errors import wants_data
from practice.web.fragments import Fragments
from practice.web.paths import safe_next
from practice.web.stream import stream_response
from practice.web.streams import take_place

pages = Blueprint("turns", __name__, url_prefix="/turns/<id:turn_id>")


@pages.get("/events")
def events(turn_id: str) -> Response:
    """From the beginning, as often as asked."""
    person = current_person()
    followed = services().following.find(person, turn_id)
    place = take_place(person)
    try:
        view = services().chat.view(person, followed.conversation_id)
        return stream_response(followed, Fragments(view), place)
    except BaseException:
        place.give_back()
        raise


@pages.post("/stop")
def stop(turn_id: str) -> Response:
    return _changed(services().chat.stop(current_person(), turn_id), turn_id)


@pages.post("/speak-again")
def speak_again(turn_id: str) -> Response:
    return _changed(services().chat.speak_again(current_person(), turn_id), turn_id)


@pages.post("/grade-again")
def grade_again(turn_id: str) -> Response:
    return _changed(services().chat.grade_again(current_person(), turn_id), turn_id)


def _changed(conversation_id: str, turn_id: str) -> Response:
    if not wants_data():
        page = url_for("chat.show", conversation_id=conversation_id, _anchor=f"turn-{turn_id}")
        return redirect(safe_next(request.form["next"]) if "next" in request.form else page, 303)
    view = services().chat.view(current_person(), conversation_id)
    return jsonify(html=Fragments(view).lines(turn_id))
