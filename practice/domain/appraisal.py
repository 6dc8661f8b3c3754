"""What the customer noticed in a reply: asked of the appraiser, read strictly, backed by the trainee's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from practice.domain.answer import closed_object, read_object, shown, storable
from practice.domain.customer import Customer
from practice.domain.evidence import find_quote
from practice.domain.mood import AppraisedEvent
from practice.domain.mood_table import EventRule, MoodTable
from practice.domain.scenario import Channel, Recognised, Scenario
from practice.errors import UnreadableAnswer


@dataclass(frozen=True)
class Appraisal:
    """`events` can be believed; `refused` says why others were not."""

    events: tuple[AppraisedEvent, ...]
    refused: tuple[str, ...] = ()


def offered_events(table: MoodTable, scenario: Scenario, customer: Customer) -> list[EventRule]:
    """The rows of the table that can happen to this customer in this scenario."""
    possible = {
        None: True,
        "public_thread": scenario.channel is Channel.PUBLIC_THREAD,
        "two_customers": len(scenario.customers) > 1,
    }
    nameable = _nameable(scenario)
    return [
        rule
        for rule in table.events
        if possible[rule.only_on]
        and customer.persona.weighs.get(rule.event, 1) > 0
        and (rule.about != "topic" or nameable["topic"])
    ]


def _nameable(scenario: Scenario) -> dict[str, list[str]]:
    """What an event may be about -> the keys of the scenario."""
    parts: dict[str, Sequence[Recognised]] = {
        "remedy": scenario.remedies,
        "topic": scenario.topics,
        "not_allowed": scenario.not_allowed,
    }
    return {kind: [part.key for part in named] for kind, named in parts.items()}


def appraisal_schema(offered: list[EventRule], scenario: Scenario) -> dict[str, Any]:
    about = [key for keys in _nameable(scenario).values() for key in keys]
    event = closed_object(
        {
            "words": {"type": "string"},
            "event": {"type": "string", "enum": [rule.event for rule in offered]},
            "about": {"anyOf": [{"type": "string", "enum": about}, {"type": "null"}]},
        }
    )
    return closed_object({"events": {"type": "array", "items": event}})


def read_appraisal(answer: str, reply: str, offered: list[EventRule], scenario: Scenario) -> Appraisal:
    """The events of `answer` whose words stand in `reply`.

    Raises UnreadableAnswer where the answer is not the JSON that was asked for. An event that is not offered, or
    whose words the trainee did not say, is refused by itself and the rest stays.
    """
    given = read_object(answer).get("events")
    if not isinstance(given, list):
        raise UnreadableAnswer('the JSON object lacks the key "events" with a list')
    known, rules = _nameable(scenario), {rule.event: rule for rule in offered}
    events: list[AppraisedEvent] = []
    refused: list[str] = []
    for entry in given:
        event, words, about = (_field(entry, name) for name in ("event", "words", "about"))
        rule = rules.get(event)
        if rule is None:
            refused.append(f"{shown(event)} is not an event that was offered")
        elif not find_quote(words, reply):
            refused.append(f"{event}: the trainee did not say {shown(words)}")
        else:
            fits = rule.about is not None and about in known[rule.about]
            events.append(AppraisedEvent(event, words, about if fits else None))
    return Appraisal(tuple(events), tuple(refused))


def _field(entry: object, name: str) -> str:
    """Empty where it is not there or not text."""
    value = entry.get(name) if isinstance(entry, dict) else None
    return storable(value).strip() if isinstance(value, str) else ""
