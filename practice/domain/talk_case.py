"""The case of a whole talk, for grading it at its end; practice.domain.casework has those of a turn."""

from collections.abc import Sequence
from typing import Any

from practice.domain.casework import asked_about
from practice.domain.customer import Customer
from practice.domain.fence import untrusted
from practice.domain.language import ENGLISH_NAMES, Language
from practice.domain.rubric import Criterion
from practice.domain.scenario import Recognised, Scenario
from practice.domain.transcript import Speaker, Transcript

GRADE_TALK = "grade_talk"


def talk_case(
    criteria: Sequence[Criterion], scenario: Scenario, language: Language, talk: Transcript, outcome: str
) -> dict[str, Any]:
    """The trainee's lines are numbered from 1. `said_as` helps a reader that works by rules."""
    return {
        "task": GRADE_TALK,
        "language": language.value,
        "answer_in": ENGLISH_NAMES[language],
        "channel": scenario.channel.value,
        "situation": " ".join(scenario.facts),
        "goal": scenario.goal.en,
        "may_offer": [{**_named(remedy, language), "cost": remedy.cost.en} for remedy in scenario.remedies],
        "not_allowed": [_named(thing, language) for thing in scenario.not_allowed],
        "must_be_talked_about": [_named(topic, language) for topic in scenario.topics],
        "customers": [_customer(customer, language) for customer in scenario.customers],
        "criteria": asked_about(criteria),
        "talk": _numbered(talk),
        "outcome": outcome,
    }


def _named(thing: Recognised, language: Language) -> dict[str, Any]:
    return {"name": thing.name.in_language(language), "said_as": thing.said_as.in_language(language)}


def _customer(customer: Customer, language: Language) -> dict[str, Any]:
    persona = customer.persona
    return {
        "name": persona.name.in_language(language),
        "manner": persona.manner,
        "decision_style": persona.decision_style.value,
        "culture": persona.culture,
        "weighs": sorted(persona.weighs),
        "hidden_need": customer.hidden_need.need,
    }


def _numbered(talk: Transcript) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    replies = 0
    for line in talk:
        said: dict[str, Any] = {"speaker": line.speaker.value}
        if line.speaker is Speaker.TRAINEE:
            replies += 1
            said["reply"] = replies
        if line.name:
            said["name"] = line.name
        lines.append({**said, "text": untrusted(line.text)})
    return lines
