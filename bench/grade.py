"""How fast `practice grade` goes through replies, past an upstream that takes 50 ms for each."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from bench.figures import Figure, Result, median
from bench.processes import PRACTICE, cpu_seconds, environment, memory_mb, own_folder, through, upstream
from bench.visitor import REPLIES

COUNT = 1000
JOBS = 32
UPSTREAM_MS = 50
ROUNDS = 3


def measure() -> Result:
    with own_folder() as folder, upstream(folder, "--first-token-ms", str(UPSTREAM_MS)) as model:
        (folder / "replies.jsonl").write_text("".join(json.dumps(_item(number)) + "\n" for number in range(COUNT)))
        runs = [_run(folder, through(model)) for _ in range(ROUNDS)]
    return Result(
        "grade",
        "python -m bench grade",
        f"`practice grade --jobs {JOBS}` on {COUNT} replies through litellm, the upstream answers whole after "
        f"{UPSTREAM_MS} ms, {ROUNDS} times",
        (
            Figure("not graded", max(run["failed"] for run in runs), most=0),
            Figure("rate, first result to last", median([run["rate"] for run in runs]), "/s", least=290),
            Figure("rate, process start included", median([run["rate_whole"] for run in runs]), "/s"),
            Figure("start to first result", median([run["start"] for run in runs]), "s"),
            Figure("CPU a reply, start included", median([run["cpu"] for run in runs]), "ms"),
            Figure("memory at its highest, all processes", max(run["memory"] for run in runs), "MB"),
        ),
    )


def _run(folder: Path, settings: dict[str, str]) -> dict[str, float]:
    started = time.perf_counter()
    command = [PRACTICE, "grade", "replies.jsonl", "--jobs", str(JOBS), "--format", "jsonl"]
    process = subprocess.Popen(command, cwd=folder, env=environment(**settings), stdout=subprocess.PIPE)
    watch = _Watch(process.pid)
    watch.start()
    assert process.stdout is not None
    arrivals, failed = [], 0
    for line in process.stdout:
        arrivals.append(time.perf_counter() - started)
        failed += json.loads(line)["status"] != "graded"
    process.wait()
    whole = time.perf_counter() - started
    watch.join()
    if len(arrivals) != COUNT:
        print(f"  only {len(arrivals)} of {COUNT} results", file=sys.stderr)
    return {
        "failed": failed + COUNT - len(arrivals),
        "rate": (len(arrivals) - 1) / (arrivals[-1] - arrivals[0]),
        "rate_whole": len(arrivals) / whole,
        "start": arrivals[0],
        "cpu": 1000 * watch.cpu / COUNT,
        "memory": watch.memory,
    }


class _Watch(threading.Thread):
    """Looks at a process and its children five times a second until it ends: their CPU, and the most memory."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._leader = psutil.Process(pid)
        self._cpu: dict[int, float] = {}
        self.memory = 0.0

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    def run(self) -> None:
        try:
            while self._leader.is_running() and self._leader.status() != psutil.STATUS_ZOMBIE:
                family = [self._leader, *self._leader.children(recursive=True)]
                self._cpu.update({process.pid: cpu_seconds([process]) for process in family})
                self.memory = max(self.memory, memory_mb(family))
                time.sleep(0.2)
        except (psutil.Error, OSError, RuntimeError):
            return  # one of them ended while being looked at


def _item(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "language": "en",
        "channel": "web_chat",
        "situation": "A parcel is ten days late; the tracking page has not moved for a week.",
        "customer": "Ten days. Every morning I look at that page, and it never moves.",
        "reply": f"{REPLIES[number % len(REPLIES)]} Your number is {number}.",
    }
