"""OpenAI's chat completion format, read and written.

https://platform.openai.com/docs/api-reference/chat
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from practice.model.port import Message, ModelAnswer, ModelRequest, Role, Usage
from practice.model.response_format import ResponseFormat

MODEL = "stub"
REFUSAL = "I'm sorry, but I can't help with that."
_DEFAULT_MAX_TOKENS = 4096
_CREATED = 1_700_000_000  # the stub answers the same question with the same bytes, always


class RejectedError(Exception):
    """OpenAI's 400: `param` names the field."""

    def __init__(self, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.param = param


def error_body(message: str, kind: str, param: str | None = None, code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def read_body(body: bytes) -> dict[str, Any]:
    """Raises RejectedError."""
    try:
        value = json.loads(body)
    except ValueError as error:
        raise RejectedError(f"The body is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise RejectedError("The body is not a JSON object.")
    return value


def model_request(body: Mapping[str, Any], understands: ResponseFormat) -> ModelRequest:
    """Raises RejectedError. The wire does not name the role; the stub reads its task from the case in the prompt."""
    schema, schema_name = _schema(body.get("response_format"), understands)
    seed = body.get("seed")
    max_tokens = body.get("max_completion_tokens") or body.get("max_tokens") or _DEFAULT_MAX_TOKENS
    temperature = body.get("temperature", 1.0)
    if not isinstance(temperature, int | float) or not isinstance(max_tokens, int):
        raise RejectedError("temperature and max_tokens are numbers.", "temperature")
    return ModelRequest(
        role=Role.CUSTOMER,
        messages=_messages(body.get("messages")),
        temperature=float(temperature),
        max_tokens=max_tokens,
        schema=schema,
        schema_name=schema_name,
        seed=seed if isinstance(seed, int) else None,
    )


def _messages(value: object) -> tuple[Message, ...]:
    if not isinstance(value, list) or not value:
        raise RejectedError("messages is a list with at least one message.", "messages")
    messages = []
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("role"), str):
            raise RejectedError("A message is an object with role and content.", "messages")
        messages.append(Message(item["role"], _text(item.get("content"))))
    return tuple(messages)


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _schema(value: object, understands: ResponseFormat) -> tuple[Mapping[str, Any] | None, str]:
    if not isinstance(value, dict) or value.get("type") == "text":
        return None, "answer"
    kind = value.get("type")
    if kind not in ("json_object", "json_schema") or ResponseFormat(kind).rank > understands.rank:
        raise RejectedError(f"response_format of type {kind!r} is not supported.", "response_format")
    if kind == "json_object":
        return None, "answer"
    asked = value.get("json_schema")
    if not isinstance(asked, dict) or not isinstance(asked.get("schema"), dict):
        raise RejectedError("json_schema holds name and schema.", "response_format")
    return asked["schema"], str(asked.get("name", "answer"))


def usage_object(usage: Usage) -> dict[str, int]:
    total = usage.prompt_tokens + usage.completion_tokens
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": total,
    }


def completion(answer: ModelAnswer, text: str | None, finish_reason: str, refusal: str | None) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": _CREATED,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": usage_object(answer.usage),
    }


_CHUNK = f'"id":"chatcmpl-stub","object":"chat.completion.chunk","created":{_CREATED},"model":"{MODEL}"'


def delta_event(delta: Mapping[str, Any], finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return f'data: {{{_CHUNK},"choices":[{json.dumps(choice, ensure_ascii=False)}]}}\n\n'.encode()


def usage_event(usage: Usage) -> bytes:
    return f'data: {{{_CHUNK},"choices":[],"usage":{json.dumps(usage_object(usage))}}}\n\n'.encode()


DONE_EVENT = b"data: [DONE]\n\n"


def tokens_of(text: str) -> Iterator[str]:
    """Words with the space before them: joined, they are the text again."""
    return (found.group() for found in re.finditer(r"\s*\S+|\s+$", text))


def models_object() -> dict[str, Any]:
    model = {"id": MODEL, "object": "model", "created": _CREATED, "owned_by": "practice"}
    return {"object": "list", "data": [model]}
