"""What the stub can find in a whole talk, and the level each finding stands for."""

from enum import Enum


class TalkFinding(Enum):
    SILENT = "silent"
    WRONG_LANGUAGE = "wrong_language"
    BEYOND_RULES = "beyond_rules"
    FORBIDDEN_OFFERED = "forbidden_offered"
    NOTHING_FIRM = "nothing_firm"
    SOME_STEP = "some_step"
    REMEDY = "remedy"
    REMEDY_WHOLE = "remedy_whole"
    NOTHING_HARD = "nothing_hard"
    HARD_UNSAID = "hard_unsaid"
    HARD_PARTLY_SAID = "hard_partly_said"
    HARD_SAID = "hard_said"
    WAY_CLOSED = "way_closed"
    NOT_ASKED = "not_asked"
    ASKED = "asked"
    LEARNT = "learnt"
    NOTHING_LEARNT = "nothing_learnt"


_LEVELS: dict[TalkFinding, int] = {
    TalkFinding.FORBIDDEN_OFFERED: 1,
    TalkFinding.NOTHING_FIRM: 2,
    TalkFinding.SOME_STEP: 3,
    TalkFinding.REMEDY: 4,
    TalkFinding.REMEDY_WHOLE: 5,
    TalkFinding.HARD_UNSAID: 2,
    TalkFinding.HARD_PARTLY_SAID: 3,
    TalkFinding.HARD_SAID: 4,
    TalkFinding.WAY_CLOSED: 2,
    TalkFinding.NOT_ASKED: 3,
    TalkFinding.ASKED: 4,
    TalkFinding.LEARNT: 4,
}


def talk_level_of(finding: TalkFinding) -> int | None:
    """None where the finding leaves nothing to judge by."""
    return _LEVELS.get(finding)
