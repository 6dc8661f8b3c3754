"""The built-in stub: plays customer, appraiser, grader, coach and trainee by rules, without model or network."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from practice.domain import casework, talk_case
from practice.domain.fence import read_fenced
from practice.domain.language import Language
from practice.errors import BadDocument, ModelMisconfigured
from practice.model.port import Message, ModelAnswer, ModelRequest, Piece, Usage
from practice.model.stub.appraiser import appraise
from practice.model.stub.cases import AppraisalCase, DebriefCase, GradingCase, SpeakingCase, TalkCase, TrainingCase
from practice.model.stub.coach import debrief
from practice.model.stub.customer import speak
from practice.model.stub.grader import grade
from practice.model.stub.lexicon import feedback_file
from practice.model.stub.talk_grader import grade_talk
from practice.model.stub.trainee import train

_CHARACTERS_PER_TOKEN = 4
_WORD_AND_SPACE = re.compile(r"\S+\s*|\s+")
_FENCE = re.compile(r"<case-[0-9a-f]{12}>")


class StubModel:
    """Implements practice.model.port.ChatModel. The same request gives the same answer.

    `word_seconds` passes between two words of a stream, so that a person can watch the customer speak.
    """

    def __init__(self, word_seconds: float = 0.0) -> None:
        self._word_seconds = word_seconds

    @property
    def name(self) -> str:
        return "stub"

    def complete(self, request: ModelRequest) -> ModelAnswer:
        started = time.monotonic()
        text = _answer(request)
        prompt = sum(len(message.content) for message in request.messages)
        usage = Usage(prompt // _CHARACTERS_PER_TOKEN, len(text) // _CHARACTERS_PER_TOKEN, cost=0.0)
        return ModelAnswer(text, self.name, usage, milliseconds=round((time.monotonic() - started) * 1000))

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        answer = self.complete(request)
        for number, found in enumerate(_WORD_AND_SPACE.finditer(answer.text)):
            if number and self._word_seconds:
                time.sleep(self._word_seconds)
            yield Piece(found.group())
        yield Piece("", answer)


def _answer(request: ModelRequest) -> str:
    asked, case = _last_case(request.messages)
    try:
        if case is None or asked is None:
            return feedback_file(Language.EN).introduction
        return _by_task(request, asked, case)
    except ValidationError as error:
        raise ModelMisconfigured(f"the stub cannot read the case it was given: {error}") from error
    except BadDocument as error:
        raise ModelMisconfigured(f"the stub cannot read its own words: {error}") from error


def _by_task(request: ModelRequest, asked: Message, case: dict[str, Any]) -> str:
    match case.get("task"):
        case casework.APPRAISE:
            return _json(appraise(AppraisalCase.model_validate(case)))
        case casework.SPEAK:
            said_before = tuple(m.content for m in request.messages if m.role == "assistant")
            written = _FENCE.split(asked.content)[0]
            turn = "\x1f".join((str(request.seed), str(len(request.messages)), written))
            return speak(SpeakingCase.model_validate(case), said_before, turn)
        case casework.GRADE:
            return _json(grade(GradingCase.model_validate(case)))
        case talk_case.GRADE_TALK:
            return _json(grade_talk(TalkCase.model_validate(case)))
        case casework.TRAIN:
            return train(TrainingCase.model_validate(case))
        case casework.DEBRIEF:
            return _json(debrief(DebriefCase.model_validate(case)))
        case unknown:
            raise ModelMisconfigured(f"the stub does not know the task {unknown!r}")


def _last_case(messages: tuple[Message, ...]) -> tuple[Message | None, dict[str, Any] | None]:
    """The newest case of the talk: a second try adds messages after it."""
    for message in reversed(messages):
        if message.role == "user" and (case := read_fenced(message.content)) is not None:
            return message, case
    return None, None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
