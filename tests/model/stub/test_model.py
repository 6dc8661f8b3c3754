import json
import subprocess
import sys
from typing import Any

import pytest

from practice.domain.fence import fenced
from practice.errors import ModelError
from practice.model.port import ChatModel, Message, ModelRequest, Role
from practice.model.stub.model import StubModel

GRADE: dict[str, Any] = {
    "task": "grade",
    "language": "en",
    "criteria": {"calmness": []},
    "customer": "",
    "reply": "I see.",
}


def asking(*contents: str) -> ModelRequest:
    return ModelRequest(Role.GRADER, tuple(Message("user", text) for text in contents), temperature=0, max_tokens=100)


def test_it_is_a_chat_model_by_the_name_of_stub() -> None:
    model: ChatModel = StubModel()
    assert model.name == "stub"
    assert model.complete(asking("Say ok")).model == "stub"


def test_it_says_that_it_is_no_language_model_when_asked_anything_else() -> None:
    assert "not a language model" in StubModel().complete(asking("Say ok")).text


def test_it_streams_word_by_word_what_it_would_answer_at_once() -> None:
    request = asking(fenced(GRADE))
    whole = StubModel().complete(request).text
    *pieces, last = StubModel().stream(request)
    assert len(pieces) > 5
    assert "".join(piece.text for piece in pieces) == whole
    assert all(len(piece.text.split()) <= 1 and piece.answer is None for piece in pieces)
    assert last.answer is not None
    assert last.answer.text == whole


def test_it_estimates_tokens_and_costs_nothing() -> None:
    request = asking("x" * 400)
    answer = StubModel().complete(request)
    assert (answer.usage.prompt_tokens, answer.usage.cost) == (100, 0.0)
    assert answer.usage.completion_tokens == len(answer.text) // 4
    assert (answer.attempts, dict(answer.parameters)) == (1, {})
    assert answer.milliseconds >= 0


def test_it_answers_the_case_again_when_it_is_told_to_try_once_more() -> None:
    first = StubModel().complete(asking(fenced(GRADE))).text
    assert StubModel().complete(asking(fenced(GRADE), "That was not the JSON asked for.")).text == first
    assert json.loads(first)["scores"]["calmness"]["reason"]


def test_it_does_not_depend_on_the_random_tag_of_the_fence() -> None:
    assert len({StubModel().complete(asking(fenced(GRADE))).text for _ in range(5)}) == 1


@pytest.mark.parametrize(
    "broken", [{"task": "sing"}, {}, {"task": "grade", "language": "en"}, {"task": "speak", "move": 3}]
)
def test_it_fails_as_a_model_does_on_a_case_it_cannot_read(broken: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        StubModel().complete(asking(fenced(broken)))


def test_it_grades_in_english_where_it_does_not_know_the_language() -> None:
    in_german = StubModel().complete(asking(fenced({**GRADE, "language": "de"}))).text
    assert in_german == StubModel().complete(asking(fenced(GRADE))).text


def test_it_brings_in_nothing_but_the_floors_below() -> None:
    seen = (
        "import sys; import practice.model.stub.model; "
        "print([m for m in sys.modules if m.split('.')[0] in ('litellm', 'flask', 'sqlmodel', 'requests', 'httpx')])"
    )
    run = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
