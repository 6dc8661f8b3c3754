"""What to take along from a talk: one strength, at most two priorities, each backed by the trainee's own words."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from practice.domain.answer import closed_object, read_object, storable
from practice.domain.evidence import find_quote
from practice.domain.rubric import Rubric
from practice.errors import UnreadableAnswer

MOST_PRIORITIES = 2


class _Point(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    criterion: str | None = None
    quote: str = Field(min_length=1)
    text: str = Field(min_length=1)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    strength: _Point | None
    priorities: list[_Point]


@dataclass(frozen=True)
class Point:
    criterion: str | None
    quote: str
    text: str


@dataclass(frozen=True)
class Debrief:
    strength: Point | None
    priorities: tuple[Point, ...]


def debrief_schema(rubric: Rubric) -> dict[str, Any]:
    text = {"type": "string"}
    keys = [criterion.key for criterion in rubric.criteria]
    strength = closed_object({"quote": text, "text": text})
    priority = closed_object({"criterion": {"type": "string", "enum": keys}, "quote": text, "text": text})
    return closed_object(
        {
            "strength": {"anyOf": [strength, {"type": "null"}]},
            "priorities": {"type": "array", "items": priority},
        }
    )


def read_debrief(answer: str, replies: list[str], rubric: Rubric) -> Debrief:
    """Raises UnreadableAnswer. A point whose quote the trainee never wrote is dropped, a third priority left out."""
    try:
        found = _Answer.model_validate(read_object(answer))
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:3])
        raise UnreadableAnswer(f"the coach's answer is not what was asked for: {what}") from error
    known = {criterion.key for criterion in rubric.criteria}
    strength = _believed(found.strength, replies) if found.strength else None
    priorities = tuple(
        point for given in found.priorities if given.criterion in known and (point := _believed(given, replies))
    )
    return Debrief(strength, priorities[:MOST_PRIORITIES])


def _believed(point: _Point, replies: list[str]) -> Point | None:
    if not any(find_quote(point.quote, reply) for reply in replies):
        return None
    return Point(point.criterion, storable(point.quote), storable(point.text))
