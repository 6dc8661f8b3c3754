"""Short ways for tests to say what a model answers and to wait for an exchange."""

import json
from dataclasses import dataclass

from practice.domain.language import Language
from practice.domain.progress import ProgressEvent, TokenEvent
from practice.services.assembly import Services
from practice.services.chat import Receipt
from practice.store.person import Person
from practice.store.types import new_id

CRITERIA = ("calmness", "empathy", "solutions", "level_tone")
NOTHING_NOTICED = json.dumps({"events": []})


def noticed(*events: tuple[str, str]) -> str:
    """An appraiser's answer: pairs of event and words."""
    return json.dumps({"events": [{"event": event, "words": words, "about": None} for event, words in events]})


def verdict(level: int | str = 3, quote: str | None = None) -> str:
    """A grader's answer with the same level for every criterion."""
    score = {"quote": quote, "reason": "Because of the words.", "level": level, "advice": "Try one thing."}
    return json.dumps({"scores": dict.fromkeys(CRITERIA, score)})


@dataclass(frozen=True)
class Talk:
    """One conversation of one person, with what a test does in it."""

    services: Services
    person: Person
    id: str

    def reply(self, text: str, client_key: str | None = None) -> Receipt:
        return self.services.chat.reply(self.person, self.id, text, client_key or new_id())

    def hear(self, receipt: Receipt) -> list[ProgressEvent]:
        """Every event of the exchange, from its beginning to its end."""
        followed = self.services.following.find(self.person, receipt.answer_id)
        return [event for events in self.services.following.follow(followed) for event in events]


def begin(services: Services, person: Person, scenario: str = "late-parcel") -> Talk:
    return Talk(services, person, services.chat.start(person, scenario, Language.EN, seed=7))


def words(events: list[ProgressEvent]) -> str:
    """What a watcher has on the page at the end."""
    text = ""
    for event in events:
        if isinstance(event, TokenEvent):
            text = event.text if event.anew else text + event.text
    return text
