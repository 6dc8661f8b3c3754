"""Calmness: heat first, then what steadies."""

import re

from practice.model.stub.cues import Sign
from practice.model.stub.findings import Calmness
from practice.model.stub.judged import Judged, because, clauses_with, first_of, is_short, understanding
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading

_SHARP = (Cue.IRRITATION, Cue.SARCASM, Cue.CALM_DOWN, Cue.THREAT)
_DEFENSIVE = (Cue.BLAME, Cue.TALKS_DOWN, Cue.BELITTLING)
_EXCLAIMED = re.compile(r"[^.!?\n]*!\s*!|(?:[^!]*!){3}")
_MANY = 3


def judge_calmness(reading: Reading) -> Judged:
    heat = _heat(reading)
    if heat:
        return heat
    warm = _warm(reading)
    moving = _moving(reading)
    if warm and moving and not reading.apology_taken_back:
        return because(Calmness.STEADYING, reading, reading.first(Cue.STEADY), warm)
    if (warm or moving or reading.first(Cue.APOLOGY)) and not _shut(reading):
        return because(Calmness.COMPOSED, reading, warm, moving)
    if is_short(reading):
        return Judged(Calmness.TOO_LITTLE, None)
    return because(Calmness.FLAT, reading)


def _heat(reading: Reading) -> Judged | None:
    insult, swearing = reading.first(Cue.INSULT), reading.first(Cue.SWEARING)
    sharp, defensive = reading.first(*_SHARP), reading.first(*_DEFENSIVE)
    if insult:
        return because(Calmness.INSULTING, reading, insult)
    if reading.shouted:
        return Judged(Calmness.SHOUTING, reading.shouted)
    exclaimed = _EXCLAIMED.search(reading.signs.reply)
    many = clauses_with(reading, *_SHARP) > 1 or clauses_with(reading, *_SHARP, *_DEFENSIVE) >= _MANY
    if swearing or many or (sharp and exclaimed):
        return because(Calmness.HEATED, reading, swearing, sharp, defensive)
    if sharp:
        return because(Calmness.IRRITATED, reading, sharp)
    if defensive:
        return because(Calmness.DEFENSIVE, reading, defensive)
    if exclaimed and not reading.offers:
        return because(Calmness.EXCLAIMING, reading)
    return None


def _warm(reading: Reading) -> Sign | None:
    return first_of(understanding(reading)) or reading.first(Cue.STEADY, Cue.BOUNDARY)


def _moving(reading: Reading) -> Sign | None:
    offer = next((offer.sign for offer in reading.offers), None)
    return offer or reading.first(Cue.WISH_ASKED, Cue.CHOICE) or reading.question


def _shut(reading: Reading) -> bool:
    """Only set phrases, or a refusal that leads nowhere."""
    refused = reading.first(Cue.REFUSAL, Cue.POLICY) is not None
    return reading.only_formulas or (refused and not reading.offers and not understanding(reading))
