"""`practice serve` with half of a provider of OpenID Connect."""

from itertools import combinations

import pytest

from practice.commands.provider import refuse_half_a_provider
from practice.errors import BadSettings
from practice.settings import load_settings
from tests.commands.run import practice

WHOLE = {
    "PRACTICE_OIDC_ISSUER": "https://login.example",
    "PRACTICE_OIDC_CLIENT_ID": "practice",
    "PRACTICE_OIDC_CLIENT_SECRET": "a secret of two",
}


@pytest.mark.parametrize("there", [*combinations(WHOLE, 1), *combinations(WHOLE, 2)])
def test_half_a_provider_is_refused_and_what_is_missing_named(
    monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...]
) -> None:
    for name in there:
        monkeypatch.setenv(name, WHOLE[name])
    with pytest.raises(BadSettings) as refusal:
        refuse_half_a_provider(load_settings(sign_in="accounts"))
    missing = ", ".join(name for name in WHOLE if name not in there)
    assert str(refusal.value).startswith(f"{', '.join(there)} without {missing}:")
    assert "a secret of two" not in str(refusal.value)


def test_a_provider_needs_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_half_a_provider(load_settings())
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    refuse_half_a_provider(load_settings(sign_in="accounts"))
    with pytest.raises(BadSettings, match="set PRACTICE_SIGN_IN=accounts"):
        refuse_half_a_provider(load_settings(sign_in="local"))


def test_the_command_refuses_before_it_opens_anything() -> None:
    done = practice("serve", PRACTICE_OIDC_ISSUER="https://login.example", PRACTICE_SIGN_IN="accounts")
    assert done.returncode == 2
    assert "without PRACTICE_OIDC_CLIENT_ID, PRACTICE_OIDC_CLIENT_SECRET" in done.stderr


@pytest.mark.parametrize(
    "odd",
    [
        "http://login.example",
        "login.example",
        "https://",
        "https://login.example/?a=b",
        "https://login.example/#a",
        "https://login example",
        f"https://login.example/{'x' * 255}",
        "http://[::1",
    ],
)
def test_an_issuer_is_reached_by_https_or_on_this_machine(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("PRACTICE_OIDC_ISSUER", odd)
    with pytest.raises(BadSettings, match=r"PRACTICE_OIDC_ISSUER=.*must be an address that starts with https://"):
        load_settings()
    for fine in ("https://login.example/", "http://127.0.0.1:8080", "http://localhost/realms/a", "http://[::1]:9"):
        monkeypatch.setenv("PRACTICE_OIDC_ISSUER", fine)
        assert load_settings().oidc_issuer == fine
