"""A provider of OpenID Connect as a server of its own, which knows one person and can be told to misbehave."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "practice", "a secret of two: 100% & more"
SIGNED_WITH = "RS256"

Claims = dict[str, Any]


@dataclass
class Provider:
    """What it says can be changed while it runs: `person`, and by a function each, what would go out."""

    issuer: str = ""
    person: Claims = field(
        default_factory=lambda: {"sub": "kim-1", "email": "kim@shop.example", "email_verified": True, "name": "Kim"}
    )
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first"}))
    #: The algorithm of the token, and a key that is not the published one.
    algorithm: str = SIGNED_WITH
    forged_with: RSAKey | bytes | None = None
    #: Published beside its own, and the one of these that its tokens name.
    more_keys: tuple[Claims, ...] = ()
    named: str = ""
    #: What it answers instead of a code.
    error: str = ""
    #: Sends browsers on to another origin first, as organisations with a server of their own have it.
    detour: bool = False
    change_discovery: Callable[[Claims], object] = lambda document: document
    change_token: Callable[[Claims], Claims] = lambda claims: claims
    change_answer: Callable[[Claims], object] = lambda answer: answer
    change_userinfo: Callable[[Claims], object] = lambda claims: claims
    #: In the id_token; the rest is told on the page about the person.
    in_token: frozenset[str] = frozenset({"sub", "email", "email_verified", "name"})
    secret_in_form: bool = False
    #: The paths asked for.
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _access: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def rotate(self, name: str | None = "second") -> None:
        self.key = RSAKey.generate_key(2048, {"kid": name} if name else None)

    def discovery(self) -> Response:
        there = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
        ways = ["client_secret_post" if self.secret_in_form else "client_secret_basic"]
        document = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **there}
        return _answer(self.change_discovery({**document, "token_endpoint_auth_methods_supported": ways}))

    def jwks(self) -> Response:
        return jsonify(keys=[self.key.as_dict(private=False), *self.more_keys])

    def authorization(self) -> Response:
        asked = request.args.to_dict()
        if self.detour and request.host.startswith("127.0.0.1"):
            return redirect(request.url.replace("127.0.0.1", "localhost", 1))  # type: ignore[return-value]
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "email", "profile"}
        if self.error:
            answer = {"error": self.error, "error_description": "so they said"}
        else:
            answer = {"code": secrets.token_urlsafe(16)}
            self._codes[answer["code"]] = asked
        goal = f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}"
        return redirect(goal)  # type: ignore[return-value] # it is Flask's own kind

    def token(self) -> Response:
        if self._client() != (CLIENT_ID, CLIENT_SECRET):
            return _answer({"error": "invalid_client"}, 401)
        asked = self._codes.pop(request.form["code"], None)
        if asked is None or asked["redirect_uri"] != request.form["redirect_uri"]:
            return _answer({"error": "invalid_grant"}, 400)
        digest = hashlib.sha256(request.form["code_verifier"].encode("ascii")).digest()
        if asked["code_challenge"] != _part(digest):
            return _answer({"error": "invalid_grant"}, 400)
        said = {name: value for name, value in self.person.items() if name in self.in_token}
        moment = int(time.time())
        checked = {"iss": self.issuer, "aud": CLIENT_ID, "iat": moment, "exp": moment + 300, "nonce": asked["nonce"]}
        answer = {
            "access_token": self._access,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._signed(self.change_token({**said, **checked})),
        }
        return _answer(self.change_answer(answer))

    def _client(self) -> tuple[str | None, str | None]:
        if self.secret_in_form:
            return request.form.get("client_id"), request.form.get("client_secret")
        who = request.authorization
        return (who.username, who.password) if who else (None, None)

    def userinfo(self) -> Response:
        if request.headers.get("Authorization") != f"Bearer {self._access}":
            return _answer({"error": "invalid_token"}, 401)
        return _answer(self.change_userinfo(dict(self.person)))

    def _signed(self, claims: Claims) -> str:
        name = self.named or self.key.kid
        header = {"alg": self.algorithm, **({"kid": name} if name else {})}
        signed = f"{_part(_json(header))}.{_part(_json(claims))}"
        if self.algorithm == "none":
            return f"{signed}."
        if isinstance(self.forged_with, bytes):
            return f"{signed}.{_part(hmac.digest(self.forged_with, signed.encode('ascii'), 'sha256'))}"
        return jwt.encode(header, claims, self.forged_with or self.key, algorithms=[self.algorithm])


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider()
    app = Flask(__name__)
    app.before_request(lambda: provider.asked.append(request.path))
    app.add_url_rule("/.well-known/openid-configuration", "discovery", provider.discovery)
    for name in ("jwks", "authorization", "userinfo"):
        app.add_url_rule(f"/{name}", name, getattr(provider, name))
    app.add_url_rule("/token", "token", provider.token, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(said: object, status: int = 200) -> Response:
    if isinstance(said, Response):
        return said
    if isinstance(said, str):
        return Response(said, status, mimetype="text/html")
    return Response(json.dumps(said), status, mimetype="application/json")


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode("ascii").rstrip("=")


def _json(value: Claims) -> bytes:
    return json.dumps(value).encode("utf-8")
