"""Writes one answer of the stub server, whole or token by token, good or spoilt."""

import asyncio
from collections.abc import Iterable
from itertools import cycle, islice

from practice.model import openai_stub_http as http
from practice.model import openai_stub_wire as wire
from practice.model.openai_stub_options import Behaviour, Fault
from practice.model.port import ModelAnswer

_FILLER = ("I", " still", " have", " no", " answer", " from", " you", ".")
_GARBAGE = "%PDF-1.7 \u25a0\u25a0 <html> 502 upstream"


def _tokens(answer: ModelAnswer, fault: Fault | None, filler: int | None) -> list[str]:
    if fault is Fault.GARBAGE:
        return list(wire.tokens_of(_GARBAGE))
    tokens = list(wire.tokens_of(answer.text)) if filler is None else list(islice(cycle(_FILLER), filler))
    return tokens[: max(1, len(tokens) // 2)] if fault in (Fault.TRUNCATE, Fault.CUT) else tokens


async def answer_whole(
    writer: asyncio.StreamWriter, answer: ModelAnswer, behaviour: Behaviour, filler: int | None
) -> bool:
    """Whether the connection can take another request."""
    fault = behaviour.fault
    # Whoever asks for a whole answer reads it, so it keeps its text and only takes the time of the filler.
    tokens = _tokens(answer, fault, None)
    delay = behaviour.first_token_seconds + behaviour.token_seconds * ((filler or len(tokens)) - 1)
    if delay:
        await asyncio.sleep(delay)
    if fault is Fault.GARBAGE:
        writer.write(http.whole_response(200, _GARBAGE.encode()))
    elif fault is Fault.REFUSE:
        writer.write(http.json_response(200, wire.completion(answer, None, "stop", wire.REFUSAL)))
    else:
        reason = "length" if fault is Fault.TRUNCATE else "stop"
        response = http.json_response(200, wire.completion(answer, "".join(tokens), reason, None))
        writer.write(response[: len(response) - 40] if fault is Fault.CUT else response)
    await writer.drain()
    return fault is not Fault.CUT


async def stream_answer(
    writer: asyncio.StreamWriter,
    answer: ModelAnswer,
    behaviour: Behaviour,
    filler: int | None,
    include_usage: bool,
) -> bool:
    """Whether the connection can take another request. Raises ConnectionError when the client has left."""
    fault = behaviour.fault
    writer.write(http.EVENT_STREAM_HEAD)
    said = "refusal" if fault is Fault.REFUSE else "content"
    tokens = wire.tokens_of(wire.REFUSAL) if fault is Fault.REFUSE else _tokens(answer, fault, filler)
    await _say(writer, tokens, said, behaviour)
    if fault is Fault.CUT:
        return False
    last = wire.delta_event({}, "length" if fault is Fault.TRUNCATE else "stop")
    if include_usage:
        last += wire.usage_event(answer.usage)
    writer.write(http.http_chunk(last + wire.DONE_EVENT) + http.LAST_CHUNK)
    await writer.drain()
    return True


async def _say(writer: asyncio.StreamWriter, tokens: Iterable[str], said: str, behaviour: Behaviour) -> None:
    """The tokens keep to a clock, as a model's do: a late one does not delay those after it."""
    clock = asyncio.get_running_loop().time
    due = clock() + behaviour.first_token_seconds
    opening = {"role": "assistant"}
    for token in tokens:
        if (wait := due - clock()) > 0:
            await asyncio.sleep(wait)
        due += behaviour.token_seconds
        writer.write(http.http_chunk(wire.delta_event({**opening, said: token})))
        opening = {}
        if writer.is_closing():
            raise ConnectionResetError
        await writer.drain()
