"""What is being said in this process right now, so that watchers here need not ask the database for every word."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class _LiveTurn:
    text: str = ""
    changes: int = 0
    writes: int = 0
    saved: int = 0
    stopped: bool = False
    speaking: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)


@dataclass(frozen=True)
class Glimpse:
    """`changes` grows with every change, `writes` with those that the database knows too.

    `text` is None where this process is not the one speaking.
    """

    changes: int
    writes: int
    text: str | None


class Board:
    """Live answers by the id of the reply they answer. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, _LiveTurn] = {}
        self._watched: dict[str, int] = {}

    @contextmanager
    def watching(self, reply_id: str) -> Iterator[None]:
        """Keeps the exchange on the board while somebody watches or works on it."""
        with self._lock:
            self._turns.setdefault(reply_id, _LiveTurn())
            self._watched[reply_id] = self._watched.get(reply_id, 0) + 1
        try:
            yield
        finally:
            with self._lock:
                self._watched[reply_id] -= 1
                if not self._watched[reply_id]:
                    del self._watched[reply_id]
                    del self._turns[reply_id]

    def begin_speech(self, reply_id: str) -> None:
        self._change(reply_id, text="", speaking=True)

    def say(self, reply_id: str, text: str) -> bool:
        """The words so far. False when somebody has stopped the answer."""
        return self._change(reply_id, text=text)

    def end_speech(self, reply_id: str) -> None:
        self._change(reply_id, speaking=False, written=True)

    def touch(self, reply_id: str) -> None:
        """Something about the exchange was written to the database."""
        self._change(reply_id, written=True)

    def stop(self, reply_id: str) -> str | None:
        """Asks the speaker here to stop; the words so far, or None where nobody here is speaking it."""
        live = self._turns.get(reply_id)
        if live is None or not live.speaking:
            return None
        with live.changed:
            live.stopped = True
            live.changes += 1
            live.changed.notify_all()
            return live.text

    def tell_if_stopped(self, reply_id: str) -> None:
        """Lets watchers here look at the database, which knows of the stop."""
        live = self._turns.get(reply_id)
        if live is not None and live.stopped:
            self.touch(reply_id)

    def glimpse(self, reply_id: str) -> Glimpse:
        live = self._turns.get(reply_id)
        if live is None:
            return Glimpse(0, 0, None)
        with live.changed:
            return Glimpse(live.changes, live.writes, live.text if live.speaking else None)

    def wait(self, reply_id: str, seen: int, seconds: float) -> bool:
        """Waits for a change after `seen`; False when none came in time."""
        live = self._turns.get(reply_id)
        if live is None:
            return False
        with live.changed:
            return live.changed.wait_for(lambda: live.changes != seen, seconds)

    def await_words(self, reply_id: str, seconds: float) -> None:
        """Until the answer's first words, or its end; not longer than `seconds`."""
        with self.watching(reply_id):
            live = self._turns[reply_id]
            with live.changed:
                live.changed.wait_for(lambda: bool(live.text), seconds)

    def unsaved(self) -> dict[str, str]:
        """Exchanges whose words changed since the last call, with the words so far."""
        with self._lock:
            live_turns = [(reply_id, live) for reply_id, live in self._turns.items() if live.speaking]
        found: dict[str, str] = {}
        for reply_id, live in live_turns:
            with live.changed:
                if live.saved != live.changes and live.text:
                    live.saved = live.changes
                    found[reply_id] = live.text
        return found

    def _change(
        self, reply_id: str, text: str | None = None, speaking: bool | None = None, written: bool = False
    ) -> bool:
        live = self._turns.get(reply_id)
        if live is None:
            return True
        with live.changed:
            if not live.stopped:
                live.text = live.text if text is None else text
            live.speaking = live.speaking if speaking is None else speaking
            live.changes += 1
            live.writes += written
            live.changed.notify_all()
            return not live.stopped
