"""Grades a reply by the cues in it. What the stub cannot judge, it says so; it never makes up a level."""

from collections.abc import Callable
from string import Template
from typing import Any

from practice.domain.language import Language
from practice.domain.rubric import NOT_SHOWN
from practice.model.stub.cases import GradingCase
from practice.model.stub.findings import Calmness, Empathy, Finding, LevelTone, Solutions, level_of
from practice.model.stub.judge_calmness import judge_calmness
from practice.model.stub.judge_empathy import judge_empathy
from practice.model.stub.judge_level_tone import judge_level_tone
from practice.model.stub.judge_solutions import judge_solutions
from practice.model.stub.judged import Judged
from practice.model.stub.lexicon import Remark, Remarks, feedback_file
from practice.model.stub.picking import picked
from practice.model.stub.reading import Reading, read_reply

Score = dict[str, Any]

_JUDGES: dict[str, Callable[[Reading], Judged]] = {
    "calmness": judge_calmness,
    "empathy": judge_empathy,
    "solutions": judge_solutions,
    "level_tone": judge_level_tone,
}
_FOREIGN: dict[str, Finding] = {
    "calmness": Calmness.WRONG_LANGUAGE,
    "empathy": Empathy.WRONG_LANGUAGE,
    "solutions": Solutions.WRONG_LANGUAGE,
    "level_tone": LevelTone.WRONG_LANGUAGE,
}


def grade(case: GradingCase) -> dict[str, dict[str, Score]]:
    reading = read_reply(case.reply, case.language, case.customer, case.situation)
    return {
        "scores": {
            key: {**unanswered(checks), **_score(key, reading, case.language)} for key, checks in case.criteria.items()
        }
    }


def unanswered(keys: list[str]) -> dict[str, dict[str, None]]:
    """Rules that find cues do not know what a trainer's question asks."""
    return {"checks": dict.fromkeys(keys)} if keys else {}


def judged_on(criterion: str, reading: Reading) -> Judged | None:
    """None for a criterion the stub does not know."""
    judge = _JUDGES.get(criterion)
    if judge is None:
        return None
    if reading.foreign and not (judge is judge_calmness and reading.shouted):
        return Judged(_FOREIGN[criterion], None)
    return judge(reading)


def _score(criterion: str, reading: Reading, language: Language) -> Score:
    words = feedback_file(language)
    judged = judged_on(criterion, reading)
    if judged is None:
        reason = Template(words.unknown_criterion).safe_substitute(criterion=criterion)
        return {"quotes": [], "reason": reason, "level": NOT_SHOWN, "advice": None}
    remark = _remark(words.remarks, judged.finding)
    level = level_of(judged.finding)
    reply = reading.signs.reply
    return {
        "quotes": [judged.quote] if judged.quote else [],
        "reason": picked(remark.reasons, criterion, reply),
        "level": NOT_SHOWN if level is None else level,
        "advice": picked(remark.advice, reply, criterion) if remark.advice else None,
    }


def _remark(remarks: Remarks, finding: Finding) -> Remark:
    match finding:
        case Calmness():
            return remarks.calmness[finding]
        case Empathy():
            return remarks.empathy[finding]
        case Solutions():
            return remarks.solutions[finding]
        case LevelTone():
            return remarks.level_tone[finding]
