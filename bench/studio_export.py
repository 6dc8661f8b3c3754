"""Taking out half a year of practice as CSV: until the first byte is there, and until the last one is."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.figures import Figure, percentile
from bench.processes import PRACTICE, environment

_FILE = "export/file?kind=levels&format=csv"


@dataclass(frozen=True)
class Taken:
    """Seconds, and how much came."""

    first: float
    whole: float
    megabytes: float


def figures(visitor: httpx.Client, groups: list[str], folder: Path, most_ms: float) -> tuple[Figure, ...]:
    """`groups` are addresses of groups, which together have everybody."""
    each = [_of_group(visitor, group) for group in groups]
    everything = _of_all(folder)
    return (
        Figure(
            "export of a group's levels, first byte, p95", percentile([t.first * 1000 for t in each], 95), "ms", most_ms
        ),
        Figure(f"the same of {len(groups)} groups, one after the other", sum(one.whole for one in each), "s"),
        Figure("export of all levels in a terminal, first byte", everything.first, "s"),
        Figure("export of all levels in a terminal, whole", everything.whole, "s"),
        Figure("its size", everything.megabytes, "MB"),
    )


def _of_group(visitor: httpx.Client, group: str) -> Taken:
    started = time.perf_counter()
    with visitor.stream("GET", f"{group}/{_FILE}") as response:
        response.raise_for_status()
        chunks = response.iter_bytes()
        return _timed(started, lambda: next(chunks, b""))


def _of_all(folder: Path) -> Taken:
    started = time.perf_counter()
    command = [PRACTICE, "export", "levels"]
    with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, bufsize=0) as made:
        output = made.stdout
        if output is None:
            raise RuntimeError("practice export has no output")
        taken = _timed(started, lambda: output.read(1 << 16))
    if made.returncode:
        raise RuntimeError(f"practice export ended with {made.returncode}")
    return taken


def _timed(started: float, read: Callable[[], bytes]) -> Taken:
    size, first = len(read()), time.perf_counter() - started
    while chunk := read():
        size += len(chunk)
    return Taken(first, time.perf_counter() - started, size / 1e6)
