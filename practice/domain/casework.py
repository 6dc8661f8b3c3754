"""The cases that go into prompts: what each role is shown about a turn, as plain JSON data.

Any reader, a hosted model or the built-in stub, works from the same case; `task` says which one it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from practice.domain.customer import Customer
from practice.domain.fence import untrusted
from practice.domain.language import ENGLISH_NAMES, Language
from practice.domain.mood import AppraisedEvent, Mood, MoodChange
from practice.domain.rubric import Criterion
from practice.domain.scenario import Channel, Recognised, Scenario
from practice.domain.stock import Move
from practice.domain.transcript import Line, Speaker, Transcript, last_said_by

APPRAISE = "appraise"
SPEAK = "speak"
GRADE = "grade"
DEBRIEF = "debrief"
TRAIN = "train"


def appraisal_case(
    scenario: Scenario, customer: Customer, language: Language, before: Transcript, reply: str
) -> dict[str, Any]:
    case: dict[str, Any] = {
        "task": APPRAISE,
        "language": language.value,
        "language_name": ENGLISH_NAMES[language],
        "channel": scenario.channel.value,
        "situation": " ".join(scenario.facts),
        "remedies": [_recognised(remedy, language) for remedy in scenario.remedies],
        "not_allowed": [_recognised(thing, language) for thing in scenario.not_allowed],
        "topics": [_recognised(topic, language) for topic in scenario.topics],
        "earlier_replies": [untrusted(line.text) for line in before if line.speaker is Speaker.TRAINEE],
        "customer": untrusted(last_said_by(Speaker.CUSTOMER, before)),
        "reply": untrusted(reply),
    }
    other = scenario.other_than(customer)
    if other is not None:
        me = customer.persona.name.in_language(language)
        mine = tuple(line for line in before if line.name in ("", me))
        case |= {
            "me": _addressed(customer, language),
            "other": _addressed(other, language),
            "customer": untrusted(last_said_by(Speaker.CUSTOMER, mine)),
            "other_said": untrusted(last_said_by(Speaker.CUSTOMER, tuple(line for line in before if line not in mine))),
        }
    return case


def _recognised(offer: Recognised, language: Language) -> dict[str, Any]:
    return {
        "key": offer.key,
        "name": offer.name.in_language(language),
        "said_as": offer.said_as.in_language(language),
    }


def _addressed(customer: Customer, language: Language) -> dict[str, Any]:
    called = customer.called.in_language(language) if customer.called else []
    return {"name": customer.persona.name.in_language(language), "called": called}


def speaking_case(
    customer: Customer,
    language: Language,
    move: Move,
    change: MoodChange,
    noticed: tuple[AppraisedEvent, ...],
    words: int,
) -> dict[str, Any]:
    return {
        "task": SPEAK,
        "language": language.value,
        "language_name": ENGLISH_NAMES[language],
        "noticed": [{"event": event.event, "about": event.about, "words": untrusted(event.words)} for event in noticed],
        "mood_before": _mood(change.before),
        "mood": _mood(change.after),
        "move": move.value,
        "most_words": words,
        "hidden_need": customer.hidden_need.need if move is Move.DISCLOSE else None,
        "tone": customer.stock.for_move(move, language),
    }


def _mood(mood: Mood) -> dict[str, int]:
    return mood.model_dump(include={"frustration", "trust", "patience"})


def grading_case(
    criteria: Sequence[Criterion],
    language: Language,
    channel: Channel,
    situation: str,
    before: Transcript,
    reply: str,
) -> dict[str, Any]:
    return {
        "task": GRADE,
        "language": language.value,
        "answer_in": ENGLISH_NAMES[language],
        "channel": channel.value,
        "situation": situation,
        "criteria": asked_about(criteria),
        "earlier": [_line(line) for line in _earlier(before)],
        "customer": untrusted(last_said_by(Speaker.CUSTOMER, before)),
        "reply": untrusted(reply),
    }


def asked_about(criteria: Sequence[Criterion]) -> dict[str, list[str]]:
    """Criterion -> its checks, by key."""
    return {criterion.key: [check.key for check in criterion.checks] for criterion in criteria}


def _line(line: Line) -> dict[str, str]:
    name = {"name": line.name} if line.name else {}
    return {"speaker": line.speaker.value, **name, "text": untrusted(line.text)}


def _earlier(before: Transcript) -> Transcript:
    """All but the customer's last words. Those may not stand at the end, where a later line of theirs never came."""
    last = max((index for index, line in enumerate(before) if line.speaker is Speaker.CUSTOMER), default=len(before))
    return before[:last] + before[last + 1 :]


@dataclass(frozen=True)
class TalkEnd:
    """How a talk ended: the customer's last line, and an outcome such as resolved."""

    last_word: str
    outcome: str


def debrief_case(
    scenario: Scenario, language: Language, criteria: list[dict[str, Any]], replies: list[dict[str, Any]], end: TalkEnd
) -> dict[str, Any]:
    """`criteria`: key, name. `replies`: number from 1, customer, reply, levels (criterion -> 1-5, or a status)."""
    return {
        "task": DEBRIEF,
        "language": language.value,
        "answer_in": ENGLISH_NAMES[language],
        "goal": scenario.goal.en,
        "must_be_talked_about": [topic.name.en for topic in scenario.topics],
        "criteria": criteria,
        "replies": replies,
        "last_word": untrusted(end.last_word),
        "outcome": end.outcome,
    }


def training_case(
    scenario: Scenario, language: Language, brief: str, examples: list[str], before: Transcript
) -> dict[str, Any]:
    """For a model that plays the trainee. `examples` show the manner; the built-in stub says them in order."""
    return {
        "task": TRAIN,
        "language": language.value,
        "language_name": ENGLISH_NAMES[language],
        "channel": scenario.channel.value,
        "briefing": scenario.briefing.en,
        "may_offer": [remedy.name.in_language(language) for remedy in scenario.remedies],
        "brief": brief,
        "examples": examples,
        "talk": [_line(line) for line in before],
    }
