"""Errors as litellm, openai and httpx raise them, built by name and status."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from practice.errors import ModelError, ModelMisconfigured, ModelRefused, ModelTimeout, ModelUnavailable
from practice.model.live_errors import Asked, attempt_failed, refuses_parameter

ASKED = Asked("openai/gpt-4.1-mini", None, 60)
KEY = "sk-proj-AbC123def456GHI789jkl012"


class ProviderError(Exception):
    def __init__(self, status: int | None, message: str = "no", headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status_code = status
        self.litellm_response_headers = headers


class ContextWindowExceededError(ProviderError):
    pass


class ContentPolicyViolationError(ProviderError):
    pass


class Timeout(ProviderError):
    pass


class TransportError(ProviderError):
    pass


@pytest.mark.parametrize(
    ("error", "expected", "told"),
    [
        (ProviderError(401), ModelMisconfigured, "did not accept the key"),
        (ProviderError(404), ModelMisconfigured, "is not there"),
        (ProviderError(400), ModelMisconfigured, "did not accept the request"),
        (ProviderError(429), ModelUnavailable, "takes no more requests"),
        (ProviderError(429, '{"code": "insufficient_quota"}'), ModelMisconfigured, "no credit"),
        (ProviderError(503), ModelUnavailable, "503"),
        (TransportError(None), ModelUnavailable, "cannot be reached"),
        (Timeout(408), ModelTimeout, "60 seconds"),
        (ContextWindowExceededError(400), ModelMisconfigured, "larger context"),
        (ContentPolicyViolationError(400), ModelRefused, "declined"),
        (KeyError("choices"), ModelError, "nobody foresaw: KeyError"),
    ],
)
def test_it_tells_a_person_which_model_and_what_happened(
    error: Exception, expected: type[ModelError], told: str
) -> None:
    failed = attempt_failed(error, ASKED).error
    assert type(failed) is expected
    assert "openai/gpt-4.1-mini" in str(failed)
    assert told in str(failed)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_it_never_tells_a_key(status: int) -> None:
    error = ProviderError(status, f'{{"error": {{"message": "Incorrect API key provided: {KEY}, {"x" * 40}."}}}}')
    told = str(attempt_failed(error, ASKED).error)
    assert KEY not in told
    assert "AbC123" not in told
    assert "xxxx" not in told


def test_it_quotes_the_provider_in_one_short_line() -> None:
    error = ProviderError(400, 'BadRequest - {"error": {"message": "Too\\nlong: ' + "word " * 100 + '"}}')
    told = str(attempt_failed(error, ASKED).error)
    assert "(400): Too long: word word" in told
    assert "\n" not in told
    assert len(told) < 300


@pytest.mark.parametrize("status", [400, 422, 500])
def test_it_knows_which_parameter_a_server_refuses(status: int) -> None:
    """500 is what llama-cpp-python's server says: it knows `text` and `json_object` alone."""
    error = ProviderError(status, "{'loc': ('body', 'response_format', 'type'), 'input': 'json_schema'}")
    assert refuses_parameter(error, "response_format")
    assert not refuses_parameter(error, "seed")


@pytest.mark.parametrize("status", [401, 429, 503])
def test_it_takes_no_other_fault_for_a_refused_parameter(status: int) -> None:
    assert not refuses_parameter(ProviderError(status, "response_format"), "response_format")


def test_it_sees_a_broken_connection_behind_another_error() -> None:
    error = ProviderError(500)
    error.__cause__ = TransportError(None)
    assert "cannot be reached" in str(attempt_failed(error, ASKED).error)


@pytest.mark.parametrize("value", ["7", "7.0"])
def test_it_reads_how_long_to_wait_in_seconds(value: str) -> None:
    assert attempt_failed(ProviderError(429, headers={"retry-after": value}), ASKED).retry_after == 7


def test_it_reads_how_long_to_wait_from_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    seconds = attempt_failed(ProviderError(503, headers={"retry-after": date}), ASKED).retry_after
    assert seconds is not None
    assert 25 < seconds <= 30


@pytest.mark.parametrize("value", ["soon", ""])
def test_it_ignores_a_wait_it_cannot_read(value: str) -> None:
    assert attempt_failed(ProviderError(429, headers={"retry-after": value}), ASKED).retry_after is None
