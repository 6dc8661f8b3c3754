"""What whoever begins a talk has chosen on the briefing page."""

from collections.abc import Iterable

from flask import request

from practice.domain.conversation import Mode
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.scenario import Channel
from practice.errors import BadInput
from practice.services.talk import TalkChoices


def read_choices() -> TalkChoices:
    """Raises BadInput. Only the language must be there."""
    language = one_of(TALK_LANGUAGES, request.form.get("language", ""), "language")
    mode = one_of(Mode, request.form.get("mode", Mode.PRACTICE), "mode")
    difficulty = request.form.get("difficulty")
    return TalkChoices(
        Language(language),
        int(one_of(map(str, DIFFICULTIES), difficulty, "difficulty")) if difficulty is not None else None,
        Mode(mode),
        unhurried="unhurried" in request.form,
    )


def read_channel() -> Channel | None:
    """The one that the list is to be narrowed to. Raises BadInput."""
    wanted = request.args.get("channel")
    return Channel(one_of(Channel, wanted, "channel")) if wanted else None


def one_of(allowed: Iterable[str], given: str, what: str) -> str:
    known = list(allowed)
    if given not in known:
        raise BadInput(f"no {what} {given!r}; choose one of {', '.join(known)}")
    return given
