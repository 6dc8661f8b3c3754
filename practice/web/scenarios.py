"""What can be practised: the list, a briefing, and the start of a talk."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from practice.domain.language import OWN_NAMES, TALK_LANGUAGES
from practice.domain.scenario import Channel
from practice.services.talk import ScenarioEntry
from practice.web.assignments import STAGES
from practice.web.channels import rules_of
from practice.web.choices import read_channel, read_choices
from practice.web.context import current_person, services
from practice.web.language import page_language

pages = Blueprint("scenarios", __name__, url_prefix="/scenarios")

RECENT_SHOWN = 8


@pages.get("")
def overview() -> str:
    person, channel = current_person(), read_channel()
    entries = sorted(services().chat.scenarios(person), key=lambda entry: (entry.scenario.difficulty, entry.key))
    return render_template(
        "scenarios/overview.html",
        entries=[entry for entry in entries if channel in (None, entry.scenario.channel)],
        chosen=channel,
        counts=_counts(entries),
        total=len(entries),
        recent=services().chat.recent(person)[:RECENT_SHOWN],
        news=services().news.new_for(person),
        asked=services().assignments.asked(person),
        stages=STAGES,
    )


@pages.get("/<key>")
def briefing(key: str) -> str:
    entry = services().chat.scenario(key, current_person())
    return render_template(
        "scenarios/briefing.html",
        entry=entry,
        languages={language: OWN_NAMES[language] for language in TALK_LANGUAGES},
        chosen=page_language(),
        hurried=rules_of(entry.scenario).waits is not None,
    )


@pages.post("/<key>/conversations")
def begin(key: str) -> Response:
    conversation_id = services().chat.start(current_person(), key, read_choices())
    return redirect(url_for("chat.show", conversation_id=conversation_id), 303)


def _counts(entries: list[ScenarioEntry]) -> dict[Channel, int]:
    """How many scenarios there are on each channel that has any."""
    channels = [entry.scenario.channel for entry in entries]
    return {channel: channels.count(channel) for channel in Channel if channel in channels}
