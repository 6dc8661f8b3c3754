"""Authlib's client of OpenID Connect, with what it leaves open settled.

That is: whose document of endpoints it is and which of its lines count, which signatures count, and how long and how
much a provider may talk.
"""

import logging
import time
from io import BytesIO
from typing import Any

import requests
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth  # type: ignore[import-untyped] # ships no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from flask import Flask
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from practice.door import is_private_way
from practice.settings import Settings

WAIT = 10.0  #: seconds, for one answer as a whole
LARGEST_ANSWER = 256 * 1024
SCOPES = "openid email profile"
#: Anybody can make a token with `none`, and whoever knows our secret one with HS256.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
#: Then the document and the keys are read anew: what a provider takes back must not count for ever.
TRUSTED_FOR = 3600
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
_NEEDED = frozenset(_ENDPOINTS[:3])

# At its lowest level it writes down what must stay between browser and provider.
logging.getLogger("authlib").setLevel(logging.INFO)


class NotSignedIn(Exception):
    """The message is for whoever runs the service and holds no token; `status` is of the answer."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


def client_of(app: Flask, settings: Settings) -> "Client":
    issuer = settings.oidc_issuer or ""
    client: Client = OAuth(app).register(
        "oidc",
        client_cls=Client,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPES, "code_challenge_method": "S256", "default_timeout": WAIT},
    )
    client.issuer = issuer
    return client


class _Session(OAuth2Session):  # type: ignore[misc] # ships no types
    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Authlib's signature
        # No endpoint moves: a redirect would carry the code and our secret elsewhere.
        super().__init__(*args, max_redirects=0, **options)
        for scheme in ("https://", "http://"):
            self.mount(scheme, _Bounded())


class _Bounded(HTTPAdapter):
    """Reads an answer at once, up to a size and a moment: a timeout alone starts anew with every byte."""

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:  # noqa: ANN401 - requests' signature
        ends_at = time.monotonic() + WAIT
        read = b""
        with super().send(request, *args, **{**options, "stream": True}) as response:
            while part := _part(response):
                read += part
                if len(read) > LARGEST_ANSWER:
                    raise requests.exceptions.ContentDecodingError("the answer is too large")
                if time.monotonic() > ends_at:
                    raise requests.ReadTimeout("the answer takes too long")
        response.raw = BytesIO(read)
        return response


def _part(response: requests.Response) -> bytes:
    try:
        part: bytes = response.raw.read1(16 * 1024, decode_content=True)
    except HTTPError as error:
        raise requests.ConnectionError("the answer breaks off") from error
    return part


class Client(FlaskOAuth2App):  # type: ignore[misc] # ships no types
    client_cls = _Session
    issuer = ""
    server_metadata: dict[str, Any]

    def load_server_metadata(self) -> dict[str, Any]:
        kept = self.server_metadata
        if time.time() - kept.get("_loaded_at", 0) > TRUSTED_FOR:
            kept = self.server_metadata = self._metadata()
        return kept

    def _metadata(self) -> dict[str, Any]:
        with self._get_session() as session:
            response = session.request("GET", self._server_metadata_url, withhold_token=True)
            response.raise_for_status()
            document = response.json()
        if not isinstance(document, dict) or document.get("issuer") != self.issuer:
            raise NotSignedIn("its document does not name PRACTICE_OIDC_ISSUER letter for letter", 502)
        # Authlib hands every line on as an option of its session, `verify` too, so only these may stand there.
        endpoints = {name: str(document[name]) for name in _ENDPOINTS if document.get(name)}
        odd = [name for name, address in endpoints.items() if not is_private_way(address)]
        odd += sorted(_NEEDED - endpoints.keys())
        if odd:
            raise NotSignedIn(f"its document holds no https address of {', '.join(odd)}", 502)
        ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return {
            **endpoints,
            "issuer": self.issuer,
            "id_token_signing_alg_values_supported": list(SIGNATURES),
            "token_endpoint_auth_method": way,
            "_loaded_at": time.time(),
        }
