"""The debrief: the best moment, and at most two things to work on, each with the trainee's own words."""

from dataclasses import dataclass
from string import Template

from practice.domain.debrief import MOST_PRIORITIES
from practice.model.stub.cases import DebriefCase, DebriefCriterion, GradedReply
from practice.model.stub.grader import judged_on
from practice.model.stub.judged import opening_words
from practice.model.stub.lexicon import Takeaway, feedback_file
from practice.model.stub.picking import picked
from practice.model.stub.reading import read_reply

_STRONG = 4
_WEAK = 3


@dataclass(frozen=True)
class _Moment:
    """One level that one reply got."""

    criterion: DebriefCriterion
    level: int
    quote: str


Point = dict[str, str]


def debrief(case: DebriefCase) -> dict[str, Point | list[Point] | None]:
    moments = [m for reply in case.replies for m in _moments(case, reply)]
    best = max(moments, key=lambda moment: moment.level, default=None)
    strength = best if best and best.level >= _STRONG else None
    weakest: list[_Moment] = []
    for moment in sorted(moments, key=lambda moment: moment.level):
        if moment.level <= _WEAK and moment.criterion.key not in [known.criterion.key for known in weakest]:
            weakest.append(moment)
    return {
        "strength": {"quote": strength.quote, "text": _text(case, strength, strong=True)} if strength else None,
        "priorities": [
            {"criterion": m.criterion.key, "quote": m.quote, "text": _text(case, m, strong=False)}
            for m in weakest[:MOST_PRIORITIES]
        ],
    }


def _moments(case: DebriefCase, reply: GradedReply) -> list[_Moment]:
    reading = read_reply(reply.reply, case.language, reply.customer)
    found: list[_Moment] = []
    for criterion in case.criteria:
        level = reply.levels.get(criterion.key)
        judged = judged_on(criterion.key, reading)
        quote = (judged.quote if judged else None) or opening_words(reading)
        if isinstance(level, int) and not isinstance(level, bool) and quote:
            found.append(_Moment(criterion, level, quote))
    return found


def _text(case: DebriefCase, moment: _Moment, *, strong: bool) -> str:
    words = feedback_file(case.language)
    takeaway: Takeaway = words.takeaways.get(moment.criterion.key, words.takeaway_of_others)
    text = picked(takeaway.strengths if strong else takeaway.priorities, moment.quote)
    return Template(text).safe_substitute(name=moment.criterion.name)
