"""Talks for the stub to grade, put together from the sentences of talks.yaml."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from practice.domain.fence import fenced
from practice.model.port import Message, ModelRequest, Role

CRITERIA = ["cause_found", "resolution", "hard_topic", "fits_person", "value_weighed", "learnt_from"]
LANGUAGES = ["en", "fi", "pl", "sv"]


def sentence(language: str, name: str) -> str:
    return str(_words()[language]["sentences"][name])


def talk_of(language: str, *replies: str, topics: int = 0, criteria: Sequence[str] = CRITERIA) -> dict[str, Any]:
    """`replies`: names of sentences, several in one reply with + between them."""
    said = [" ".join(sentence(language, name) for name in reply.split("+")) for reply in replies]
    return talk_saying(language, *said, topics=topics, criteria=criteria)


def talk_saying(language: str, *said: str, topics: int = 0, criteria: Sequence[str] = CRITERIA) -> dict[str, Any]:
    words = _words()[language]
    talk: list[dict[str, Any]] = [{"speaker": "customer", "text": "…"}]
    for number, text in enumerate(said, 1):
        talk += [{"speaker": "trainee", "reply": number, "text": text}, {"speaker": "customer", "text": "…"}]
    return {
        "task": "grade_talk",
        "language": language,
        "may_offer": [{**words["may_offer"], "cost": "40 euros"}],
        "not_allowed": [words["not_allowed"]],
        "must_be_talked_about": words["topics"][:topics],
        "criteria": {key: [] for key in criteria},
        "talk": talk,
        "outcome": "open",
    }


def asking_for_a_grade(case: dict[str, Any]) -> ModelRequest:
    return ModelRequest(Role.GRADER, (Message("user", fenced(case)),), temperature=0, max_tokens=2400, seed=7)


@cache
def _words() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return read
