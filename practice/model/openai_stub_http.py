"""The little of HTTP/1.1 that the stub server speaks; asyncio streams, because 200 open answers cost no thread."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

_LARGEST_BODY = 8_000_000


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    headers: Mapping[str, str]  #: names in small letters
    body: bytes

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


class NotHttpError(Exception):
    """What came over the connection is no request this server reads."""


async def read_request(reader: asyncio.StreamReader) -> HttpRequest | None:
    """None when the client has left. Raises NotHttpError."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except asyncio.LimitOverrunError as error:
        raise NotHttpError("The headers are too long.") from error
    first, *lines = head[:-4].decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3:
        raise NotHttpError("The first line is not METHOD PATH HTTP/1.1.")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers or not length.isdecimal() or int(length) > _LARGEST_BODY:
        raise NotHttpError(f"Send a body with Content-Length, of {_LARGEST_BODY} bytes at most.")
    try:
        body = await reader.readexactly(int(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return HttpRequest(parts[0], parts[1].partition("?")[0], headers, body)


def response_head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("latin-1")


def json_response(status: int, value: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    return whole_response(status, json.dumps(value, ensure_ascii=False).encode(), headers)


def whole_response(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    about = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    return response_head(status, about) + body


EVENT_STREAM_HEAD = response_head(200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"})
LAST_CHUNK = b"0\r\n\r\n"


def http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)
