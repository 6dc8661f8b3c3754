"""What the customer noticed in a reply: asked of the appraiser, read strictly, backed by the trainee's own words."""

from dataclasses import dataclass
from typing import Any

from practice.domain.answer import read_object, shown, storable
from practice.domain.evidence import find_quote
from practice.domain.mood import AppraisedEvent, MoodTable
from practice.domain.scenario import Scenario
from practice.errors import UnreadableAnswer


@dataclass(frozen=True)
class Appraisal:
    """`events` can be believed; `refused` says why others were not."""

    events: tuple[AppraisedEvent, ...]
    refused: tuple[str, ...] = ()


def appraisal_schema(table: MoodTable, scenario: Scenario) -> dict[str, Any]:
    about = [remedy.key for remedy in scenario.remedies] + [topic.key for topic in scenario.topics]
    event = {
        "type": "object",
        "properties": {
            "words": {"type": "string"},
            "event": {"type": "string", "enum": [rule.event for rule in table.events]},
            "about": {"anyOf": [{"type": "string", "enum": about}, {"type": "null"}]},
        },
        "required": ["words", "event", "about"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"events": {"type": "array", "items": event}},
        "required": ["events"],
        "additionalProperties": False,
    }


def read_appraisal(answer: str, reply: str, table: MoodTable, scenario: Scenario) -> Appraisal:
    """The events of `answer` whose words stand in `reply`.

    Raises UnreadableAnswer where the answer is not the JSON that was asked for. An event that is not offered, or
    whose words the trainee did not say, is refused by itself and the rest stays.
    """
    given = read_object(answer).get("events")
    if not isinstance(given, list):
        raise UnreadableAnswer('the JSON object lacks the key "events" with a list')
    known = {"remedy": {r.key for r in scenario.remedies}, "topic": {t.key for t in scenario.topics}}
    events: list[AppraisedEvent] = []
    refused: list[str] = []
    for entry in given:
        event, words, about = (_field(entry, name) for name in ("event", "words", "about"))
        rule = table.rule(event)
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
