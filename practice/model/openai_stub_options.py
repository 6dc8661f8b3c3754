"""What the stub server is told to do: how fast it talks and what goes wrong, for all requests or for one."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from practice.model.response_format import ResponseFormat


class Fault(StrEnum):
    """What can go wrong with a provider; the values are those of `--fault` and of the header `x-stub-fault`."""

    TOO_MANY = "429"
    BROKEN = "500"
    TIMEOUT = "timeout"  #: takes the question and never answers
    CUT = "cut"  #: closes the connection in the middle of the answer
    GARBAGE = "garbage"  #: answers with what was not asked for
    REFUSE = "refuse"  #: declines, as OpenAI's `refusal` says it
    TRUNCATE = "truncate"  #: half the text, finish_reason `length`


@dataclass(frozen=True)
class StubServerOptions:
    """`fault_rate` .5 means every second request, always the same ones. `tokens` streams filler.
    More of `response_format` than it `understands` is refused with 400, as many self-hosted servers do."""

    first_token_ms: float = 0
    token_ms: float = 0
    tokens: int | None = None
    fault: Fault | None = None
    fault_rate: float = 1
    retry_after_seconds: float = 1
    understands: ResponseFormat = ResponseFormat.JSON_SCHEMA


@dataclass(frozen=True)
class Behaviour:
    """How one request is answered."""

    fault: Fault | None
    first_token_seconds: float
    token_seconds: float


class BehaviourSequence:
    """Decides request by request: the header first, then what was queued, then the options at their rate."""

    def __init__(self, options: StubServerOptions) -> None:
        self._options = options
        self._owed = 0.0
        self._queued: deque[Fault | None] = deque()

    def queue(self, *faults: Fault | None) -> None:
        self._queued.extend(faults)

    def next_for(self, headers: Mapping[str, str]) -> Behaviour:
        """Raises ValueError for a header that holds no known fault or no number."""
        asked = headers.get("x-stub-fault")
        return Behaviour(
            fault=Fault(asked) if asked else self._next_fault(),
            first_token_seconds=float(headers.get("x-stub-first-token-ms", self._options.first_token_ms)) / 1000,
            token_seconds=float(headers.get("x-stub-token-ms", self._options.token_ms)) / 1000,
        )

    def _next_fault(self) -> Fault | None:
        if self._queued:
            return self._queued.popleft()
        if self._options.fault is None:
            return None
        self._owed += self._options.fault_rate
        # A hundred times .01 is a little under 1.
        if self._owed < 1 - 1e-9:
            return None
        self._owed -= 1
        return self._options.fault
