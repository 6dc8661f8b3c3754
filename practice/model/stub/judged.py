"""A judgement on one criterion, and the ways to quote for it."""

from dataclasses import dataclass

from practice.model.stub.cues import Sign, first_words, trimmed
from practice.model.stub.findings import Finding
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading

FEWEST_WORDS = 2


@dataclass(frozen=True)
class Judged:
    finding: Finding
    quote: str | None


def because(finding: Finding, reading: Reading, *signs: Sign | None) -> Judged:
    """Quotes the first sign that is there, else how the reply begins."""
    sign = next((sign for sign in signs if sign), None)
    return Judged(finding, reading.signs.quote(sign) if sign else opening_words(reading))


def opening_words(reading: Reading) -> str | None:
    sentences = reading.signs.sentences
    return first_words(trimmed(reading.signs.reply, sentences[0])) if sentences else None


def first_of(signs: tuple[Sign, ...]) -> Sign | None:
    return signs[0] if signs else None


def clauses_with(reading: Reading, *cues: Cue) -> int:
    """In how many clauses one of `cues` stands, so that one phrase with two meanings counts once."""
    return len({sign.clause for sign in reading.signs.of(*cues)})


def is_short(reading: Reading) -> bool:
    return len(reading.signs.reply.split()) < FEWEST_WORDS


def understanding(reading: Reading) -> tuple[Sign, ...]:
    """What was understood of this customer, one sign of each kind."""
    kinds = (
        first_of(reading.troubles),
        first_of(reading.feelings),
        reading.first(Cue.RESPONSIBILITY),
        reading.first(Cue.THANKS_FOR_TELLING),
    )
    return tuple(sign for sign in kinds if sign)
