"""Solutions offered: a step, how firm it is, and what stands in its way."""

from practice.model.stub.findings import Solutions
from practice.model.stub.judged import Judged, because, first_of
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading

_CLOSING = (Cue.REFUSAL, Cue.DISMISSAL, Cue.POLICY)
_HARM = (Cue.INSULT, Cue.SARCASM, Cue.BLAME, Cue.BELITTLING, Cue.CALM_DOWN, Cue.TALKS_DOWN, Cue.IRRITATION, Cue.THREAT)
_FIRM = 2


def judge_solutions(reading: Reading) -> Judged:
    if reading.concrete:
        return _concrete(reading)
    if reading.offers:
        return _small(reading)
    closing, order = reading.first(*_CLOSING), reading.first(Cue.ORDER)
    asked = reading.first(Cue.WISH_ASKED)
    if asked and not closing:
        return because(Solutions.ASKING, reading, asked)
    if order:
        return because(Solutions.LEFT_TO_CUSTOMER, reading, order)
    if closing:
        return because(Solutions.SHUT, reading, closing)
    vague = reading.first(Cue.VAGUE)
    if vague:
        return because(Solutions.VAGUE, reading, vague)
    harm = reading.first(*_HARM)
    if harm:
        return because(Solutions.SHUT, reading, harm)
    return Judged(Solutions.TOO_LITTLE, None)


def _concrete(reading: Reading) -> Judged:
    offers = reading.concrete
    first = offers[0].sign
    several = len({offer.sign.clause for offer in offers}) > 1
    firmness = min(len(reading.times), 2) + sum((bool(reading.owners), bool(reading.choices), several))
    refused = [sign for sign in reading.signs.of(*_CLOSING) if sign.at.start < first.at.start]
    if refused:
        return because(Solutions.NO_THEN_YES if firmness < _FIRM else Solutions.CONCRETE, reading, first)
    timed = next((o.sign for o in offers for time in reading.times if o.sign.clause.holds(time.at)), None)
    vague = reading.signs.within(first.clause, Cue.VAGUE)
    if vague and not firmness:
        return because(Solutions.VAGUE, reading, *vague)
    if firmness >= _FIRM:
        return because(Solutions.WHOLE, reading, timed, first)
    if firmness:
        return because(Solutions.CONCRETE, reading, timed, first)
    return because(Solutions.OFFERED, reading, first)


def _small(reading: Reading) -> Judged:
    first = reading.offers[0].sign
    vague = reading.first(Cue.VAGUE)
    time = first_of(reading.times)
    if time and not vague:
        return because(Solutions.CONCRETE, reading, time)
    if vague and not time:
        return because(Solutions.VAGUE, reading, vague)
    return because(Solutions.BEGUN, reading, first)
