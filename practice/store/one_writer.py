"""Writers to one SQLite file, one after the other."""

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path


class OneWriter:
    """SQLite has one writer at a time, and its own waiting sleeps in steps of up to 0.1 s. These locks wake the next
    at once: a thread of this process, then another process. They only save time; SQLite's own lock keeps data safe.
    """

    def __init__(self, database: Path | None) -> None:
        """`database` is None where it is in memory."""
        self._of_threads = threading.Lock()
        self._path = database and database.with_name(f"{database.name}-writer")
        self._file: int | None = None

    def __enter__(self) -> None:
        self._of_threads.acquire()
        if self._path:
            with suppress(OSError):  # a folder that cannot be written to is SQLite's to complain about
                if self._file is None:
                    self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
                fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._of_threads.release()

    def after_fork(self) -> None:
        """A lock on a file that was opened before a fork is parent's and child's together."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
