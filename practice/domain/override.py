"""What people say of a level: one that a trainer sets in place of the machine's, and one that a trainee disputes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: Characters in which somebody says why.
LONGEST_WORDS = 1000


class OverrideReason(StrEnum):
    WRONG_LEVEL = "wrong_level"
    WRONG_EVIDENCE = "wrong_evidence"
    MISSING_EVIDENCE = "missing_evidence"
    NOT_SHOWN = "not_shown"  #: the reply gives nothing to judge this criterion by
    RUBRIC_UNCLEAR = "rubric_unclear"


class SecondLook(StrEnum):
    """Whether who practised can ask a trainer to look at a level again."""

    OFFERED = "offered"
    AFTER_HANDING_IN = "after_handing_in"  #: no trainer reads the talk before
    NEVER = "never"  #: nobody could answer


def fits(level: int | None, reason: OverrideReason) -> bool:
    """That there is nothing to judge by is the reason for no level, and for that alone."""
    return (level is None) is (reason is OverrideReason.NOT_SHOWN)


@dataclass(frozen=True)
class Override:
    """`level` is 1-5, None for not shown. `words` say why, in the trainer's own."""

    id: int
    criterion: str
    level: int | None
    reason: OverrideReason
    words: str
    trainer: str
    when: datetime


@dataclass(frozen=True)
class DisputeAnswer:
    words: str
    trainer: str
    when: datetime


@dataclass(frozen=True)
class Dispute:
    """What a trainee holds against a level, in their own words."""

    id: int
    criterion: str
    words: str
    when: datetime
    answer: DisputeAnswer | None = None
