"""llama-cpp-python's OpenAI-compatible server, in a process of its own on a port the system chooses."""

import os
import queue
import re
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.local_llm.prepare import python_of, weights_of

ALIAS = "smollm2"
START_SECONDS = 120
_LISTENS = re.compile(r"running on (http://[\d.]+:\d+)")


@contextmanager
def serving(folder: Path, context: int = 8192) -> Iterator[str]:
    """The address to give to PRACTICE_API_BASE. `context`: tokens that prompt and answer may have together."""
    command = {
        "--model": str(weights_of(folder)),
        "--model_alias": ALIAS,
        "--host": "127.0.0.1",
        "--port": "0",
        "--n_ctx": str(context),
        "--n_threads": str(os.cpu_count() or 1),
        "--n_threads_batch": str(os.cpu_count() or 1),
        # The long beginnings of the prompts are read once, not at every call.
        "--cache": "true",
        # Else each new request cuts off the answer that is being streamed; a customer and a grader ask at once.
        "--interrupt_requests": "false",
    }
    process = subprocess.Popen(
        [str(python_of(folder)), "-m", "llama_cpp.server", *(word for pair in command.items() for word in pair)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # Its threads wait for each other at every step; spinning beside other work made that up to ten times slower.
        env={**os.environ, "PYTHONUNBUFFERED": "1", "OMP_WAIT_POLICY": "PASSIVE"},
    )
    assert process.stdout is not None
    output = _Output(process.stdout)
    try:
        yield f"{output.address()}/v1"
    finally:
        process.terminate()
        process.wait(30)
        output.reader.join()


class _Output:
    """Reads all that the server says, so that it never waits for a reader."""

    def __init__(self, stream: IO[str]) -> None:
        self._last: deque[str] = deque(maxlen=30)
        self._address: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.reader.start()

    def address(self) -> str:
        """Waits until it listens."""
        try:
            found = self._address.get(timeout=START_SECONDS)
        except queue.Empty:
            found = None
        assert found, "the model's server did not start:\n" + "".join(self._last)
        return found

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._last.append(line)
                if listens := _LISTENS.search(line):
                    self._address.put(listens.group(1))
        self._address.put(None)
