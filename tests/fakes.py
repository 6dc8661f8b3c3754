"""A model built for tests: it answers from a queue, remembers what it was asked, and complains when it runs dry."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from practice.domain.fence import read_fenced
from practice.errors import ModelUnavailable
from practice.model.port import ModelAnswer, ModelRequest, Piece, Role, Usage
from practice.services.voices import Voices

Said = str | Exception
#: Called before each piece; a test holds the stream there until it has looked.
Gate = Callable[[int], None]


@dataclass
class QueuedModel:
    """Answers are given in order; an error in the queue is raised, `break_after` breaks a stream by words said."""

    name: str = "queued"
    queue: deque[Said] = field(default_factory=deque)
    asked: list[ModelRequest] = field(default_factory=list)
    gate: Gate | None = None
    break_after: int | None = None

    def will_say(self, *answers: Said) -> "QueuedModel":
        self.queue.extend(answers)
        return self

    def complete(self, request: ModelRequest) -> ModelAnswer:
        said = self._next(request)
        return ModelAnswer(said, self.name, Usage(10, 5, 0.001), 7, 1, {"temperature": request.temperature})

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        said = self._next(request)
        for number, word in enumerate(said.split(" ")):
            if self.gate:
                self.gate(number)
            if self.break_after is not None and number >= self.break_after:
                raise ModelUnavailable("the connection broke")
            yield Piece(word + " ")
        yield Piece("", ModelAnswer(said, self.name, Usage(10, 5, 0.001), 7))

    def case(self, number: int = -1) -> dict[str, Any]:
        """The case of a request, as an obedient reader finds it."""
        found = read_fenced(self.asked[number].messages[-1].content)
        assert found is not None
        return found

    def _next(self, request: ModelRequest) -> str:
        self.asked.append(request)
        assert self.queue, f"nobody told the {request.role.value} what to say; use will_say()"
        said = self.queue.popleft()
        if isinstance(said, Exception):
            raise said
        return said


@dataclass
class Cast:
    """One queued model for each role."""

    customer: QueuedModel = field(default_factory=lambda: QueuedModel("queued-customer"))
    appraiser: QueuedModel = field(default_factory=lambda: QueuedModel("queued-appraiser"))
    grader: QueuedModel = field(default_factory=lambda: QueuedModel("queued-grader"))
    coach: QueuedModel = field(default_factory=lambda: QueuedModel("queued-coach"))

    def voices(self) -> Voices:
        return Voices(
            {
                Role.CUSTOMER: self.customer,
                Role.APPRAISER: self.appraiser,
                Role.GRADER: self.grader,
                Role.COACH: self.coach,
            }
        )
