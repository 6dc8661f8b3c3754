"""How soon a stub service answers after it was called."""

import time
from pathlib import Path

from bench.figures import Figure, Result, median
from bench.processes import memory_mb, own_folder, service

ROUNDS = 7
MOST_SECONDS = 1.5


def measure() -> Result:
    with own_folder() as folder:
        rounds = [_one(folder) for _ in range(ROUNDS)]
    seconds = [taken for taken, _ in rounds]
    return Result(
        "start",
        "python -m bench start",
        f"`practice serve` with the stub, from the call to the first answered /healthz, {ROUNDS} times",
        (
            Figure("median", median(seconds), "s", most=MOST_SECONDS),
            Figure("slowest", max(seconds), "s"),
            Figure("memory, all processes", median([memory for _, memory in rounds]), "MB"),
        ),
    )


def _one(folder: Path) -> tuple[float, float]:
    started = time.perf_counter()
    with service(folder) as server:
        return time.perf_counter() - started, memory_mb(server.family())
