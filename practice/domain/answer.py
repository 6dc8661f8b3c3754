"""A model's answer that is to be one JSON object, and nothing else."""

import json
import re
from typing import Any, NoReturn

from practice.errors import UnreadableAnswer

_FENCED_JSON = re.compile(r"\A\s*```(?:json)?[ \t]*\r?\n(.*?)\r?\n?\s*```\s*\Z", re.DOTALL | re.IGNORECASE)
_LONGEST_SHOWN = 40


def closed_object(properties: dict[str, Any]) -> dict[str, Any]:
    """JSON schema of an object that has exactly these keys, as strict structured output asks for."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_object(answer: str) -> dict[str, Any]:
    """The object; a Markdown fence around it is taken off. Raises UnreadableAnswer that names the fault."""
    fenced = _FENCED_JSON.match(answer)
    text = fenced.group(1) if fenced else answer
    if not text.strip():
        raise UnreadableAnswer("the answer is empty")
    try:
        value = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnreadableAnswer(f"not one JSON object: {error.msg} at character {error.pos}") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableAnswer("not one JSON object: too deep, or a number is too long") from error
    if not isinstance(value, dict):
        raise UnreadableAnswer("not one JSON object but another JSON value")
    return value


def shown(value: object) -> str:
    """A value of the answer as a message quotes it: short, whatever it is."""
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def storable(text: str) -> str:
    """`text` as every database takes it: without NUL, and with halves of characters joined or replaced."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = [key for key in keys if keys.count(key) > 1]
    if repeated:
        raise UnreadableAnswer(f"key {shown(repeated[0])} stands twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise UnreadableAnswer(f"{name} is not JSON")
