"""What the customer notices, each with the trainee's own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from practice.model.stub.cases import Recognised
from practice.model.stub.cues import Sign
from practice.model.stub.judged import opening_words
from practice.model.stub.lexicon import Cue
from practice.model.stub.listening import said
from practice.model.stub.reading import Reading

#: Words from above or against the customer: what stands beside them is no repair.
BELOW = (Cue.INSULT, Cue.SARCASM, Cue.BLAME, Cue.TALKS_DOWN, Cue.BELITTLING, Cue.THREAT)


@dataclass(frozen=True)
class Event:
    event: str
    words: str
    about: str | None = None

    def as_json(self) -> dict[str, str | None]:
        return {"words": self.words, "event": self.event, "about": self.about}


def shown_by(name: str, reading: Reading, sign: Sign | None) -> Iterator[Event]:
    if sign:
        yield Event(name, reading.signs.quote(sign))


def shown_by_all(name: str, reading: Reading) -> Event:
    """Where it is what the reply leaves out that the customer notices."""
    return Event(name, opening_words(reading) or "")


def means(thing: Recognised, text: str) -> bool:
    return any(said(phrase, text) for phrase in thing.said_as)
