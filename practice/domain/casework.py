"""The cases that go into prompts: what each role is shown about a turn, as plain JSON data.

Any reader, a hosted model or the built-in stub, works from the same case; `task` says which one it is.
"""

from dataclasses import dataclass
from typing import Any

from practice.domain.fence import untrusted
from practice.domain.language import ENGLISH_NAMES, Language
from practice.domain.mood import AppraisedEvent, Mood
from practice.domain.rubric import Rubric
from practice.domain.scenario import Channel, Move, Remedy, Scenario, Topic
from practice.domain.transcript import Speaker, Transcript, last_said_by
from practice.domain.verdict import reply_criteria

APPRAISE = "appraise"
SPEAK = "speak"
GRADE = "grade"
DEBRIEF = "debrief"


def appraisal_case(scenario: Scenario, language: Language, before: Transcript, reply: str) -> dict[str, Any]:
    return {
        "task": APPRAISE,
        "language": language.value,
        "language_name": ENGLISH_NAMES[language],
        "channel": scenario.channel.value,
        "situation": " ".join(scenario.facts),
        "remedies": [_recognised(remedy, language) for remedy in scenario.remedies],
        "topics": [_recognised(topic, language) for topic in scenario.topics],
        "earlier_replies": [untrusted(line.text) for line in before if line.speaker is Speaker.TRAINEE],
        "customer": untrusted(last_said_by(Speaker.CUSTOMER, before)),
        "reply": untrusted(reply),
    }


def _recognised(offer: Remedy | Topic, language: Language) -> dict[str, Any]:
    return {
        "key": offer.key,
        "name": offer.name.in_language(language),
        "said_as": offer.said_as.in_language(language),
    }


def speaking_case(
    scenario: Scenario,
    language: Language,
    move: Move,
    mood: Mood,
    noticed: tuple[AppraisedEvent, ...],
    words: int,
) -> dict[str, Any]:
    return {
        "task": SPEAK,
        "language": language.value,
        "language_name": ENGLISH_NAMES[language],
        "noticed": [{"event": event.event, "words": untrusted(event.words)} for event in noticed],
        "mood": mood.model_dump(),
        "move": move.value,
        "most_words": words,
        "hidden_need": scenario.hidden_need.need if move is Move.DISCLOSE else None,
        "tone": scenario.stock.for_move(move, language),
    }


def grading_case(
    rubric: Rubric, language: Language, channel: Channel, situation: str, before: Transcript, reply: str
) -> dict[str, Any]:
    return {
        "task": GRADE,
        "language": language.value,
        "answer_in": ENGLISH_NAMES[language],
        "channel": channel.value,
        "situation": situation,
        "criteria": reply_criteria(rubric),
        "earlier": [{"speaker": line.speaker.value, "text": untrusted(line.text)} for line in _earlier(before)],
        "customer": untrusted(last_said_by(Speaker.CUSTOMER, before)),
        "reply": untrusted(reply),
    }


def _earlier(before: Transcript) -> Transcript:
    """All but the customer's last words. Those may not stand at the end, where a later line of theirs never came."""
    last = max((index for index, line in enumerate(before) if line.speaker is Speaker.CUSTOMER), default=len(before))
    return before[:last] + before[last + 1 :]


@dataclass(frozen=True)
class TalkEnd:
    """How a talk ended: the customer's last line, and open, resolved or left."""

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
