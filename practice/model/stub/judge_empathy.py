"""Empathy: what hurts first, then whether the words belong to this customer."""

from practice.model.stub.cues import Sign
from practice.model.stub.findings import Empathy
from practice.model.stub.judged import Judged, because, understanding
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading

_HURTFUL = (Cue.INSULT, Cue.SARCASM, Cue.BELITTLING, Cue.CALM_DOWN, Cue.BLAME, Cue.THREAT)
_CURT = (Cue.TALKS_DOWN, Cue.IRRITATION, Cue.DISMISSAL, Cue.SWEARING)
_ENOUGH = 2


def judge_empathy(reading: Reading) -> Judged:
    hurt = reading.first(*_HURTFUL)
    if hurt:
        return because(Empathy.HURTFUL, reading, hurt)
    understood = understanding(reading)
    taken_back = reading.apology_taken_back
    if taken_back:
        finding = Empathy.HALF_TAKEN_BACK if understood else Empathy.TAKEN_BACK
        return because(finding, reading, taken_back)
    curt = reading.first(*_CURT)
    if curt and len(understood) < _ENOUGH:
        return because(Empathy.CURT, reading, curt)
    if understood:
        finding = Empathy.DEEP if len(understood) >= _ENOUGH else Empathy.SPECIFIC
        return because(finding, reading, *understood)
    return _without_understanding(reading)


def _without_understanding(reading: Reading) -> Judged:
    refused = reading.first(Cue.REFUSAL, Cue.POLICY)
    apology, formula = _own_apology(reading), reading.first(Cue.FORMULA_EMPATHY)
    set_phrase = reading.first(Cue.STOCK, Cue.FORMULA_EMPATHY, Cue.APOLOGY)
    if reading.only_formulas:
        return because(Empathy.FORMULA, reading, set_phrase)
    if apology or (formula and (reading.offers or reading.asks)):
        return because(Empathy.PLAIN, reading, apology, formula)
    if set_phrase:
        return because(Empathy.FORMULA, reading, set_phrase)
    if refused:
        return because(Empathy.COLD, reading, refused)
    asked = reading.first(Cue.WISH_ASKED) or reading.question
    if asked:
        return because(Empathy.INTERESTED, reading, asked)
    return Judged(Empathy.TOO_LITTLE, None)


def _own_apology(reading: Reading) -> Sign | None:
    """An apology that is not part of a set phrase."""
    stock = reading.signs.of(Cue.STOCK)
    return next((s for s in reading.signs.of(Cue.APOLOGY) if not any(k.clause.holds(s.at) for k in stock)), None)
