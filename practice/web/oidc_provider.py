"""What a provider of OpenID Connect says of somebody, asked by code flow with PKCE, state and nonce, and checked."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from flask import Flask
from joserfc.errors import JoseError

from practice.services.identities import Claims
from practice.settings import Settings
from practice.web.oidc_client import NotSignedIn, client_of

_CLOCKS_DIFFER_BY = 60  #: seconds


@dataclass(frozen=True)
class Secrets:
    """What binds an answer to the browser that asked."""

    state: str
    nonce: str
    verifier: str


def new_secrets() -> Secrets:
    return Secrets(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


class Provider:
    def __init__(self, app: Flask, settings: Settings) -> None:
        self.name = settings.oidc_name
        self._issuer = settings.oidc_issuer or ""
        self._client = client_of(app, settings)

    def address(self, asked: Secrets, redirect_uri: str) -> str:
        """Where the browser goes. Raises NotSignedIn."""
        with _told("its document", 502):
            begun = self._client.create_authorization_url(
                redirect_uri, state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier
            )
        return str(begun["url"])

    def claims(self, asked: Secrets, code: str, redirect_uri: str) -> Claims:
        """Of whoever came back with that code. Raises NotSignedIn."""
        with _told("its document", 502):
            self._client.load_server_metadata()
        with _told("the exchange of the code"):
            token = self._client.fetch_access_token(redirect_uri, code=code, code_verifier=asked.verifier)
        with _told("its token"):
            said = self._checked(token, asked.nonce)
        with _told("what it says about the person"):
            about = said if "email" in said else self._about(token, said)
        email, name = about.get("email"), about.get("name")
        return Claims(
            self._issuer,
            said["sub"],
            email if isinstance(email, str) else "",
            about.get("email_verified") is True,
            name if isinstance(name, str) else "",
        )

    def _checked(self, token: dict[str, Any], nonce: str) -> Mapping[str, Any]:
        if not isinstance(token.get("id_token"), str):
            raise NotSignedIn("its answer holds no id_token")
        try:
            return self._read(token, nonce)
        except (JoseError, ValueError, KeyError, TypeError):
            # Authlib fetches keys anew for a new name only; they may keep their names, or have none.
            self._client.fetch_jwk_set(force=True)
            return self._read(token, nonce)

    def _read(self, token: dict[str, Any], nonce: str) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client.client_id},
        }
        read: Mapping[str, Any] = self._client.parse_id_token(token, nonce, options, leeway=_CLOCKS_DIFFER_BY)
        return read

    def _about(self, token: dict[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
        """With a code, providers may keep the e-mail address for this page.

        https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
        """
        if "userinfo_endpoint" not in self._client.load_server_metadata():
            return said
        about: Mapping[str, Any] = self._client.userinfo(token=token)
        if about.get("sub") != said["sub"]:
            raise NotSignedIn("it tells about somebody else than its token")
        return about


@contextmanager
def _told(what: str, status: int = 400) -> Iterator[None]:
    """Whatever an answer makes the libraries raise becomes NotSignedIn, with a reason fit for a log."""
    try:
        yield
    except NotSignedIn:
        raise
    except Exception as error:
        response = error.response if isinstance(error, requests.HTTPError) else None
        broken = response is not None and response.status_code >= 500
        if broken or isinstance(error, requests.ConnectionError | requests.Timeout):
            status = 503
        said = getattr(error, "error", None)
        detail = f" {said[:60]!r}" if isinstance(said, str) else ""
        raise NotSignedIn(f"{what}: {type(error).__name__}{detail}", status) from error
