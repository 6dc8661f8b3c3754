"""One deadline over all attempts, and another attempt only where it can help."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from practice.errors import ModelError

T = TypeVar("T")


@dataclass(frozen=True)
class Deadline:
    """A moment on `clock`, in its seconds."""

    at: float
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = time.monotonic) -> "Deadline":
        return cls(clock() + seconds, clock)

    def left(self) -> float:
        """Seconds; 0 or less when it is over."""
        return self.at - self.clock()

    def share(self, part: float) -> "Deadline":
        return replace(self, at=self.clock() + part * self.left())


class AttemptError(Exception):
    """One attempt's end. `retry_after`: seconds the server asked to be left alone."""

    def __init__(self, error: ModelError, retry_after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.retry_after = retry_after


@dataclass(frozen=True)
class Tried(Generic[T]):
    value: T
    attempts: int


@dataclass(frozen=True)
class Retry:
    """Backs off exponentially with jitter, so that many callers do not come back at the same moment.

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """

    attempts: int
    first_wait: float = 0.5
    longest_wait: float = 8.0
    #: A server that hangs must leave time for another attempt; the last one may take all that is left.
    attempt_share: float = 2 / 3
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def run(self, deadline: Deadline, attempt: Callable[[Deadline], T]) -> Tried[T]:
        """Raises the ModelError of the last attempt; `attempt` raises AttemptError."""
        number = 1
        while True:
            last = number >= self.attempts
            failed = None
            try:
                return Tried(attempt(deadline if last else deadline.share(self.attempt_share)), number)
            except AttemptError as error:
                failed = error
            wait = self._wait_after(number, failed.retry_after)
            if last or not failed.error.passing or wait >= deadline.left():
                raise _told(failed.error, number) from failed.__cause__
            self.sleep(wait)
            number += 1

    def _wait_after(self, number: int, retry_after: float | None) -> float:
        backoff: float = min(self.longest_wait, self.first_wait * 2 ** (number - 1))
        jittered = backoff * (0.5 + 0.5 * self.chance())
        return jittered if retry_after is None else retry_after + 0.1 * jittered


def _told(error: ModelError, attempts: int) -> ModelError:
    return error if attempts == 1 else type(error)(f"{error} Tried {attempts} times.")
