"""Replies to grade in bulk, from JSON lines: all of them are read and checked before the first is graded."""

import json
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from practice.domain.language import Language
from practice.domain.scenario import Channel
from practice.errors import BadInput

FIELDS = ("id", "language", "channel", "situation", "customer", "reply")


class BulkItem(BaseModel):
    """One line of input. `situation` is what happened, `customer` is what the reply answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    language: Language
    channel: Channel
    situation: str = Field(min_length=1)
    customer: str = Field(min_length=1)
    reply: str = Field(min_length=1, max_length=20_000)


def read_items(lines: Iterable[str], source: str) -> list[BulkItem]:
    """Raises BadInput that names every unusable line and its field."""
    items: list[BulkItem] = []
    problems: list[str] = []
    first_seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{source}, line {number}"
        try:
            item = BulkItem.model_validate(_object(line.removeprefix("\ufeff"), where))
        except ValidationError as error:
            problems += [f"{where}: {_sentence(details)}" for details in error.errors()]
        except BadInput as error:
            problems.append(str(error))
        else:
            if item.id in first_seen:
                problems.append(
                    f"{where}: field 'id': {item.id!r} stands at line {first_seen[item.id]} already; each id once"
                )
            first_seen.setdefault(item.id, number)
            items.append(item)
    if problems:
        raise BadInput("\n".join(problems))
    if not items:
        raise BadInput(f"{source}: holds no replies; each line is a JSON object with {', '.join(FIELDS)}")
    return items


def _object(line: str, where: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: not JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(value, dict):
        raise BadInput(f"{where}: not a JSON object; it needs the fields {', '.join(FIELDS)}")
    return value


def _sentence(details: ErrorDetails) -> str:
    field = ".".join(str(part) for part in details["loc"])
    if details["type"] == "missing":
        return f"field '{field}' is missing; needed: {', '.join(FIELDS)}"
    if details["type"] == "extra_forbidden":
        return f"field '{field}' is not known; known: {', '.join(FIELDS)}"
    return f"field '{field}': {details['msg']}"
