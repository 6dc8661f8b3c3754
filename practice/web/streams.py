"""How many answers may stream from this process at once: each holds a thread, and pages need some too."""

import threading

from flask import current_app

from practice.errors import Busy


class Place:
    """One of the places; giving it back twice is one time."""

    def __init__(self, streams: "OpenStreams") -> None:
        self._streams = streams
        self._held = True

    def give_back(self) -> None:
        if self._held:
            self._held = False
            self._streams.free()


class OpenStreams:
    EXTENSION = "practice-streams"

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = 0
        self._lock = threading.Lock()

    def take(self) -> Place:
        """Raises Busy when all are taken."""
        with self._lock:
            if self._open >= self._most:
                raise Busy(f"all {self._most} places for streams are taken")
            self._open += 1
        return Place(self)

    def free(self) -> None:
        with self._lock:
            self._open -= 1


def take_place() -> Place:
    streams: OpenStreams = current_app.extensions[OpenStreams.EXTENSION]
    return streams.take()
