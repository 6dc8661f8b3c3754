"""One open answer: pulled text by text until it is whole, ended early, or broken."""

from collections.abc import Iterator, Mapping
from typing import Any

from practice.errors import ModelUnavailable
from practice.model.live_answer import Heard
from practice.model.live_call import CALL
from practice.model.live_errors import Asked, attempt_failed, broken_off, timed_out
from practice.model.retry import AttemptError, Deadline


class OpenAnswer:
    def __init__(self, chunks: Iterator[Any], parameters: Mapping[str, Any], asked: Asked) -> None:
        self.parameters = parameters
        self._chunks = chunks
        self._asked = asked
        self._response = CALL.response
        self.heard = Heard()

    def next_text(self, deadline: Deadline) -> str | None:
        """None at the end. Raises AttemptError, with what was heard kept."""
        CALL.deadline = deadline
        while True:
            if deadline.left() <= 0:
                raise AttemptError(timed_out(self._asked))
            try:
                text = self.heard.hear_chunk(next(self._chunks))
            except StopIteration:
                break
            except Exception as error:
                failed = attempt_failed(error, self._asked)
                if self.heard.texts and isinstance(failed.error, ModelUnavailable):
                    failed = AttemptError(broken_off(self._asked))
                raise failed from error
            if text:
                return text
        if self.heard.finish_reason is None:
            raise AttemptError(broken_off(self._asked))
        return None

    def close(self) -> None:
        """Hangs up if the answer is not whole; else the connection goes back to the pool."""
        if self._response is not None:
            self._response.close()
