"""What whoever asks has chosen of what is offered: on the briefing page, or in the address of any other."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from flask import request

from practice.domain.conversation import Mode
from practice.domain.language import TALK_LANGUAGES, Language
from practice.domain.mood_table import DIFFICULTIES
from practice.domain.scenario import Channel
from practice.errors import BadInput
from practice.services.talk import TalkChoices

MOST_PAGES = 100_000
Choice = TypeVar("Choice", bound=StrEnum)


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
    return chosen_of(Channel, request.args.get("channel"), "channel")


def page_asked_for() -> int:
    """From 1, which it is where none is given. Raises BadInput."""
    given = request.args.get("page", "").strip() or "1"
    fits = given.isascii() and given.isdecimal() and len(given) <= len(str(MOST_PAGES))
    if not fits or not 1 <= int(given) <= MOST_PAGES:
        raise BadInput(f"page: {given[:20]!r} is none; give a whole number from 1 to {MOST_PAGES}, or leave it out")
    return int(given)


def chosen_of(offered: type[Choice], given: str | None, what: str) -> Choice | None:
    """None where none is given. Raises BadInput."""
    return offered(one_of(offered, given, what)) if given else None


def one_of(allowed: Iterable[str], given: str, what: str) -> str:
    known = list(allowed)
    if given not in known:
        raise BadInput(f"no {what} {given[:40]!r}; choose one of {', '.join(known)}")
    return given
