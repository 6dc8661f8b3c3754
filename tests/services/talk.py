"""Short ways for tests to say what a model answers and to wait for an exchange."""

import json
from dataclasses import dataclass
from datetime import timedelta

from practice.domain.conversation import Turn
from practice.domain.language import Language
from practice.domain.progress import ProgressEvent, TokenEvent
from practice.domain.rubric import Criterion, Scope
from practice.library import read_rubric
from practice.services.assembly import Services
from practice.services.talk import ConversationView, Receipt, TalkChoices
from practice.store.chat import TurnRow
from practice.store.person import Person
from practice.store.types import new_id, now
from tests.conftest import ROOT

FRONTLINE = read_rubric((ROOT / "rubrics" / "frontline.yaml").read_text(encoding="utf-8"), "frontline")
CRITERIA = ("calmness", "empathy", "solutions", "level_tone")
NOTHING_NOTICED = json.dumps({"events": []})


def noticed(*events: tuple[str, ...]) -> str:
    """An appraiser's answer: event, words, and perhaps what it is about."""
    about = [(event, words, next(iter(rest), None)) for event, words, *rest in events]
    return json.dumps({"events": [dict(zip(("event", "words", "about"), given, strict=True)) for given in about]})


def verdict(level: int | str = 3, *quotes: str, scope: Scope = Scope.REPLY, only: str | None = None) -> str:
    """A grader's answer with the same level for every criterion of `scope`, or for the one called `only`."""
    criteria = [criterion for criterion in FRONTLINE.of_scope(scope) if only in (None, criterion.key)]
    return json.dumps({"scores": {criterion.key: score_given(criterion, level, *quotes) for criterion in criteria}})


def score_given(criterion: Criterion, level: int | str = 3, *quotes: str) -> dict[str, object]:
    """What a grader says of one criterion, with every check unanswered."""
    checks = {"checks": {check.key: None for check in criterion.checks}} if criterion.checks else {}
    said = {"quotes": list(quotes), "reason": "Because of the words.", "level": level, "advice": "Try one thing."}
    return {**checks, **said}


@dataclass(frozen=True)
class Talk:
    """One conversation of one person, with what a test does in it."""

    services: Services
    person: Person
    id: str

    def reply(self, text: str, client_key: str | None = None, action: str | None = None) -> Receipt:
        return self.services.chat.reply(self.person, self.id, text, client_key or new_id(), action)

    def hear(self, receipt: Receipt) -> list[ProgressEvent]:
        """Every event of the exchange, from its beginning to its end."""
        followed = self.services.following.find(self.person, receipt.answer_id)
        return [event for events in self.services.following.follow(followed) for event in events]

    def exchange(self, text: str) -> Turn:
        """Replies, and waits for all that follows; the customer's answer."""
        self.hear(self.reply(text))
        return self.last

    @property
    def view(self) -> ConversationView:
        return self.services.chat.view(self.person, self.id)

    @property
    def last(self) -> Turn:
        return self.view.turns[-1].turn

    def wait(self, seconds: float) -> None:
        """As if the customer's last words were so long ago."""
        with self.services.database.writing() as session:
            row = session.get_one(TurnRow, self.last.id)
            row.said_at = now() - timedelta(seconds=seconds)


def begin(
    services: Services, person: Person, scenario: str = "late-parcel", choices: TalkChoices | None = None
) -> Talk:
    chosen = choices or TalkChoices(Language.EN, seed=7)
    return Talk(services, person, services.chat.start(person, scenario, chosen))


def words(events: list[ProgressEvent]) -> str:
    """What a watcher has on the page at the end."""
    text = ""
    for event in events:
        if isinstance(event, TokenEvent):
            text = event.text if event.anew else text + event.text
    return text
