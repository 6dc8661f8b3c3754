"""Wrong answers of a real provider of OpenID Connect, which can be told to misbehave: nobody comes in by them."""

import base64
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Response, request
from joserfc.jwk import RSAKey

from practice.services.assembly import Services
from practice.store.person import Person
from practice.web.oidc_client import LARGEST_ANSWER
from tests.provider import CLIENT_ID, CLIENT_SECRET, Provider, providing
from tests.web.oidc import NAME, Visit, rows, staff_with, told_to_have_failed, visit
from tests.web.staff import Staff, is_inside


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def staff(services: Services, provider: Provider) -> Staff:
    services.accounts.add_organisation("shop", "The Shop")
    return staff_with(services, provider)


@pytest.fixture
def kim(staff: Staff) -> Person:
    return staff.invited("Kim")


def _claims(**changed: object) -> Callable[[Provider], None]:
    def spoil(provider: Provider) -> None:
        provider.change_token = lambda claims: {
            name: value for name, value in {**claims, **changed}.items() if value is not None
        }

    return spoil


def _set(**changed: object) -> Callable[[Provider], None]:
    def spoil(provider: Provider) -> None:
        for name, value in changed.items():
            setattr(provider, name, value)

    return spoil


def _signed_with_the_public_key(provider: Provider) -> None:
    provider.algorithm, provider.forged_with = "HS256", provider.key.as_bytes(private=False)


NOW = int(time.time())
PUBLISHED = {"kty": "oct", "kid": "shared", "k": "c29tZSBzZWNyZXQgb2YgYXQgbGVhc3QgMzIgYnl0ZXMu"}
SPOILT: dict[str, Callable[[Provider], None]] = {
    "nonce of another": _claims(nonce="another"),
    "no nonce": _claims(nonce=None),
    "issuer of another": _claims(iss="https://login.example"),
    "no issuer": _claims(iss=None),
    "for another service": _claims(aud="another"),
    "for another service, asked by us": _claims(aud="another", azp=CLIENT_ID),
    "for nobody": _claims(aud=None),
    "for us too, asked by another": _claims(aud=[CLIENT_ID, "another"], azp="another"),
    "for us too, asked by nobody": _claims(aud=[CLIENT_ID, "another"]),
    "of nobody": _claims(sub=None),
    "of no name": _claims(sub=""),
    "of a number": _claims(sub=7),
    "of a name that cannot be kept": _claims(sub="kim\0"),
    "of too long a name": _claims(sub="k" * 256),
    "expired": _claims(exp=NOW - 3600),
    "without an end": _claims(exp=None),
    "from tomorrow": _claims(iat=NOW + 86400),
    "of no time": _claims(iat=None),
    "not signed": _set(algorithm="none"),
    "signed with another key": _set(forged_with=RSAKey.generate_key(2048)),
    "signed with our secret": _set(algorithm="HS256", forged_with=CLIENT_SECRET.encode("utf-8")),
    "signed with the public key as a secret": _signed_with_the_public_key,
    "signed with a published secret": _set(
        algorithm="HS256", forged_with=base64.b64decode(PUBLISHED["k"]), more_keys=(PUBLISHED,), named=PUBLISHED["kid"]
    ),
    "not signed, with a published secret": _set(algorithm="none", more_keys=(PUBLISHED,), named=PUBLISHED["kid"]),
    "no token": _set(change_answer=lambda answer: {**answer, "id_token": None}),
    "a token that is none": _set(change_answer=lambda answer: {**answer, "id_token": "a.b.c"}),
    "a token that is a number": _set(change_answer=lambda answer: {**answer, "id_token": 7}),
    "not JSON": _set(change_answer=lambda answer: "<h1>Hello</h1>"),
    "a list": _set(change_answer=lambda answer: [answer]),
    "an error": _set(change_answer=lambda answer: {"error": "server_error"}),
    "an error with odd letters": _set(change_answer=lambda answer: {"error": "é", "error_description": 'é\n"'}),
    "huge": _set(change_answer=lambda answer: {**answer, "more": "x" * LARGEST_ANSWER}),
    "elsewhere": _set(change_answer=lambda answer: Response(status=307, headers={"Location": "/token"})),
    "the person said no": _set(error="access_denied"),
}


def test_a_wrong_answer_lets_nobody_in_and_is_told_kindly(staff: Staff, provider: Provider, kim: Person) -> None:
    for what, spoil in SPOILT.items():
        sound = replace(provider)
        spoil(provider)
        guest = visit(staff)
        assert told_to_have_failed(guest.come()), what
        assert not is_inside(guest.browser), what
        assert guest.waits_for() == 0, what
        vars(provider).update(vars(sound))
    assert rows(staff.services) == (0, 0)
    assert visit(staff).come().status_code == 303


def test_a_failure_is_logged_with_its_reason_and_without_what_is_secret(
    staff: Staff, provider: Provider, kim: Person, caplog: pytest.LogCaptureFixture
) -> None:
    guest = visit(staff)
    provider.change_token = lambda claims: {**claims, "aud": "another"}
    with caplog.at_level(logging.DEBUG):
        back = guest.return_()
        guest.browser.client.get(back)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("practice", "authlib"))]
    assert ours == [f"signing in with {NAME} did not work: its token: InvalidClaimError 'invalid_claim'"]


def test_an_answer_counts_once_for_the_browser_and_the_page_that_asked(staff: Staff, kim: Person) -> None:
    asked, other = visit(staff), visit(staff)
    back, of_other = asked.return_(), other.return_()
    query = parse_qs(urlsplit(back).query)
    assert told_to_have_failed(staff.browser().client.get(back))
    assert told_to_have_failed(other.browser.client.get(back))
    assert told_to_have_failed(asked.browser.client.get(f"/oidc/callback?code={query['code'][0]}"))
    assert told_to_have_failed(asked.browser.client.get(f"/oidc/callback?code={query['code'][0]}&state=forged"))
    assert told_to_have_failed(asked.browser.client.get(of_other))
    assert not is_inside(asked.browser)
    assert asked.waits_for() == 1
    assert asked.browser.client.get(back).status_code == 303
    assert asked.waits_for() == 0
    assert told_to_have_failed(asked.browser.client.get(back))
    assert is_inside(asked.browser)


def test_a_code_of_somebody_else_does_not_fit_what_this_browser_asked(staff: Staff, kim: Person) -> None:
    mine, theirs = visit(staff), visit(staff)
    state = parse_qs(urlsplit(mine.return_()).query)["state"][0]
    code = parse_qs(urlsplit(theirs.return_()).query)["code"][0]
    assert told_to_have_failed(mine.browser.client.get(f"/oidc/callback?code={code}&state={state}"))


def test_a_code_that_was_used_is_refused_even_with_the_cookie_of_before(staff: Staff, kim: Person) -> None:
    first, copy = visit(staff), staff.browser()
    back = first.return_()
    cookie = first.browser.client.get_cookie("practice")
    assert cookie is not None
    copy.client.set_cookie("practice", cookie.value)
    assert first.browser.client.get(back).status_code == 303
    assert told_to_have_failed(copy.client.get(back))


def test_an_answer_after_half_an_hour_counts_no_more(staff: Staff, kim: Person) -> None:
    guest = visit(staff)
    back = guest.return_()
    with guest.browser.client.session_transaction() as session:
        session["oidc"] = [{**asked, "at": asked["at"] - 1801} for asked in session["oidc"]]
    assert told_to_have_failed(guest.browser.client.get(back))


DISCOVERIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "not JSON": lambda document: "<h1>Hello</h1>",
    "a list": lambda document: [document],
    "of another": lambda document: {**document, "issuer": "https://login.example"},
    "of nobody": lambda document: {**document, "issuer": None},
    "by http": lambda document: {**document, "token_endpoint": "http://login.example/token"},
    "by script": lambda document: {**document, "authorization_endpoint": "javascript:alert(1)"},
    "without keys": lambda document: {**document, "jwks_uri": None},
    "with an odd address": lambda document: {**document, "jwks_uri": ["http://["]},
    "huge": lambda document: {**document, "more": "x" * LARGEST_ANSWER},
    "missing": lambda document: Response("no", 404),
    "moved": lambda document: document if request.args else Response(status=302, headers={"Location": "?moved=yes"}),
}


def test_a_document_that_cannot_be_trusted_is_told_and_read_anew_the_next_time(
    staff: Staff, provider: Provider, kim: Person
) -> None:
    sound = provider.change_discovery
    for what, change in DISCOVERIES.items():
        provider.change_discovery = change
        guest = visit(staff)
        guest.browser.post("/oidc/sign-in")
        assert told_to_have_failed(guest.browser.client.get("/oidc/go"), 502), what
    provider.change_discovery = sound
    assert visit(staff).come().status_code == 303


def test_lines_of_the_document_set_nothing_of_ours(staff: Staff, provider: Provider, kim: Person) -> None:
    more = {"verify": False, "client_id": "other", "scope": "all", "proxies": {}, "jwks": {"keys": []}, "nonce": "x"}
    weak = {"id_token_signing_alg_values_supported": ["none", "HS256"]}
    provider.change_discovery = lambda document: {**document, **more, **weak}
    assert visit(staff).come().status_code == 303
    provider.algorithm = "none"
    assert told_to_have_failed(visit(staff).come())


def test_a_provider_that_fails_or_is_gone_is_told_as_passing(staff: Staff, provider: Provider, kim: Person) -> None:
    provider.change_answer = lambda answer: Response("no", 500)
    assert told_to_have_failed(visit(staff).come(), 503)
    with providing() as gone:
        later = staff_with(staff.services, gone)
        known, new = visit(later), visit(later)
        back = known.return_()
        new.browser.post("/oidc/sign-in")
    assert told_to_have_failed(known.browser.client.get(back), 503)
    fresh = Visit(staff_with(staff.services, gone).browser())
    fresh.browser.post("/oidc/sign-in")
    assert told_to_have_failed(fresh.browser.client.get("/oidc/go"), 503)
