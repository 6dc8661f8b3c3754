"""Asks a provider, whole or streamed: again where that helps, with less where its server refuses something."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from practice.errors import PracticeError
from practice.model.live_answer import Heard
from practice.model.live_call import begin_call
from practice.model.live_errors import Asked, attempt_failed, refuses_parameter
from practice.model.live_parameters import REFUSABLE, Abilities, parameters_for, recorded
from practice.model.live_stream import OpenAnswer
from practice.model.port import ModelAnswer, ModelRequest, Piece, Usage
from practice.model.retry import AttemptError, Deadline, Retry

T = TypeVar("T")
Parameters = Mapping[str, Any]


class Provider(Protocol):
    """What live.py knows of litellm. Calls raise whatever litellm does."""

    def abilities(self) -> Abilities:
        """Raises ModelMisconfigured."""

    def whole(self, request: ModelRequest, parameters: Parameters, until: Deadline) -> Any: ...  # noqa: ANN401 - litellm's

    def chunks(self, request: ModelRequest, parameters: Parameters, until: Deadline) -> Iterator[Any]: ...

    def cost(self, usage: Any) -> float | None: ...  # noqa: ANN401 - litellm's Usage


class _Whole(NamedTuple):
    heard: Heard
    parameters: Parameters


class _Begun(NamedTuple):
    answer: OpenAnswer
    first_text: str | None
    parameters: Parameters


class AskingModel:
    """A ChatModel over one provider; may be shared between threads."""

    def __init__(self, asked: Asked, provider: Provider, retry: Retry) -> None:
        self.name = asked.model
        self._asked = asked
        self._provider = provider
        self._retry = retry
        self._abilities: Abilities | None = None

    def complete(self, request: ModelRequest) -> ModelAnswer:
        started = time.monotonic()
        tried = self._retry.run(Deadline.after(self._asked.seconds), lambda until: self._whole(request, until))
        tried.value.heard.check(request, self.name)
        return self._answer(tried.value.heard, tried.value.parameters, started, tried.attempts)

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        """Tries again until the first piece is there; what breaks after that is the caller's to tell."""
        started = time.monotonic()
        deadline = Deadline.after(self._asked.seconds)
        tried = self._retry.run(deadline, lambda until: self._begun(request, until))
        answer, text, parameters = tried.value
        try:
            while text is not None:
                yield Piece(text)
                text = answer.next_text(deadline)
        except AttemptError as failed:
            raise failed.error from failed.__cause__
        finally:
            answer.close()
        answer.heard.check(request, self.name)
        yield Piece("", self._answer(answer.heard, parameters, started, tried.attempts))

    def _whole(self, request: ModelRequest, until: Deadline) -> _Whole:
        def call(parameters: Parameters) -> _Whole:
            heard = Heard()
            heard.hear_whole(self._provider.whole(request, parameters, until))
            return _Whole(heard, parameters)

        return self._with_what_is_taken(request, until, call, streamed=False)

    def _begun(self, request: ModelRequest, until: Deadline) -> _Begun:
        def call(parameters: Parameters) -> OpenAnswer:
            return OpenAnswer(self._provider.chunks(request, parameters, until), parameters, self._asked)

        answer = self._with_what_is_taken(request, until, call, streamed=True)
        try:
            return _Begun(answer, answer.next_text(until), answer.parameters)
        except AttemptError:
            answer.close()
            raise

    def _with_what_is_taken(
        self, request: ModelRequest, until: Deadline, call: Callable[[Parameters], T], *, streamed: bool
    ) -> T:
        """Raises AttemptError. What an own server refused once is not sent to it again."""
        try:
            abilities = self._abilities = self._abilities or self._provider.abilities()
            while True:
                parameters = parameters_for(request, abilities, streamed)
                begin_call(until)
                try:
                    return call(parameters)
                except Exception as error:
                    lesser = self._lesser(abilities, parameters, error)
                    if lesser is None:
                        raise
                abilities = self._abilities = lesser
        except PracticeError:
            raise
        except Exception as error:
            raise attempt_failed(error, self._asked) from error

    def _lesser(self, abilities: Abilities, sent: Parameters, error: Exception) -> Abilities | None:
        """Hosted providers are known; of them a refusal is a fault of ours and must show."""
        if self._asked.api_base is None:
            return None
        refused = (name for name in REFUSABLE if name in sent and refuses_parameter(error, name))
        name = next(refused, None)
        return abilities.without(name) if name else None

    def _answer(self, heard: Heard, parameters: Parameters, started: float, attempts: int) -> ModelAnswer:
        usage = heard.usage
        return ModelAnswer(
            text=heard.text,
            model=self.name,
            usage=Usage(
                prompt_tokens=getattr(usage, "prompt_tokens", 0) or 0,
                completion_tokens=getattr(usage, "completion_tokens", 0) or 0,
                cost=self._provider.cost(usage) if usage else None,
            ),
            milliseconds=round(1000 * (time.monotonic() - started)),
            attempts=attempts,
            parameters=recorded(parameters),
        )
