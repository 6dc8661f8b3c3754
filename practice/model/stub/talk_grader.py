"""Grades a whole talk by what rules can see in its replies; what they cannot see gets no level."""

from collections.abc import Callable
from string import Template

from practice.domain.rubric import NOT_SHOWN
from practice.domain.transcript import Speaker
from practice.model.stub.cases import TalkCase
from practice.model.stub.grader import Score, unanswered
from practice.model.stub.judge_talk import (
    Replies,
    TalkJudged,
    judge_by_people,
    judge_cause_found,
    judge_hard_topic,
    judge_learnt_from,
    judge_resolution,
)
from practice.model.stub.lexicon import feedback_file
from practice.model.stub.picking import picked
from practice.model.stub.reading import read_reply
from practice.model.stub.talk_findings import TalkFinding, talk_level_of

_JUDGES: dict[str, Callable[[TalkCase, Replies], TalkJudged]] = {
    "cause_found": judge_cause_found,
    "resolution": judge_resolution,
    "hard_topic": judge_hard_topic,
    "fits_person": judge_by_people,
    "value_weighed": judge_by_people,
    "learnt_from": judge_learnt_from,
}


def grade_talk(case: TalkCase) -> dict[str, dict[str, Score]]:
    said = [line.text for line in case.talk if line.speaker == Speaker.TRAINEE]
    readings = [read_reply(text, case.language) for text in said]
    readings = [reading for reading in readings if reading.signs.sentences]
    return {
        "scores": {key: {**unanswered(checks), **_score(key, case, readings)} for key, checks in case.criteria.items()}
    }


def _score(criterion: str, case: TalkCase, replies: Replies) -> Score:
    words = feedback_file(case.language)
    judge = _JUDGES.get(criterion)
    if judge is None:
        reason = Template(words.unknown_criterion).safe_substitute(criterion=criterion)
        return {"quotes": [], "reason": reason, "level": NOT_SHOWN, "advice": None}
    judged = _judged(judge, case, replies)
    remark, level = words.talk_remarks[judged.finding], talk_level_of(judged.finding)
    talk = "\n".join(line.text for line in case.talk)
    return {
        "quotes": list(judged.quotes),
        "reason": picked(remark.reasons, criterion, talk),
        "level": NOT_SHOWN if level is None else level,
        "advice": picked(remark.advice, talk, criterion) if remark.advice else None,
    }


def _judged(judge: Callable[[TalkCase, Replies], TalkJudged], case: TalkCase, replies: Replies) -> TalkJudged:
    """By the replies in the language of the talk."""
    if not replies:
        return TalkJudged(TalkFinding.SILENT)
    own = [reading for reading in replies if not reading.foreign]
    return judge(case, own) if own else TalkJudged(TalkFinding.WRONG_LANGUAGE)
