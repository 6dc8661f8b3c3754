"""Who reads what a trainee practises: told on their pages, and changed by handing in or by a trainer's switch."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.conversation import Conversation
from practice.services.handing_in import Readers
from practice.web.context import current_person, services
from practice.web.session_cookies import asking_address

pages = Blueprint("handing_in", __name__)


def attach(app: Flask) -> None:
    app.jinja_env.globals.update(readers=readers, readers_of=readers_of)


def readers() -> Readers:
    """Of what whoever asks begins to practise now."""
    return services().handing_in.readers(current_person())


def readers_of(talk: Conversation) -> Readers:
    """None of a talk that is somebody else's."""
    return services().handing_in.readers_of(current_person(), talk)


@pages.post("/conversations/<id:conversation_id>/hand-in")
def hand_in(conversation_id: str) -> Response:
    talk = services().handing_in.hand_in(current_person(), conversation_id, asking_address())
    page = "chat.show" if talk.open else "report.show"
    return redirect(url_for(page, conversation_id=conversation_id), 303)


@pages.get("/cohorts/<id:cohort_id>/privacy")
def ask_private(cohort_id: str) -> str | Response:
    """What making it private does; nothing is asked where it is private."""
    asked = services().handing_in.before_private(current_person(), cohort_id)
    if asked.cohort.private_until_handed_in:
        return _to(cohort_id)
    return render_template("handing_in/make_private.html", cohort=asked.cohort, lost=asked.lost)


@pages.post("/cohorts/<id:cohort_id>/privacy")
def set_private(cohort_id: str) -> Response:
    """Made private only by who has read what that does."""
    private = request.form.get("private") == "yes"
    if private and request.form.get("confirmed") != "yes":
        services().handing_in.before_private(current_person(), cohort_id)
        return redirect(url_for("handing_in.ask_private", cohort_id=cohort_id), 303)
    services().handing_in.set_private(current_person(), cohort_id, private, asking_address())
    return _to(cohort_id)


def _to(cohort_id: str) -> Response:
    return redirect(url_for("cohorts.show", cohort_id=cohort_id, _anchor="privacy-title"), 303)
