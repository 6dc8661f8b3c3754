"""What the tests of the stub ask it, and the replies they try it on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from practice.domain.fence import fenced
from practice.model.port import Message, ModelRequest, Role

#: Asks a case; the answer is JSON, whatever its shape.
Asked = Callable[[dict[str, Any]], Any]
#: language, reply, and perhaps what the customer had said: scores by criterion.
Graded = Callable[..., dict[str, dict[str, Any]]]
#: language, reply, and perhaps what the customer had said: events.
Noticed = Callable[..., list[dict[str, Any]]]
LANGUAGES = ["en", "fi", "pl"]
CRITERIA = ["calmness", "empathy", "solutions", "level_tone"]
REMEDIES = {
    "en": [{"key": "refund", "said_as": ["refund", "money back"]}, {"key": "new_one", "said_as": ["replacement"]}],
    "fi": [
        {"key": "refund", "said_as": ["hyvit", "palautan", "rahat takaisin"]},
        {"key": "new_one", "said_as": ["uude"]},
    ],
    "pl": [{"key": "refund", "said_as": ["zwrot", "zwróc"]}, {"key": "new_one", "said_as": ["wymian", "wymieni"]}],
}
TOPICS = {
    "en": [{"key": "debt", "said_as": ["unpaid", "invoice"]}],
    "fi": [{"key": "debt", "said_as": ["maksamat", "lasku"]}],
    "pl": [{"key": "debt", "said_as": ["zaległ", "faktur"]}],
}


@dataclass(frozen=True)
class Tried:
    language: str
    kind: str
    customer: str
    reply: str


def tried_replies() -> list[Tried]:
    read = yaml.safe_load((Path(__file__).parent / "replies.yaml").read_text(encoding="utf-8"))
    return [
        Tried(language, kind, talk["customer"], reply)
        for language, talks in read.items()
        for talk in talks
        for kind, replies in talk.items()
        if kind != "customer"
        for reply in replies
    ]


def request_for(case: dict[str, Any], before: tuple[Message, ...] = (), seed: int | None = 7) -> ModelRequest:
    asked = Message("user", f"{case.get('reply', '')}\n\n{fenced(case)}")
    return ModelRequest(Role.GRADER, (*before, asked), temperature=0, max_tokens=500, seed=seed)
