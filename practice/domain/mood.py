"""How the customer feels: four gauges, and why each of them moved."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

GAUGES = ("frustration", "trust", "patience", "disclosure")


class Mood(BaseModel):
    """Gauges, each 0-100: a high frustration is bad, a high trust or patience is good.

    `disclosure` is how near the customer is to telling what they have not said yet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    frustration: int = Field(ge=0, le=100)
    trust: int = Field(ge=0, le=100)
    patience: int = Field(ge=0, le=100)
    disclosure: int = Field(default=0, ge=0, le=100)


@dataclass(frozen=True)
class AppraisedEvent:
    """Something this customer noticed in a reply. `about` is the key of a remedy, topic or not-allowed thing."""

    event: str
    words: str
    about: str | None = None


@dataclass(frozen=True)
class MoodEffect:
    """Why a gauge moved, in points: an event with the trainee's words, or a reason of the table without words."""

    event: str
    words: str
    frustration: int
    trust: int
    patience: int
    about: str | None = None
    disclosure: int = 0


@dataclass(frozen=True)
class MoodChange:
    """The points of `effects` are all there is between `before` and `after`: they add up, gauge by gauge."""

    before: Mood
    after: Mood
    effects: tuple[MoodEffect, ...]


def moved_by(before: Mood, effects: tuple[MoodEffect, ...]) -> MoodChange:
    """Raises pydantic's ValidationError where `effects` lead out of 0-100."""
    after = {gauge: getattr(before, gauge) + sum(getattr(e, gauge) for e in effects) for gauge in GAUGES}
    return MoodChange(before, Mood(**after), effects)
