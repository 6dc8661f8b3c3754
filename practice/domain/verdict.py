"""The grader's answer, read strictly: a level is offered, every criterion is there, a quote is the trainee's own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from practice.domain.answer import closed_object, read_object, shown, storable
from practice.domain.quotes import stands_in
from practice.domain.rubric import LEVELS, NOT_SHOWN, Rubric, Scope
from practice.domain.transcript import Speaker, Transcript
from practice.errors import UnreadableAnswer

_FIELDS = ("quote", "reason", "level", "advice")


class ScoreStatus(StrEnum):
    SCORED = "scored"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True)
class CriterionScore:
    """`level` is 1-5, or None where the reply shows nothing to judge by. `quote_found` is a machine's finding."""

    criterion: str
    status: ScoreStatus
    level: int | None
    quote: str | None
    quote_found: bool
    reason: str
    advice: str | None


@dataclass(frozen=True)
class Verdict:
    """Scores in the rubric's order. `flags` are for a trainer to look at; they never change a level."""

    scores: tuple[CriterionScore, ...]
    flags: tuple[str, ...]


def reply_criteria(rubric: Rubric) -> list[str]:
    """Keys of the criteria that are judged reply by reply."""
    return [criterion.key for criterion in rubric.criteria if criterion.scope is Scope.REPLY]


def verdict_schema(rubric: Rubric) -> dict[str, Any]:
    """JSON schema of the answer; evidence and reason come before the level on purpose."""
    text_or_null = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    level = {"anyOf": [{"type": "integer", "enum": list(LEVELS)}, {"type": "string", "enum": [NOT_SHOWN]}]}
    score = closed_object({"quote": text_or_null, "reason": {"type": "string"}, "level": level, "advice": text_or_null})
    return closed_object({"scores": closed_object(dict.fromkeys(reply_criteria(rubric), score))})


def read_verdict(answer: str, reply: str, rubric: Rubric, before: Transcript = ()) -> Verdict:
    """The scores in `answer`.

    Raises UnreadableAnswer, whose message names the fault so that a grader can be asked again. A quote that is not
    in `reply` is kept as not found; its flag says whether the customer said it in `before`, or nobody did. Keys beside
    the four of a criterion are passed over.
    """
    scores = _scores_object(answer)
    wanted = reply_criteria(rubric)
    missing = [key for key in wanted if key not in scores]
    if missing:
        raise UnreadableAnswer(f"criterion {missing[0]!r} is missing; needed: {', '.join(wanted)}")
    extra = [key for key in scores if key not in wanted]
    if extra:
        raise UnreadableAnswer(f"criterion {shown(extra[0])} is not in the rubric; known: {', '.join(wanted)}")
    read = tuple(_score(key, scores[key], reply) for key in wanted)
    unbacked = tuple(f"no_quote:{s.criterion}" for s in read if s.level is not None and s.quote is None)
    said = [line.text for line in before if line.speaker is Speaker.CUSTOMER]
    misquoted = tuple(_misquoted(s.criterion, s.quote, said) for s in read if s.quote is not None and not s.quote_found)
    return Verdict(read, misquoted + unbacked)


def _misquoted(criterion: str, quote: str, said_by_customer: list[str]) -> str:
    from_customer = any(stands_in(quote, text) for text in said_by_customer)
    return f"{'quote_from_customer' if from_customer else 'quote_not_found'}:{criterion}"


def _scores_object(answer: str) -> dict[str, Any]:
    scores = read_object(answer).get("scores")
    if not isinstance(scores, dict):
        raise UnreadableAnswer('the JSON object lacks the key "scores" with an object of criteria')
    return scores


def _score(criterion: str, given: object, reply: str) -> CriterionScore:
    lacking = [name for name in _FIELDS if not isinstance(given, dict) or name not in given]
    if lacking or not isinstance(given, dict):
        raise UnreadableAnswer(f"{criterion}: lacks {lacking[0]!r}; needed: {', '.join(_FIELDS)}")
    level = given["level"]
    if level == NOT_SHOWN:
        status, number = ScoreStatus.NOT_SHOWN, None
    elif isinstance(level, int) and not isinstance(level, bool) and level in LEVELS:
        status, number = ScoreStatus.SCORED, level
    else:
        offered = ", ".join(str(offer) for offer in LEVELS)
        raise UnreadableAnswer(f'{criterion}: level {shown(level)} is not offered; offered: {offered}, "{NOT_SHOWN}"')
    quote = _text(criterion, "quote", given["quote"]) or None
    reason = _text(criterion, "reason", given["reason"])
    if not reason:
        raise UnreadableAnswer(f"{criterion}: the reason is empty")
    found = quote is not None and stands_in(quote, reply)
    advice = _text(criterion, "advice", given["advice"]) or None
    return CriterionScore(criterion, status, number, quote, found, reason, advice)


def _text(criterion: str, name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableAnswer(f"{criterion}: {name} is to be text, not {type(value).__name__}")
    return storable(value).strip()
