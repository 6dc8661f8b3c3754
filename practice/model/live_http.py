"""An HTTP client whose every wait ends at the caller's deadline.

A read timeout alone is no deadline: a server that sends a byte now and then never runs into it. So the sockets
themselves look at the time left to the thread that reads.
"""

import typing
from collections.abc import Iterable
from ssl import SSLContext

import httpcore
import httpx

from practice.model.live_call import CALL

#: A pool looks at each pair of its connections on every request: with 200 in one, that took seconds. In one each
#: for a sixteenth of the threads it is nothing. https://github.com/encode/httpcore/blob/1.0.9/httpcore/_sync/connection_pool.py
_POOLS = 16
_BUFFER = 8192


def deadline_clients() -> tuple[httpx.Client, ...]:
    certificates = httpx.create_ssl_context()
    return tuple(_deadline_client(certificates) for _ in range(_POOLS))


def _deadline_client(certificates: SSLContext) -> httpx.Client:
    client = httpx.Client(
        verify=certificates,
        # No cap on connections: at httpx's 100, the next conversation would wait for another to end.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=30),
        follow_redirects=True,
        event_hooks={"response": [_remember]},
    )
    # httpx has no public way to a pool's backend (https://github.com/encode/httpx/discussions/2748), and building
    # the pools here would lose its reading of proxies and certificates. A missing attribute fails at start.
    for transport in (client._transport, *client._mounts.values()):
        if transport is not None:
            pool = typing.cast(httpx.HTTPTransport, transport)._pool
            pool._network_backend = _DeadlineBackend()
    return client


def _remember(response: httpx.Response) -> None:
    CALL.response = response


def _time_left(timeout: float | None, over: type[Exception]) -> float | None:
    if CALL.deadline is None:
        return timeout
    left = CALL.deadline.left()
    if left <= 0:
        raise over("The deadline is over.")
    return left if timeout is None else min(timeout, left)


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        # The buffer is there while it waits, for every answer that is waited for; httpcore's would be 64 KiB.
        return self._stream.read(min(max_bytes, _BUFFER), _time_left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _time_left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _time_left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> typing.Any:  # noqa: ANN401 - httpcore's own signature
        return self._stream.get_extra_info(info)


class _DeadlineBackend(httpcore.SyncBackend):
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = _time_left(timeout, httpcore.ConnectTimeout)
        return _DeadlineStream(super().connect_tcp(host, port, left, local_address, socket_options))
