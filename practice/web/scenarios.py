"""What can be practised: the list, a briefing, and the start of a talk."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from practice.domain.language import OWN_NAMES, TALK_LANGUAGES, Language
from practice.errors import BadInput
from practice.web.context import current_person, services
from practice.web.language import page_language

pages = Blueprint("scenarios", __name__, url_prefix="/scenarios")

RECENT_SHOWN = 8


@pages.get("")
def overview() -> str:
    person = current_person()
    return render_template(
        "scenarios/overview.html",
        entries=services().chat.scenarios(),
        recent=services().chat.recent(person)[:RECENT_SHOWN],
    )


@pages.get("/<key>")
def briefing(key: str) -> str:
    current_person()
    return render_template(
        "scenarios/briefing.html",
        entry=services().chat.scenario(key),
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        chosen=page_language() if page_language() in TALK_LANGUAGES else TALK_LANGUAGES[0],
    )


@pages.post("/<key>/conversations")
def begin(key: str) -> Response:
    language = request.form.get("language", "")
    if language not in list(TALK_LANGUAGES):
        raise BadInput(f"no talks in {language!r}; choose one of {', '.join(TALK_LANGUAGES)}")
    conversation_id = services().chat.start(current_person(), key, Language(language))
    return redirect(url_for("chat.show", conversation_id=conversation_id), 303)
