"""Under which names the service answers, and whom it believes about them.

werkzeug's own list of trusted hosts knows no IPv6 address and minds capitals, so the names are compared here.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from practice.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f.]*:[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]+))(?::[0-9]{1,5})?", re.ASCII)
_REFUSED = '<!doctype html>\n<html lang="en"><title>400</title><h1>Bad request</h1></html>\n'


def answered_hosts(settings: Settings) -> tuple[str, ...]:
    return tuple(settings.hosts.split(",")) if settings.hosts else THIS_MACHINE


class _KnownHostsOnly:
    """Stands before Flask, which would open sessions and build addresses with a name that anybody may send."""

    def __init__(self, app: "WSGIApplication", hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = _HOST.fullmatch(environ.get("HTTP_HOST", "").lower())
        if found and (found["address"] or found["name"]) in self._hosts:
            return self._app(environ, start_response)
        headers = {
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
        }
        refusal = Response(_REFUSED, 400, {**headers, "Cache-Control": "no-store"}, mimetype="text/html")
        return refusal(environ, start_response)


def attach(app: Flask, settings: Settings) -> None:
    """What proxies say is read first: the host a browser asked for is the one that is judged."""
    app.wsgi_app = _KnownHostsOnly(app.wsgi_app, answered_hosts(settings))  # type: ignore[method-assign]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
