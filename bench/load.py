"""A hundred conversations that speak at once."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench.figures import Figure, Result, median, percentile
from bench.processes import Server, memory_mb, own_folder, service, through, upstream

CONVERSATIONS = 100
WITHIN_SECONDS = 1.0
ROUNDS = 3
TOKENS = 30
TOKEN_MS = 40
#: The appraiser's whole answer, which must be there before the customer speaks, and then the customer's last token.
IDEAL_FIRST = (TOKENS - 1) * TOKEN_MS / 1000
IDEAL_END = 2 * IDEAL_FIRST


def measure() -> Result:
    pace = ("--tokens", str(TOKENS), "--token-ms", str(TOKEN_MS))
    with own_folder() as folder, upstream(folder, *pace) as model, service(folder, through(model)) as server:
        play_round(server, model, 10)
        rounds = [play_round(server, model, CONVERSATIONS) for _ in range(ROUNDS)]
        memory = memory_mb(server.family())
    heard = [one for found in rounds for one in found.heard]
    late = [1000 * (one["first_token"] - IDEAL_FIRST) for one in heard]
    ratios = [one["end"] / IDEAL_END for one in heard]
    for problem in {one["problem"] for one in heard if one["problem"]}:
        print(f"  failed: {problem}", file=sys.stderr)
    return Result(
        "load",
        "python -m bench load",
        f"{CONVERSATIONS} conversations begin to speak within {WITHIN_SECONDS:g} s, {ROUNDS} rounds; the upstream "
        f"takes {TOKENS} tokens, {TOKEN_MS} ms apart, to appraise, then as many to speak and, beside it, to grade",
        (
            Figure("failures", sum(bool(one["problem"]) for one in heard), most=0),
            Figure("first token after the upstream's, p50", median(late), "ms"),
            Figure("first token after the upstream's, p95", percentile(late, 95), "ms", most=400),
            Figure("end against the ideal, p50", median(ratios)),
            Figure("end against the ideal, p95", percentile(ratios, 95), most=1.3),
            Figure("end against the ideal, slowest", max(ratios)),
            Figure("memory, all processes", memory, "MB", most=350),
            Figure("CPU of the service a turn", median([found.cpu for found in rounds]), "ms"),
            Figure("CPU of the upstream a turn", median([found.upstream_cpu for found in rounds]), "ms"),
        ),
    )


@dataclass(frozen=True)
class Round:
    """`heard` as bench.crowd.Heard; CPU in milliseconds a turn."""

    heard: list[dict[str, Any]]
    cpu: float
    upstream_cpu: float


def play_round(server: Server, model: Server, conversations: int) -> Round:
    family, upstream_family = server.family(), model.family()
    pids = [process.pid for process in (*family, *upstream_family)]
    command = [sys.executable, "-m", "bench.crowd", server.port, conversations, WITHIN_SECONDS, TOKENS, *pids]
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout)
    cpu = [1000 * seconds / conversations for seconds in found["cpu"]]
    return Round(found["heard"], sum(cpu[: len(family)]), sum(cpu[len(family) :]))
