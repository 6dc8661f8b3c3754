"""The real service as a process of its own, for tests that come in by the front door."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(database_url: str, folder: Path, **settings: str) -> Iterator[str]:
    """The address of a running service. At the end it is killed, with everything it started."""
    base = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [sys.executable, "-m", "practice", "serve", "--port", base.rpartition(":")[2], "--threads", "24"],
        env={
            **os.environ,
            "DATABASE_URL": database_url,
            "PRACTICE_CONTENT": str(ROOT),
            "PRACTICE_VAR": str(folder / "var"),
            **settings,
        },
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await_health(process, base)
        yield base
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await_health(process: subprocess.Popen[bytes], base: str) -> None:
    waiting = threading.Event()
    for _ in range(600):
        assert process.poll() is None, "the server did not start; see its standard error"
        try:
            if httpx.get(f"{base}/healthz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            waiting.wait(0.05)
    pytest.fail("the server did not answer")
