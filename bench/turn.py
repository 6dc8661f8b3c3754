"""Our own share of a turn: from a reply sent to the customer's first word, past an upstream that does not wait."""

from bench.figures import Figure, Result, percentile
from bench.processes import cpu_seconds, own_folder, service, through, upstream
from bench.visitor import REPLIES, SCENARIOS, Visitor

TURNS = 200
WARM_UP = 6
MOST_MILLISECONDS = 40


def measure() -> Result:
    with own_folder() as folder, upstream(folder) as model, service(folder, through(model)) as server:
        visitor = Visitor(server.port)
        _turns(visitor, WARM_UP)
        before = cpu_seconds(server.family())
        milliseconds = [1000 * seconds for seconds in _turns(visitor, TURNS)]
        cpu = cpu_seconds(server.family()) - before
    return Result(
        "turn",
        "python -m bench turn",
        f"POST of a reply to the first `token` event through litellm, upstream delay 0, {TURNS} turns one at a time",
        (
            Figure("p50", percentile(milliseconds, 50), "ms"),
            Figure("p95", percentile(milliseconds, 95), "ms", most=MOST_MILLISECONDS),
            Figure("slowest", max(milliseconds), "ms"),
            Figure("CPU of the service a turn, grade included", 1000 * cpu / TURNS, "ms"),
        ),
    )


def _turns(visitor: Visitor, count: int) -> list[float]:
    """As many replies to a conversation as REPLIES holds, then the next one."""
    taken: list[float] = []
    while len(taken) < count:
        conversation = visitor.begin(SCENARIOS[len(taken) % len(SCENARIOS)])
        for text in REPLIES[: count - len(taken)]:
            taken.append(visitor.seconds_to_first_word(conversation, text))
    return taken
