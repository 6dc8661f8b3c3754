"""What a failed call becomes: one of our errors, in words for whoever runs the service.

Told by status and class name, so that nothing here imports litellm, openai or httpx, whose errors all arrive.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from practice.errors import (
    ModelError,
    ModelMisconfigured,
    ModelRefused,
    ModelTimeout,
    ModelUnavailable,
    UnreadableAnswer,
)
from practice.model.retry import AttemptError

_TIMEOUTS = {"Timeout", "TimeoutException", "APITimeoutError"}
#: httpx's; litellm's own APIConnectionError is what it makes of any error it does not know.
_UNREACHABLE = {"TransportError"}
_MOST_QUOTED = 200
#: OpenAI's, FastAPI's, and what llama-cpp-python's server says of anything in a request that it does not know.
_REFUSALS = (400, 422, 500)
#: Keys as providers write them, and any other long run that may be one.
_SECRET = re.compile(r"\b(?:sk|pk|gsk|xai|hf|key|Bearer|AIza)[-_ ]?[\w*-]{6,}|\b[\w*-]{32,}")
_MESSAGE = re.compile(r'"message":\s*("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True)
class Asked:
    """Whom we asked, as a person knows them."""

    model: str
    api_base: str | None
    seconds: float

    @property
    def place(self) -> str:
        return f"{self.model} at {self.api_base}" if self.api_base else self.model


def attempt_failed(error: BaseException, asked: Asked) -> AttemptError:
    names = _class_names(error)
    status = getattr(error, "status_code", None)
    if names & _TIMEOUTS or status == 408:
        return AttemptError(timed_out(asked))
    if "ContentPolicyViolationError" in names:
        return AttemptError(ModelRefused(f"The provider of {asked.model} declined to answer: {_words(error)}"))
    if status == 200 or "JSONDecodeError" in names or "APIResponseValidationError" in names:
        return AttemptError(UnreadableAnswer(f"{asked.place} answered with something that is no model's answer."))
    if status == 429 and "insufficient_quota" in str(error):
        return AttemptError(ModelMisconfigured(f"The account for {asked.model} has no credit left with its provider."))
    if status == 429:
        message = f"{asked.model} takes no more requests for the moment (429)."
        return AttemptError(ModelUnavailable(message), _retry_after(error))
    if names & _UNREACHABLE:
        message = f"{asked.place} cannot be reached or broke the connection. Check the address and that it runs."
        return AttemptError(ModelUnavailable(message))
    if isinstance(status, int) and status >= 500:
        return AttemptError(ModelUnavailable(f"{asked.model} has a fault of its own ({status})."), _retry_after(error))
    return AttemptError(_permanent(error, status, names, asked))


def timed_out(asked: Asked) -> ModelTimeout:
    return ModelTimeout(
        f"{asked.place} did not answer in time. PRACTICE_MODEL_TIMEOUT allows {asked.seconds:g} seconds, "
        "all attempts together."
    )


def broken_off(asked: Asked) -> ModelUnavailable:
    return ModelUnavailable(f"{asked.place} broke off in the middle of its answer.")


def refuses_parameter(error: BaseException, parameter: str) -> bool:
    return getattr(error, "status_code", None) in _REFUSALS and parameter in str(error)


def _permanent(error: BaseException, status: object, names: set[str], asked: Asked) -> ModelError:
    if "ContextWindowExceededError" in names:
        return ModelMisconfigured(
            f"This conversation is longer than {asked.model} can read. Choose a model with a larger context."
        )
    if status in (401, 403):
        # The provider's words are left out: they quote the key.
        return ModelMisconfigured(
            f"{asked.place} did not accept the key ({status}). Set the provider's key, such as OPENAI_API_KEY, "
            "in the environment or in .env."
        )
    if status == 404:
        return ModelMisconfigured(
            f"{asked.place} is not there (404). Check PRACTICE_MODEL and PRACTICE_API_BASE: {_words(error)}"
        )
    if isinstance(status, int):
        return ModelMisconfigured(f"{asked.place} did not accept the request ({status}): {_words(error)}")
    return ModelError(f"The call to {asked.model} failed in a way nobody foresaw: {type(error).__name__}.")


def _class_names(error: BaseException) -> set[str]:
    names: set[str] = set()
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            break
        names.update(cls.__name__ for cls in type(seen).__mro__)
        seen = seen.__cause__ or seen.__context__
    return names


def _words(error: BaseException) -> str:
    """The provider's own message, short, on one line and without keys."""
    text = str(error)
    if found := _MESSAGE.search(text):
        text = str(json.loads(found.group(1), strict=False))
    words = " ".join(_SECRET.sub("…", text).split())
    return words if len(words) <= _MOST_QUOTED else words[:_MOST_QUOTED] + "…"


def _retry_after(error: BaseException) -> float | None:
    """Seconds, from a header that holds seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after"""
    headers = getattr(error, "litellm_response_headers", None) or {}
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
