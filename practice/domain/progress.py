"""One exchange as somebody watches it: the customer's answer being spoken and the reply's grade being made.

A watcher holds the last state it has shown; the events between that and the state now are worked out here. So a
refresh, a second tab and another process all replay from nothing with the same few lines.
"""

from dataclasses import dataclass

from practice.domain.conversation import Outcome, Turn, TurnStatus
from practice.domain.grade import Grade


@dataclass(frozen=True)
class Progress:
    """`grading` is true while a grade is waited for; `ended` once the conversation is over."""

    answer: Turn
    grade: Grade | None
    grading: bool
    outcome: Outcome
    ended: bool

    @property
    def over(self) -> bool:
        return self.answer.status is not TurnStatus.SPEAKING and not self.grading


@dataclass(frozen=True)
class TokenEvent:
    """More of the customer's words. `anew` says that earlier words of this line are to be dropped first."""

    text: str
    anew: bool = False


@dataclass(frozen=True)
class MoodEvent:
    answer: Turn


@dataclass(frozen=True)
class TurnEvent:
    """The customer has finished, was stopped, or could not speak."""

    answer: Turn
    outcome: Outcome
    ended: bool


@dataclass(frozen=True)
class GradeEvent:
    grade: Grade


@dataclass(frozen=True)
class EndEvent:
    """Nothing more will come for this exchange."""


ProgressEvent = TokenEvent | MoodEvent | TurnEvent | GradeEvent | EndEvent


def events_between(before: Progress | None, after: Progress) -> list[ProgressEvent]:
    """What a watcher who knows `before` has to be told to know `after`."""
    events: list[ProgressEvent] = []
    shown, now = before.answer if before else None, after.answer
    if now.mood and not (shown and shown.mood == now.mood):
        events.append(MoodEvent(now))
    events.extend(_words(shown, now))
    if now.status is not TurnStatus.SPEAKING and (shown is None or _stage(shown) != _stage(now)):
        events.append(TurnEvent(now, after.outcome, after.ended))
    if after.grade and not after.grading and after.grade != _known_grade(before):
        events.append(GradeEvent(after.grade))
    if after.over and (events or not (before and before.over)):
        events.append(EndEvent())
    return events


def _stage(turn: Turn) -> tuple[int, TurnStatus]:
    return turn.attempt, turn.status


def _known_grade(before: Progress | None) -> Grade | None:
    """An old grade that is being made anew counts as not known: its end has to be told, even if it came out equal."""
    return before.grade if before and not before.grading else None


def _words(shown: Turn | None, now: Turn) -> list[ProgressEvent]:
    if shown is None:
        return [TokenEvent(now.text)] if now.text else []
    if shown.attempt != now.attempt or not now.text.startswith(shown.text):
        return [TokenEvent(now.text, anew=True)]
    more = now.text[len(shown.text) :]
    return [TokenEvent(more)] if more else []
