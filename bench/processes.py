"""Real processes of the product for a bench: on free ports, in a folder of their own, gone afterwards."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
PRACTICE = str(Path(sys.executable).with_name("practice"))
_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def family(self) -> list[psutil.Process]:
        leader = psutil.Process(self.process.pid)
        return [leader, *leader.children(recursive=True)]


@contextmanager
def own_folder() -> Iterator[Path]:
    """With a migrated database, which every process started in it uses."""
    with tempfile.TemporaryDirectory(prefix="practice-bench-") as name:
        folder = Path(name)
        _migrate(folder)
        yield folder


#: One visitor here stands for many people, each of whom would stay within the limits.
_ONE_FOR_MANY = {"PRACTICE_MOST_TALKS_A_DAY": "100000", "PRACTICE_MOST_ASKS_AN_HOUR": "100000"}


def environment(**settings: str) -> dict[str, str]:
    """The caller's, without settings of ours that would change what is measured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PRACTICE_", "DATABASE_"))}
    return {**kept, **settings}


@contextmanager
def upstream(folder: Path, *options: str) -> Iterator[Server]:
    """The stub behind OpenAI's protocol, in the place of a hosted model."""
    with _running(folder, environment(), "stub-server", *options) as server:
        yield server


@contextmanager
def service(folder: Path, settings: Mapping[str, str] | None = None, *options: str) -> Iterator[Server]:
    """`practice serve` on the database in `folder`, answering."""
    env = environment(**{**_ONE_FOR_MANY, **(settings or {})})
    with _running(folder, env, "serve", *options) as server:
        yield server


def _migrate(folder: Path) -> None:
    subprocess.run([PRACTICE, "db", "upgrade"], cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)


def through(upstream: Server) -> dict[str, str]:
    """Settings that ask `upstream` through litellm."""
    return {"PRACTICE_MODEL": "openai/stub", "PRACTICE_API_BASE": f"{upstream.address}/v1"}


@contextmanager
def _running(folder: Path, env: Mapping[str, str], *command: str) -> Iterator[Server]:
    port = free_port()
    process = subprocess.Popen(
        [PRACTICE, *command, "--port", str(port)], cwd=folder, env=env, stdout=subprocess.DEVNULL
    )
    server = Server(process, port)
    try:
        wait_until_healthy(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(server: Server) -> None:
    over = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < over:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.process.args!r} ended with {server.process.returncode} before it answered")
        if _healthy(server.port):
            return
        time.sleep(0.002)
    raise RuntimeError(f"{server.process.args!r} did not answer within {_PATIENCE_SECONDS} s")


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except ConnectionError:
        return False
    finally:
        connection.close()


def memory_mb(processes: list[psutil.Process]) -> float:
    """Proportional set size in megabytes: a page that processes share counts once."""
    return sum(_pss_kilobytes(process.pid) for process in processes) / 1000


def _pss_kilobytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1000
    raise RuntimeError(f"no Pss of process {pid}")


def cpu_seconds(processes: list[psutil.Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)
