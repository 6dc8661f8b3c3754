"""A level tone: only words that place the trainee above the customer lower it; plain directness does not."""

from practice.model.stub.findings import LevelTone
from practice.model.stub.judged import Judged, because, clauses_with, is_short, understanding
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading

_ABOVE = (Cue.TALKS_DOWN, Cue.CALM_DOWN, Cue.BELITTLING, Cue.BLAME, Cue.THREAT)
_DISMISSIVE = (Cue.DISMISSAL, Cue.IRRITATION, Cue.SWEARING)


def judge_level_tone(reading: Reading) -> Judged:
    above = _above(reading)
    if above:
        return above
    dismissive = reading.first(*_DISMISSIVE)
    if dismissive:
        return because(LevelTone.DISMISSIVE, reading, dismissive)
    beside = reading.first(Cue.INVITING, Cue.CHOICE, Cue.WISH_ASKED, Cue.THANKS_FOR_TELLING)
    policy, order = reading.first(Cue.POLICY), reading.first(Cue.ORDER)
    near = bool(beside or reading.offers or understanding(reading))
    if policy and not near:
        return because(LevelTone.OFFICIAL, reading, policy)
    if order and not near:
        return because(LevelTone.ORDERING, reading, order)
    if reading.only_formulas or (reading.first(Cue.REFUSAL) and not near):
        return because(LevelTone.OFFICIAL, reading, reading.first(Cue.STOCK, Cue.REFUSAL))
    if beside and not policy:
        return because(LevelTone.BESIDE, reading, beside)
    if is_short(reading):
        return Judged(LevelTone.TOO_LITTLE, None)
    return because(LevelTone.PLAIN, reading, beside)


def _above(reading: Reading) -> Judged | None:
    insult, mocked = reading.first(Cue.INSULT), reading.first(Cue.SARCASM)
    if insult:
        return because(LevelTone.INSULTING, reading, insult)
    if mocked:
        return because(LevelTone.MOCKING, reading, mocked)
    above = reading.first(*_ABOVE)
    if above is None:
        return None
    if clauses_with(reading, *_ABOVE) > 1:
        return because(LevelTone.FAR_ABOVE, reading, above)
    return because(LevelTone.BLAMING if above.cue is Cue.BLAME else LevelTone.LECTURING, reading, above)
