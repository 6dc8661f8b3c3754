"""A practised talk as data: a tree of turns, of which one path from the root is the talk as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from practice.domain.language import Language
from practice.domain.mood import Mood, MoodEffect
from practice.domain.stock import Move
from practice.domain.transcript import Line, Speaker, Transcript


class Outcome(StrEnum):
    """How it ended for the customer; OPEN where the trainee ended the talk or it goes on."""

    OPEN = "open"
    RESOLVED = "resolved"
    LEFT = "left"
    ESCALATED = "escalated"  #: taken to somebody who may decide, in anger or by a good handover


class Mode(StrEnum):
    """PRACTICE shows mood and grades as the talk goes on, CHECK only when it is over."""

    PRACTICE = "practice"
    CHECK = "check"


class TurnStatus(StrEnum):
    SPEAKING = "speaking"
    SAID = "said"
    STOPPED = "stopped"  #: the trainee stopped it; what was said by then is kept
    FAILED = "failed"  #: the model gave no usable line; can be tried again


@dataclass(frozen=True)
class Problem:
    """Why something is not there: a stable key that pages translate, and the detail for a log or a trainer."""

    key: str
    detail: str


@dataclass(frozen=True)
class SpeechCheck:
    """What happened to the model's words before the trainee saw them."""

    retried: bool = False
    fell_back: bool = False
    broken_rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reaction:
    """What a reply did to one customer. `move` is what they would do next if they spoke."""

    customer: str
    mood: Mood
    effects: tuple[MoodEffect, ...] = ()
    move: Move | None = None


@dataclass(frozen=True)
class Turn:
    """`mood` and `effects` belong to the customer's turns: the mood after what the trainee said before it.

    `customer` is the key of who speaks, empty in talks from before there could be two; `beside` is what the reply did
    to the customer who kept silent.
    `reply_seconds` belongs to the trainee's turns: from the customer's last word to the reply.
    """

    id: str
    conversation_id: str
    parent_id: str | None
    speaker: Speaker
    text: str
    status: TurnStatus
    said_at: datetime
    attempt: int = 0
    mood: Mood | None = None
    effects: tuple[MoodEffect, ...] = ()
    move: Move | None = None
    check: SpeechCheck | None = None
    reply_seconds: float | None = None
    problem: Problem | None = None
    not_believed: tuple[str, ...] = ()  #: what the appraiser claimed without the trainee's words to back it
    customer: str = ""
    beside: tuple[Reaction, ...] = ()

    def reaction(self, customer: str) -> Reaction | None:
        """None where this customer has not reacted in this turn."""
        if self.mood is not None and self.customer in ("", customer):
            return Reaction(customer, self.mood, self.effects, self.move)
        return next((reaction for reaction in self.beside if reaction.customer == customer), None)


@dataclass(frozen=True)
class ReadingGroup:
    """In which the talk's owner practises; `reads`: its trainers read the talk as it stands."""

    name: str
    reads: bool


@dataclass(frozen=True)
class Conversation:
    """`groups` are told only of a talk that was asked for by itself."""

    id: str
    person_id: int
    scenario_key: str
    scenario_text: str
    rubric_key: str
    rubric_text: str
    rubric_version_id: int
    language: Language
    difficulty: int
    mode: Mode
    unhurried: bool  #: the trainee asked for time: waiting costs nothing
    seed: int
    outcome: Outcome
    head_turn_id: str | None
    started_at: datetime
    ended_at: datetime | None
    draft: int | None = None  #: number of the scenario's version that it tries, unpublished when it began
    assignment_id: str | None = None
    private: bool = False  #: nobody else reads it before it is handed in
    trial: bool = False  #: of a scenario by a trainer: nobody else ever reads it, and it is no practice
    handed_in_at: datetime | None = None
    groups: tuple[ReadingGroup, ...] = ()
    rubric_number: int | None = None  #: of an organisation's own version, None for the service's own text
    rubric_since: datetime | None = None  #: when that version was made, or that text first met

    @property
    def open(self) -> bool:
        return self.ended_at is None

    def is_of(self, person_id: int) -> bool:
        return self.person_id == person_id

    @property
    def reveals(self) -> bool:
        """Whether mood and grades may be shown: always in practice, after the end in a check."""
        return self.mode is Mode.PRACTICE or not self.open


def transcript_of(turns: Iterable[Turn], names: Mapping[str, str]) -> Transcript:
    """The lines said so far; a customer's turn without words yet is left out.

    `names` (customer's key -> name) are put to the lines where several customers speak; empty where there is one.
    """
    return tuple(Line(turn.speaker, turn.text, names.get(turn.customer, "")) for turn in turns if turn.text)


def mood_of(turns: Iterable[Turn], customer: str) -> Mood | None:
    """The newest of this customer; None before their first."""
    reactions = [reaction for turn in turns if (reaction := turn.reaction(customer))]
    return reactions[-1].mood if reactions else None
