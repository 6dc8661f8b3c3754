"""A talk as data: who said what, in order."""

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    CUSTOMER = "customer"
    TRAINEE = "trainee"


@dataclass(frozen=True)
class Line:
    """`name` says which customer speaks, where there are several."""

    speaker: Speaker
    text: str
    name: str = ""


Transcript = tuple[Line, ...]


def last_said_by(speaker: Speaker, transcript: Transcript) -> str:
    """Empty where they have not spoken."""
    return next((line.text for line in reversed(transcript) if line.speaker is speaker), "")
