"""The built-in stub as an OpenAI-compatible HTTP server on this machine, with a provider's faults on request.

For tests, benches and demonstrations through a real client. It is not a language model.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from practice.model import openai_stub_http as http
from practice.model import openai_stub_wire as wire
from practice.model.openai_stub_answer import answer_whole, stream_answer
from practice.model.openai_stub_options import BehaviourSequence, Fault, StubServerOptions
from practice.model.port import ChatModel

HOST = "127.0.0.1"  # loopback only: whoever reaches the stub gets answers that look like a model's
_KEPT = 1000


class StubServer:
    """Asks `model` within its event loop, so that one must answer at once; slowness comes from the options."""

    def __init__(self, model: ChatModel | None = None, options: StubServerOptions | None = None) -> None:
        self._model = model or _built_in_stub()
        self._options = options or StubServerOptions()
        self._sequence = BehaviourSequence(self._options)
        self._conversations: set[asyncio.Task[None]] = set()
        self.port = 0
        self.connections = 0
        #: The newest bodies of POST /v1/chat/completions.
        self.bodies: deque[Mapping[str, Any]] = deque(maxlen=_KEPT)
        #: Grows by one for every client that left before its answer was whole.
        self.left_early = threading.Semaphore(0)

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}/v1"

    def queue(self, *faults: Fault | None) -> None:
        """Faults of the next requests, one each; None is a good answer."""
        self._sequence.queue(*faults)

    async def serve(self, port: int, ready: threading.Event, stop: asyncio.Event) -> None:
        """Until `stop`. Raises OSError when the port is taken."""
        server = await asyncio.start_server(self._welcome, HOST, port, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        server.close()
        for conversation in self._conversations:
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        conversation = asyncio.get_running_loop().create_task(self._converse(reader, writer))
        self._conversations.add(conversation)
        conversation.add_done_callback(self._conversations.discard)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await http.read_request(reader):
                goes_on = await self._respond(request, reader, writer)
                if not goes_on or not request.keeps_alive:
                    break
        except http.NotHttpError as error:
            writer.write(http.json_response(400, wire.error_body(str(error), "invalid_request_error")))
        except ConnectionError:
            self.left_early.release()
        finally:
            writer.close()

    async def _respond(
        self, request: http.HttpRequest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Whether the connection can take another request."""
        match request.method, request.path:
            case "POST", "/v1/chat/completions":
                return await self._complete(request, reader, writer)
            case "GET", "/v1/models":
                writer.write(http.json_response(200, wire.models_object()))
            case "GET", "/healthz":
                writer.write(http.json_response(200, {"status": "ok", "model": wire.MODEL}))
            case _:
                message = f"There is no {request.method} {request.path} here; POST /v1/chat/completions."
                writer.write(http.json_response(404, wire.error_body(message, "invalid_request_error")))
        return True

    async def _complete(
        self, request: http.HttpRequest, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        try:
            body = wire.read_body(request.body)
            self.bodies.append(body)
            behaviour = self._sequence.next_for(request.headers)
            question = wire.model_request(body, self._options.understands)
        except (wire.RejectedError, ValueError) as error:
            param = error.param if isinstance(error, wire.RejectedError) else None
            problem = wire.error_body(str(error), "invalid_request_error", param)
            writer.write(http.json_response(400, problem))
            return True
        match behaviour.fault:
            case Fault.TOO_MANY:
                after = {"Retry-After": f"{self._options.retry_after_seconds:g}"}
                problem = wire.error_body("Too many requests.", "rate_limit_error", code="rate_limit_exceeded")
                writer.write(http.json_response(429, problem, after))
                return True
            case Fault.BROKEN:
                writer.write(http.json_response(500, wire.error_body("It broke.", "server_error")))
                return True
            case Fault.TIMEOUT:
                await reader.read()
                self.left_early.release()
                return False
        answer = self._model.complete(question)
        if body.get("stream"):
            include_usage = bool((body.get("stream_options") or {}).get("include_usage"))
            return await stream_answer(writer, answer, behaviour, self._options.tokens, include_usage)
        return await answer_whole(writer, answer, behaviour, self._options.tokens)


def _built_in_stub() -> ChatModel:
    from practice.model.stub.model import StubModel

    return StubModel()


@contextmanager
def in_thread(server: StubServer, port: int = 0) -> Iterator[StubServer]:
    """Serves in a thread while inside; port 0 takes a free one."""
    ready = threading.Event()
    stop = asyncio.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(
        target=loop.run_until_complete,
        args=(server.serve(port, ready, stop),),
        name="stub-server",
        daemon=True,
    )
    thread.start()
    try:
        if not ready.wait(10):
            raise OSError(f"The stub server did not start on port {port}.")
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@contextmanager
def running_stub_server(model: ChatModel | None = None, options: StubServerOptions | None = None) -> Iterator[str]:
    """The address to use as `api_base`."""
    with in_thread(StubServer(model, options)) as server:
        yield server.base_url
