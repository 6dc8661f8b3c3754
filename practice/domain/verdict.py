"""The grader's answer, read strictly: a level is offered, every criterion is there, a quote is the trainee's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from practice.domain.answer import closed_object, read_object, shown, storable
from practice.domain.quotes import stands_in
from practice.domain.rubric import LEVELS, NOT_SHOWN, Criterion
from practice.domain.score import CheckAnswer, CriterionScore, Quote, ScoreStatus
from practice.domain.transcript import Speaker, Transcript
from practice.errors import UnreadableAnswer

#: An answer with more for one criterion cannot be used: it would copy the reply instead of choosing from it.
MOST_QUOTES = 6
#: From this level on a yes to a check that counts against the reply is worth a trainer's look.
_HIGH = 4


@dataclass(frozen=True)
class Verdict:
    """Scores in the rubric's order. `flags` are for a trainer to look at; they never change a level."""

    scores: tuple[CriterionScore, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """What a verdict has to judge, and the words it may quote: `replies` are the trainee's.

    Words that only stand in `customer` are refused as the customer's. With `numbered` a quote tells its reply.
    """

    criteria: tuple[Criterion, ...]
    replies: tuple[str, ...]
    customer: tuple[str, ...] = ()
    numbered: bool = False


def sought_in_reply(criteria: Sequence[Criterion], reply: str, before: Transcript = ()) -> Sought:
    return Sought(tuple(criteria), (reply,), said_by_customer(before))


def said_by_customer(transcript: Transcript) -> tuple[str, ...]:
    return tuple(line.text for line in transcript if line.speaker is Speaker.CUSTOMER)


def verdict_schema(criteria: Sequence[Criterion]) -> dict[str, Any]:
    """JSON schema of the answer; checks, evidence and reason come before the level on purpose."""
    return closed_object({"scores": closed_object({criterion.key: _score_schema(criterion) for criterion in criteria})})


def _score_schema(criterion: Criterion) -> dict[str, Any]:
    answer = {"anyOf": [{"type": "boolean"}, {"type": "null"}]}
    level = {"anyOf": [{"type": "integer", "enum": list(LEVELS)}, {"type": "string", "enum": [NOT_SHOWN]}]}
    checks = {"checks": closed_object({check.key: answer for check in criterion.checks})} if criterion.checks else {}
    return closed_object(
        {
            **checks,
            "quotes": {"type": "array", "items": {"type": "string"}},
            "reason": {"type": "string"},
            "level": level,
            "advice": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        }
    )


def read_verdict(answer: str, sought: Sought) -> Verdict:
    """The scores in `answer`.

    Raises UnreadableAnswer, whose message names the fault so that a grader can be asked again. A quote that is not
    in a reply is kept as not found; its flag says whether the customer said it, or nobody did. Keys beside those of a
    criterion are passed over.
    """
    scores = _scores_object(answer)
    wanted = [criterion.key for criterion in sought.criteria]
    missing = [key for key in wanted if key not in scores]
    if missing:
        raise UnreadableAnswer(f"criterion {missing[0]!r} is missing; needed: {', '.join(wanted)}")
    extra = [key for key in scores if key not in wanted]
    if extra:
        raise UnreadableAnswer(f"criterion {shown(extra[0])} is not in the rubric; known: {', '.join(wanted)}")
    read = tuple(_score(criterion, scores[criterion.key], sought) for criterion in sought.criteria)
    return Verdict(read, (*_misquoted(read, sought), *_unbacked(read), *_against_checks(read, sought)))


def _misquoted(scores: Sequence[CriterionScore], sought: Sought) -> list[str]:
    found: list[str] = []
    for score in scores:
        for quote in score.quotes:
            if not quote.found:
                theirs = any(stands_in(quote.text, text) for text in sought.customer)
                found.append(f"{'quote_from_customer' if theirs else 'quote_not_found'}:{score.criterion}")
    return list(dict.fromkeys(found))


def _unbacked(scores: Sequence[CriterionScore]) -> list[str]:
    return [f"no_quote:{score.criterion}" for score in scores if score.level is not None and not score.quotes]


def _against_checks(scores: Sequence[CriterionScore], sought: Sought) -> list[str]:
    """High levels beside a fault that the same answer points at."""
    faults = {check.key for criterion in sought.criteria for check in criterion.checks if check.fault}
    return [
        f"fault_at_high_level:{score.criterion}"
        for score in scores
        if score.level is not None
        and score.level >= _HIGH
        and any(check.yes and check.key in faults for check in score.checks)
    ]


def _scores_object(answer: str) -> dict[str, Any]:
    scores = read_object(answer).get("scores")
    if not isinstance(scores, dict):
        raise UnreadableAnswer('the JSON object lacks the key "scores" with an object of criteria')
    return scores


def _score(criterion: Criterion, given: object, sought: Sought) -> CriterionScore:
    key = criterion.key
    fields = (*(("checks",) if criterion.checks else ()), "quotes", "reason", "level", "advice")
    lacking = [name for name in fields if not isinstance(given, dict) or name not in given]
    if lacking or not isinstance(given, dict):
        raise UnreadableAnswer(f"{key}: lacks {lacking[0]!r}; needed: {', '.join(fields)}")
    checks = _checks(criterion, given["checks"]) if criterion.checks else ()
    level = _level(key, given["level"])
    quotes = tuple(_located(text, sought) for text in _quotes(key, given["quotes"]))
    reason = _text(key, "reason", given["reason"])
    if not reason:
        raise UnreadableAnswer(f"{key}: the reason is empty")
    advice = _text(key, "advice", given["advice"]) or None
    status = ScoreStatus.NOT_SHOWN if level is None else ScoreStatus.SCORED
    return CriterionScore(key, status, level, quotes, reason, advice, checks)


def _level(criterion: str, level: object) -> int | None:
    """None for not shown."""
    if level == NOT_SHOWN:
        return None
    if isinstance(level, int) and not isinstance(level, bool) and level in LEVELS:
        return level
    offered = ", ".join(str(offer) for offer in LEVELS)
    raise UnreadableAnswer(f'{criterion}: level {shown(level)} is not offered; offered: {offered}, "{NOT_SHOWN}"')


def _checks(criterion: Criterion, given: object) -> tuple[CheckAnswer, ...]:
    keys = [check.key for check in criterion.checks]
    lacking = [key for key in keys if not isinstance(given, dict) or key not in given]
    if lacking or not isinstance(given, dict):
        raise UnreadableAnswer(f"{criterion.key}: check {lacking[0]!r} is not answered; needed: {', '.join(keys)}")
    for key in keys:
        if given[key] is not None and not isinstance(given[key], bool):
            raise UnreadableAnswer(f"{criterion.key}: check {key}: {shown(given[key])} is not true, false or null")
    return tuple(CheckAnswer(key, given[key]) for key in keys)


def _quotes(criterion: str, given: object) -> list[str]:
    if not isinstance(given, list):
        raise UnreadableAnswer(f"{criterion}: quotes is to be a list of texts, not {type(given).__name__}")
    if len(given) > MOST_QUOTES:
        raise UnreadableAnswer(f"{criterion}: {len(given)} quotes are too many; at most {MOST_QUOTES}")
    texts = [_text(criterion, "a quote", quote) for quote in given]
    return list(dict.fromkeys(text for text in texts if text))


def _located(text: str, sought: Sought) -> Quote:
    place = next((number for number, reply in enumerate(sought.replies, 1) if stands_in(text, reply)), None)
    return Quote(text, place is not None, place if sought.numbered else None)


def _text(criterion: str, name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableAnswer(f"{criterion}: {name} is to be text, not {type(value).__name__}")
    return storable(value).strip()
