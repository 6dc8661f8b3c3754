"""What the queue tells of a grade: why it is there, at which levels, and where in the report it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, session, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from practice.domain.review import DISPUTE, NOT_GRADED, RANDOM_SAMPLE, SPREAD, ReasonKind, reason_of
from practice.domain.rubric import Rubric, Scope
from practice.services.review import QueueItem
from practice.web.comments import place_of_comments
from practice.web.judging_page import anchor_of
from practice.web.language import in_page_language

#: In the browser's own session: what of the queue was looked at last.
LOOKED_AT = "queue"
KINDS: Mapping[ReasonKind, LazyString] = {
    ReasonKind.DISPUTE: _l("second look asked for"),
    ReasonKind.NOT_GRADED: _l("not graded"),
    ReasonKind.HIGH_SPREAD: _l("graders far apart"),
    ReasonKind.FLAGGED: _l("something stood out"),
    ReasonKind.RANDOM_SAMPLE: _l("drawn by chance"),
}
_SCREEN = "screen"
_REASONS: Mapping[str, LazyString] = {
    DISPUTE: KINDS[ReasonKind.DISPUTE],
    NOT_GRADED: KINDS[ReasonKind.NOT_GRADED],
    SPREAD: KINDS[ReasonKind.HIGH_SPREAD],
    RANDOM_SAMPLE: KINDS[ReasonKind.RANDOM_SAMPLE],
    "shown_or_not": _l("graders disagree whether it shows at all"),
    "panel_incomplete": _l("a grader gave no answer"),
    "quote_not_found": _l("words quoted that were not found"),
    "quote_from_customer": _l("words quoted that are the customer's"),
    "no_quote": _l("a level without words to show for it"),
    "fault_at_high_level": _l("a high level beside a fault"),
}
_SCREENS: Mapping[str, LazyString] = {
    "nothing_said": _l("the reply holds no words"),
    "invisible_characters": _l("the reply holds invisible characters"),
    "lookalike_letters": _l("the reply holds letters that pass for others"),
    "score_words": _l("the reply speaks of its own level"),
    "looks_like_a_verdict": _l("the reply looks like a grade"),
    "role_marks": _l("the reply passes for words of somebody else"),
    "speaks_to_the_grader": _l("the reply speaks to the grader"),
    "encoded_text": _l("the reply holds encoded text"),
    "restates_the_rubric": _l("the reply repeats the rubric"),
}


@dataclass(frozen=True)
class LevelInWords:
    """`level` is None where `graded` tells why: not shown, or not graded."""

    name: str
    graded: bool
    level: int | None
    by_trainer: bool


def attach(app: Flask) -> None:
    app.jinja_env.filters.update(
        reasons_in_words=reasons_in_words, levels_in_words=levels_in_words, place_in_report=place_in_report
    )
    app.jinja_env.globals.update(queue_address=queue_address)


def queue_address() -> str:
    """As it was looked at last."""
    given = session.get(LOOKED_AT)
    return address_of(given if isinstance(given, dict) else {})


def address_of(given: Mapping[str, Any]) -> str:
    """Of the queue, with what is asked for in it."""
    return url_for("review.overview", **given)


def reasons_in_words(item: QueueItem) -> tuple[str, ...]:
    """Each once, with the names of the criteria it is about."""
    about: dict[str, list[str]] = {}
    for reason in map(reason_of, item.entry.reasons):
        text = _screen(reason.about) if reason.name == _SCREEN else _reason(reason.name)
        names = about.setdefault(text, [])
        if reason.name == DISPUTE:
            names += _names(item.rubric, item.glance.asked)
        elif reason.about and reason.name != _SCREEN:
            names += _names(item.rubric, [reason.about])
    return tuple(f"{text}: {', '.join(names)}" if names else text for text, names in about.items())


def levels_in_words(item: QueueItem) -> tuple[LevelInWords, ...]:
    """Empty where the grading as a whole failed."""
    return tuple(
        LevelInWords(_names(item.rubric, [given.criterion])[0], given.graded, given.level, given.by_trainer)
        for given in item.glance.levels
    )


def place_in_report(item: QueueItem) -> str:
    """The anchor where a level can be set and a trainee answered, else of the reply, else of the whole talk."""
    if item.glance.asked:
        return anchor_of(item.entry.turn_id, item.glance.asked[0])
    graded = [given.criterion for given in item.glance.levels if given.graded]
    flagged = [reason.about for reason in map(reason_of, item.entry.reasons)]
    found = next((key for key in (*flagged, *graded) if key in graded), None)
    if found is not None:
        return anchor_of(item.entry.turn_id, found)
    return "whole" if item.entry.scope is Scope.CONVERSATION else place_of_comments(item.entry.turn_id)


def _reason(name: str) -> str:
    return str(_REASONS[name]) if name in _REASONS else name.replace("_", " ")


def _screen(name: str) -> str:
    return str(_SCREENS[name]) if name in _SCREENS else name.replace("_", " ")


def _names(rubric: Rubric, keys: Iterable[str]) -> list[str]:
    known = {criterion.key: criterion for criterion in rubric.criteria}
    return [in_page_language(known[key].name) if key in known else key for key in keys]
