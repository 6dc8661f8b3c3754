"""How many answers may stream from this process at once: each holds a thread, and pages need some too."""

import threading
from collections import Counter

from flask import current_app

from practice.errors import Busy
from practice.store.person import Person

#: Tabs and refreshes of one person; more than that would be others' places.
MOST_OF_ONE = 16


class Place:
    """One of the places; giving it back twice is one time."""

    def __init__(self, streams: "OpenStreams", person_id: int) -> None:
        self._streams = streams
        self._person_id = person_id
        self._held = True

    def give_back(self) -> None:
        if self._held:
            self._held = False
            self._streams.free(self._person_id)


class OpenStreams:
    EXTENSION = "practice-streams"

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[int] = Counter()
        self._lock = threading.Lock()

    def take(self, person_id: int) -> Place:
        """Raises Busy when all are taken, or as many as one person may have."""
        with self._lock:
            if self._open.total() >= self._most:
                raise Busy(f"all {self._most} places for streams are taken")
            if self._open[person_id] >= MOST_OF_ONE:
                raise Busy(f"one person has {MOST_OF_ONE} places for streams, which is the most")
            self._open[person_id] += 1
        return Place(self, person_id)

    def free(self, person_id: int) -> None:
        with self._lock:
            self._open[person_id] -= 1
            if not self._open[person_id]:
                del self._open[person_id]


def take_place(person: Person) -> Place:
    streams: OpenStreams = current_app.extensions[OpenStreams.EXTENSION]
    return streams.take(person.id)
