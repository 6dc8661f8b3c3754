"""gunicorn around the app, with the worker threads begun after the fork."""

import gc
import socket
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from practice.errors import BadInput
from practice.services.assembly import Services
from practice.web.app import create_app


@dataclass(frozen=True)
class Address:
    host: str
    port: int


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    def __init__(self, services: Services, address: Address, workers: int, threads: int, greeting: str) -> None:
        self._services = services
        self._greeting = greeting
        self._app = create_app(services)
        self._options = {
            "bind": f"{address.host}:{address.port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "worker_connections": threads * 4,
            # Built before the fork, so that what is loaded once is shared by all processes.
            "preload_app": True,
            # A stream may be silent while a model thinks; gthread beats from its own loop meanwhile.
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
            # gunicorn by itself believes X-Forwarded-Proto of everybody on this machine; web/hosts.py decides that.
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "when_ready": self._greet,
            "post_fork": self._after_fork,
            "worker_exit": self._before_exit,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def _greet(self, _arbiter: Any) -> None:  # noqa: ANN401 - gunicorn ships no types
        print(self._greeting, flush=True)  # noqa: T201 - the one thing a person who starts the service wants to know

    def _after_fork(self, _arbiter: Any, _worker: Any) -> None:  # noqa: ANN401 - gunicorn ships no types
        self._services.database.after_fork()
        if self._services.settings.jobs_in_web:
            self._services.worker.start()

    def _before_exit(self, _arbiter: Any, _worker: Any) -> None:  # noqa: ANN401 - gunicorn ships no types
        self._services.worker.stop()


def _refuse_taken(address: Address) -> None:
    # gunicorn would try again five times and then print a log instead of a sentence.
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise BadInput(
                f"cannot listen on {address.host} port {address.port}: {error.strerror}; "
                "stop what uses it, or choose another with --port"
            ) from error


def serve_forever(services: Services, address: Address, workers: int, threads: int, greeting: str) -> None:
    """Prints `greeting` once the address is open. Raises BadInput where somebody else has it."""
    _refuse_taken(address)
    server = _Server(services, address, workers, threads, greeting)
    # No connection may cross the fork, and frozen objects keep their pages shared.
    services.database.close()
    gc.collect()
    gc.freeze()
    server.run()
