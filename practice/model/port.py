"""What the product asks of any language model, hosted, local or the built-in stub."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

JsonSchema = Mapping[str, Any]


class Role(StrEnum):
    """Who speaks: each role may be played by another model."""

    CUSTOMER = "customer"
    APPRAISER = "appraiser"
    GRADER = "grader"
    COACH = "coach"
    TRAINEE = "trainee"  #: played only to try a scenario, never in a talk with a person


@dataclass(frozen=True)
class Message:
    role: str  #: system, user or assistant, as chat models know them
    content: str


@dataclass(frozen=True)
class ModelRequest:
    """One call. `schema` asks for a JSON object of that shape; whoever receives the answer still checks it."""

    role: Role
    messages: tuple[Message, ...]
    temperature: float
    max_tokens: int
    schema: JsonSchema | None = None
    schema_name: str = "answer"
    seed: int | None = None


@dataclass(frozen=True)
class Usage:
    """Tokens as the provider counted them, 0 where it did not say; cost in US dollars, None where unknown."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True)
class ModelAnswer:
    """A whole answer. `parameters` are those really sent; `attempts` counts calls made, retries included."""

    text: str
    model: str
    usage: Usage
    milliseconds: int
    attempts: int = 1
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A streamed part of an answer. The last one has `answer`, the whole, and may have no text."""

    text: str
    answer: ModelAnswer | None = None


class ChatModel(Protocol):
    """A model that can be asked. Both calls raise practice.errors.ModelError and nothing else on failure."""

    @property
    def name(self) -> str:
        """The name that is stored with what it said, such as `stub` or `openai/gpt-4.1-mini`."""

    def complete(self, request: ModelRequest) -> ModelAnswer:
        """The whole answer. Blocks until it is there or the deadline over all attempts is over."""

    def stream(self, request: ModelRequest) -> Iterator[Piece]:
        """The answer piece by piece. Closing the iterator ends the upstream call."""
