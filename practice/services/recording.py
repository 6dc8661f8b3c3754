"""Keeps what a model answered, one file for each answer, and gives it back without the model.

An answer belongs to the question word for word: model, messages, parameters and the number of the repeat. The random
tag of a fence is no part of the question.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from practice.errors import NotRecorded
from practice.model.port import ChatModel, ModelAnswer, ModelRequest, Piece, Usage

_FENCE = re.compile(r"<(/?)case-[0-9a-f]+>")


@dataclass(frozen=True)
class Occasion:
    """What a question is asked for, such as the id of an example, and which time, from 1."""

    about: str
    repeat: int = 1


class Recording(BaseModel):
    """A file: where an answer comes from, and the answer. `asked` is what the request wanted, `sent` what went out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    repeat: int
    model: str
    date: date
    asked: dict[str, Any]
    sent: dict[str, Any]
    usage: Usage
    text: str


def request_key(model: str, request: ModelRequest, repeat: int) -> str:
    question = {
        "model": model,
        "messages": [[message.role, _FENCE.sub(r"<\1case>", message.content)] for message in request.messages],
        "schema": request.schema,
        "repeat": repeat,
        **_parameters(request),
    }
    text = json.dumps(question, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _parameters(request: ModelRequest) -> dict[str, Any]:
    return {
        "temperature": float(request.temperature),
        "max_tokens": request.max_tokens,
        "schema_name": request.schema_name,
        "seed": request.seed,
    }


class RecordingModel:
    """Asks `model` and keeps each answer in `folder`, in place of an earlier one to the same question."""

    def __init__(self, model: ChatModel, folder: Path, occasion: Occasion) -> None:
        self._model, self._folder, self._occasion = model, folder, occasion

    @property
    def name(self) -> str:
        return self._model.name

    def complete(self, request: ModelRequest) -> ModelAnswer:
        answer = self._model.complete(request)
        self._keep(request, answer)
        return answer

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        for piece in self._model.stream(request):
            if piece.answer:
                self._keep(request, piece.answer)
            yield piece

    def _keep(self, request: ModelRequest, answer: ModelAnswer) -> None:
        recording = Recording(
            about=self._occasion.about,
            repeat=self._occasion.repeat,
            model=answer.model,
            date=datetime.now(UTC).date(),
            asked=_parameters(request),
            sent=dict(sorted(answer.parameters.items())),
            usage=answer.usage,
            text=answer.text,
        )
        path = _path(self._folder, self.name, request, self._occasion)
        unfinished = path.with_suffix(".unfinished")
        text = json.dumps(recording.model_dump(mode="json"), ensure_ascii=False, indent=2)
        unfinished.write_text(text + "\n", encoding="utf-8")
        unfinished.replace(path)


class ReplayingModel:
    """Gives back what `model` answered when it was recorded; raises NotRecorded where nothing was."""

    def __init__(self, model: str, folder: Path, occasion: Occasion) -> None:
        self._name, self._folder, self._occasion = model, folder, occasion

    @property
    def name(self) -> str:
        return self._name

    def complete(self, request: ModelRequest) -> ModelAnswer:
        path = _path(self._folder, self._name, request, self._occasion)
        try:
            recording = Recording.model_validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise NotRecorded(
                f"not recorded: no answer of {self._name} to this very prompt with these parameters; record it anew"
            ) from error
        except (OSError, ValidationError) as error:
            raise NotRecorded(f"not recorded: {path} holds no recording; remove it and record it anew") from error
        return ModelAnswer(recording.text, recording.model, recording.usage, 0, parameters=recording.sent)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        answer = self.complete(request)
        yield Piece(answer.text, answer)


def _path(folder: Path, model: str, request: ModelRequest, occasion: Occasion) -> Path:
    return folder / f"{request_key(model, request, occasion.repeat)}.json"
