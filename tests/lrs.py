"""A learning record store for tests: a real HTTP server that keeps statements as the specification asks."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.serving import free_port

HOST = "127.0.0.1"


@dataclass
class RecordStore:
    """`answers` are given first, one for each request; then statements are kept. `kept` holds them by id."""

    port: int = field(default_factory=free_port)
    key: str = "practice"
    secret: str = "a secret"
    answers: list[int] = field(default_factory=list)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}/xapi"

    @contextmanager
    def open(self) -> Iterator["RecordStore"]:
        server = ThreadingHTTPServer((HOST, self.port), self._handler())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def take(self, path: str, headers: Any, body: bytes) -> int:  # noqa: ANN401 - a message's headers
        self.asked += 1
        if self.answers:
            return self.answers.pop(0)
        known = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        if headers["Authorization"] != f"Basic {known}":
            return 401
        if path != "/xapi/statements" or headers["X-Experience-API-Version"] != "1.0.3":
            return 400
        statement = json.loads(body)
        if _has_null(statement):
            return 400
        had = self.kept.setdefault(statement["id"], statement)
        return 200 if had == statement else 409

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = store.take(self.path, self.headers, body)
                told = b'["x"]' if status == 200 else b"no <b>statement</b>\nfor you"
                self.send_response(status)
                self.send_header("Content-Length", str(len(told) if status != 204 else 0))
                self.end_headers()
                if status != 204:
                    self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        return Handler


def _has_null(value: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return any(_has_null(entry) for entry in value.values())
    return value is None or (isinstance(value, list) and any(_has_null(entry) for entry in value))
