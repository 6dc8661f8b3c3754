"""Asks the stub as the product does: a fenced case in the last message."""

import json
from typing import Any

import pytest

from practice.model.stub.model import StubModel
from tests.model.stub.asking import (
    CRITERIA,
    LANGUAGES,
    REMEDIES,
    TOPICS,
    Asked,
    Graded,
    Noticed,
    Tried,
    request_for,
    tried_replies,
)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=tried_replies(), ids=lambda tried: f"{tried.language}-{tried.kind}")
def tried(request: pytest.FixtureRequest) -> Tried:
    found: Tried = request.param
    return found


@pytest.fixture
def stub() -> StubModel:
    return StubModel()


@pytest.fixture
def replies() -> list[Tried]:
    return tried_replies()


@pytest.fixture
def asked(stub: StubModel) -> Asked:
    return lambda case: json.loads(stub.complete(request_for(case)).text)


@pytest.fixture
def graded(asked: Asked) -> Graded:
    def grade(language: str, reply: str, customer: str = "", criteria: list[str] | None = None) -> dict[str, Any]:
        case = {
            "task": "grade",
            "language": language,
            "criteria": {key: [] for key in criteria or CRITERIA},
            "situation": "",
        }
        scores: dict[str, Any] = asked({**case, "customer": customer, "earlier": [], "reply": reply})["scores"]
        return scores

    return grade


@pytest.fixture
def noticed(asked: Asked) -> Noticed:
    def appraise(language: str, reply: str, customer: str = "", earlier: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        case = {"task": "appraise", "language": language, "situation": "", "customer": customer, "reply": reply}
        offers = {"remedies": REMEDIES[language], "topics": TOPICS[language]}
        events: list[dict[str, Any]] = asked({**case, **offers, "earlier_replies": earlier})["events"]
        return events

    return appraise
