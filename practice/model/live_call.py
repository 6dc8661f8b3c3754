"""What belongs to the model call that this thread is making: until when it may wait, and the response it got."""

import threading
from itertools import count
from typing import Protocol

from practice.model.retry import Deadline


class Closable(Protocol):
    def close(self) -> None: ...


_numbers = count()


class _Call(threading.local):
    deadline: Deadline | None = None
    response: Closable | None = None

    def __init__(self) -> None:
        self.thread_number = next(_numbers)


CALL = _Call()


def begin_call(deadline: Deadline) -> None:
    CALL.deadline = deadline
    CALL.response = None
