"""Many conversations that speak at once, from one cheap process: a socket each, and no parsing until all is over."""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass

import psutil

from bench.processes import HOST, cpu_seconds
from bench.visitor import REPLIES, SCENARIOS, Session, Visitor, reply_request

_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Heard:
    """Seconds since the reply was sent; `problem` is empty where all went well."""

    first_token: float
    end: float
    problem: str


def main() -> None:
    """PORT COUNT WITHIN-SECONDS TOKENS PID…: one round, and the seconds of CPU of the processes meanwhile, as JSON."""
    port, count, within, tokens = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    watched = [psutil.Process(int(pid)) for pid in sys.argv[5:]]
    visitor = Visitor(port)
    conversations = [visitor.begin(SCENARIOS[number % len(SCENARIOS)]) for number in range(count)]
    requests = [_request(visitor.session, conversation) for conversation in conversations]
    before = [cpu_seconds([process]) for process in watched]
    heard = asyncio.run(_round(port, requests, within, tokens))
    cpu = [cpu_seconds([process]) - at for process, at in zip(watched, before, strict=True)]
    json.dump({"heard": [asdict(one) for one in heard], "cpu": cpu}, sys.stdout)


async def _round(port: int, requests: list[bytes], within: float, tokens: int) -> list[Heard]:
    """The requests start evenly over `within` seconds."""
    begun = time.perf_counter()
    starts = [begun + within * number / len(requests) for number in range(len(requests))]
    return await asyncio.gather(
        *(_exchange(port, request, at, tokens) for request, at in zip(requests, starts, strict=True))
    )


async def _exchange(port: int, request: bytes, at: float, tokens: int) -> Heard:
    await asyncio.sleep(at - time.perf_counter())
    sent = time.perf_counter()
    first = 0.0
    received = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port)
            writer.write(request)
            while data := await reader.read(65536):
                received += data
                if not first and b"event: token" in received:
                    first = time.perf_counter() - sent
            end = time.perf_counter() - sent
            writer.close()
    except (OSError, TimeoutError) as error:
        return Heard(first, time.perf_counter() - sent, f"{type(error).__name__}: {error}")
    return Heard(first, end, _problem(received.decode(), tokens))


def _problem(received: str, tokens: int) -> str:
    """What a whole exchange lacks: all words said, the turn over, a grade, the end."""
    if not received.startswith("HTTP/1.1 200 "):
        return received.partition("\r\n")[0] or "no answer"
    names, said = Counter[str](), ""
    name = ""
    for line in received.splitlines():
        kind, _, value = line.partition(": ")
        if kind == "event":
            name = value
            names[name] += 1
        elif kind == "data" and name == "token":
            said += json.loads(value)["text"]
        elif kind == "data" and name == "turn" and json.loads(value)["status"] != "said":
            return "the customer could not speak"
    missing = [wanted for wanted in ("token", "turn", "grade", "end") if names[wanted] != 1 and wanted != "token"]
    if missing:
        return f"not exactly one {missing[0]} event"
    # Of eight tokens of the upstream's filler, two are half a word.
    return "" if len(said.split()) >= tokens * 3 // 4 else f"only {len(said.split())} words came"


def _request(session: Session, conversation_id: str) -> bytes:
    body, headers = reply_request(session, REPLIES[0])
    lines = [f"POST /conversations/{conversation_id}/replies HTTP/1.1", f"Host: {HOST}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


if __name__ == "__main__":
    main()
