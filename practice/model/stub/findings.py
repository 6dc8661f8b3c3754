"""What the stub's grader can find in a reply, per criterion, and the level each finding stands for."""

from enum import Enum

WRONG_LANGUAGE = "wrong_language"
TOO_LITTLE = "too_little"


class Calmness(Enum):
    INSULTING = "insulting"
    SHOUTING = "shouting"
    HEATED = "heated"
    IRRITATED = "irritated"
    DEFENSIVE = "defensive"
    EXCLAIMING = "exclaiming"
    FLAT = "flat"
    COMPOSED = "composed"
    STEADYING = "steadying"
    TOO_LITTLE = TOO_LITTLE
    WRONG_LANGUAGE = WRONG_LANGUAGE


class Empathy(Enum):
    HURTFUL = "hurtful"
    TAKEN_BACK = "taken_back"
    FORMULA = "formula"
    COLD = "cold"
    CURT = "curt"
    HALF_TAKEN_BACK = "half_taken_back"
    PLAIN = "plain"
    INTERESTED = "interested"
    SPECIFIC = "specific"
    DEEP = "deep"
    TOO_LITTLE = TOO_LITTLE
    WRONG_LANGUAGE = WRONG_LANGUAGE


class Solutions(Enum):
    SHUT = "shut"
    VAGUE = "vague"
    LEFT_TO_CUSTOMER = "left_to_customer"
    NO_THEN_YES = "no_then_yes"
    ASKING = "asking"
    BEGUN = "begun"
    OFFERED = "offered"
    CONCRETE = "concrete"
    WHOLE = "whole"
    TOO_LITTLE = TOO_LITTLE
    WRONG_LANGUAGE = WRONG_LANGUAGE


class LevelTone(Enum):
    INSULTING = "insulting"
    MOCKING = "mocking"
    FAR_ABOVE = "far_above"
    LECTURING = "lecturing"
    BLAMING = "blaming"
    DISMISSIVE = "dismissive"
    OFFICIAL = "official"
    ORDERING = "ordering"
    PLAIN = "plain"
    BESIDE = "beside"
    TOO_LITTLE = TOO_LITTLE
    WRONG_LANGUAGE = WRONG_LANGUAGE


Finding = Calmness | Empathy | Solutions | LevelTone

_LEVELS: dict[Finding, int] = {
    Calmness.INSULTING: 1,
    Calmness.SHOUTING: 1,
    Calmness.HEATED: 1,
    Calmness.IRRITATED: 2,
    Calmness.DEFENSIVE: 2,
    Calmness.EXCLAIMING: 2,
    Calmness.FLAT: 3,
    Calmness.COMPOSED: 4,
    Calmness.STEADYING: 5,
    Empathy.HURTFUL: 1,
    Empathy.TAKEN_BACK: 2,
    Empathy.FORMULA: 2,
    Empathy.COLD: 2,
    Empathy.CURT: 2,
    Empathy.HALF_TAKEN_BACK: 3,
    Empathy.PLAIN: 3,
    Empathy.INTERESTED: 3,
    Empathy.SPECIFIC: 4,
    Empathy.DEEP: 5,
    Solutions.SHUT: 1,
    Solutions.VAGUE: 2,
    Solutions.LEFT_TO_CUSTOMER: 2,
    Solutions.NO_THEN_YES: 3,
    Solutions.ASKING: 3,
    Solutions.BEGUN: 3,
    Solutions.OFFERED: 3,
    Solutions.CONCRETE: 4,
    Solutions.WHOLE: 5,
    LevelTone.INSULTING: 1,
    LevelTone.MOCKING: 1,
    LevelTone.FAR_ABOVE: 1,
    LevelTone.LECTURING: 2,
    LevelTone.BLAMING: 2,
    LevelTone.DISMISSIVE: 2,
    LevelTone.OFFICIAL: 3,
    LevelTone.ORDERING: 3,
    LevelTone.PLAIN: 4,
    LevelTone.BESIDE: 5,
}


def level_of(finding: Finding) -> int | None:
    """None where the finding leaves nothing to judge by."""
    return _LEVELS.get(finding)
