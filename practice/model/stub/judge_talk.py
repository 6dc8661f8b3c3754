"""What the replies of a whole talk amount to, per criterion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from practice.model.stub.cases import TalkCase
from practice.model.stub.cues import Sign, Stretch
from practice.model.stub.events import BELOW
from practice.model.stub.judged import opening_words
from practice.model.stub.lexicon import Cue
from practice.model.stub.offering import Named, named_offers, nameless_step, only_looks_into, topics_raised
from practice.model.stub.reading import Reading
from practice.model.stub.repairs import open_question
from practice.model.stub.talk_findings import TalkFinding

#: What closes the way to whatever the customer might still have told.
_CLOSING = (*BELOW, Cue.CALM_DOWN, Cue.DISMISSAL, Cue.IRRITATION, Cue.SWEARING)
_MOST_QUOTES = 3

Replies = Sequence[Reading]


@dataclass(frozen=True)
class TalkJudged:
    finding: TalkFinding
    quotes: tuple[str, ...] = ()


def judge_resolution(case: TalkCase, replies: Replies) -> TalkJudged:
    offers = [(reading, named_offers(reading, case.may_offer, case.not_allowed)) for reading in replies]
    forbidden = [offer.words for _, named in offers for offer in named if not offer.allowed]
    if forbidden:
        return _by(TalkFinding.FORBIDDEN_OFFERED, forbidden)
    firm = [(reading, offer) for reading, named in offers for offer in named if _is_firm(reading, offer)]
    fixed = [offer.words for reading, offer in firm if _is_fixed(reading, offer)]
    if fixed and len(_fair(replies)) == len(replies):
        return _by(TalkFinding.REMEDY_WHOLE, fixed)
    if firm:
        return _by(TalkFinding.REMEDY, [offer.words for _, offer in firm])
    return _where(TalkFinding.SOME_STEP, _fair(replies), _step) or _instead(TalkFinding.NOTHING_FIRM, replies[-1])


def judge_hard_topic(case: TalkCase, replies: Replies) -> TalkJudged:
    topics = case.must_be_talked_about
    if not topics:
        return TalkJudged(TalkFinding.NOTHING_HARD)
    raised = {topic.key: topic.words for reading in reversed(replies) for topic in topics_raised(reading, topics)}
    if raised:
        whole = len(raised) == len({topic.key for topic in topics})
        return _by(TalkFinding.HARD_SAID if whole else TalkFinding.HARD_PARTLY_SAID, list(raised.values()))
    dodged = _where(TalkFinding.HARD_UNSAID, replies, lambda reading: reading.first(Cue.AVOIDING))
    return dodged or _instead(TalkFinding.HARD_UNSAID, replies[-1])


def judge_cause_found(_: TalkCase, replies: Replies) -> TalkJudged:
    return (
        _where(TalkFinding.ASKED, _fair(replies), open_question)
        or _where(TalkFinding.WAY_CLOSED, replies, lambda reading: reading.first(*_CLOSING))
        or _instead(TalkFinding.NOT_ASKED, replies[0])
    )


def judge_learnt_from(_: TalkCase, replies: Replies) -> TalkJudged:
    learnt = _where(TalkFinding.LEARNT, _fair(replies), lambda r: r.first(Cue.THANKS_FOR_TELLING, Cue.PASSED_ON))
    return learnt or TalkJudged(TalkFinding.NOTHING_LEARNT)


def judge_by_people(_: TalkCase, __: Replies) -> TalkJudged:
    return TalkJudged(TalkFinding.BEYOND_RULES)


def _fair(replies: Replies) -> Replies:
    return [reading for reading in replies if not reading.first(*BELOW)]


def _is_firm(reading: Reading, offer: Named) -> bool:
    """Promised or proposed, not just looked into or named beside a date."""
    if offer.at in _looked_into(reading):
        return False
    concrete = any(offer.at.holds(step.sign.at) for step in reading.concrete)
    return concrete or all(reading.signs.within(offer.at, cue) for cue in (Cue.OFFER, Cue.TIME))


def _is_fixed(reading: Reading, offer: Named) -> bool:
    """With a time, or somebody who does it."""
    fixing = reading.signs.of(Cue.TIME, Cue.OWNER)
    return any(sign.sentence.holds(offer.at) for sign in fixing)


def _step(reading: Reading) -> Sign | None:
    return nameless_step(reading, _looked_into(reading)) or reading.first(Cue.HANDOVER)


def _looked_into(reading: Reading) -> list[Stretch]:
    """Clauses that only look into something, and what they look into: `Tarkistan, onko ...`."""
    signs = reading.signs
    looking = [clause for clause in signs.clauses if only_looks_into(reading, clause)]
    after = [rest for clause, rest in pairwise(signs.clauses) if clause in looking and clause.end == rest.start]
    within = [rest for rest in after if not any(sentence.start == rest.start for sentence in signs.sentences)]
    return [*looking, *(rest for rest in within if not signs.within(rest, Cue.STEP))]


def _where(finding: TalkFinding, replies: Replies, sought: Callable[[Reading], Sign | None]) -> TalkJudged | None:
    """Quotes each reply in which it is found; None where it is in no reply."""
    quotes = [reading.signs.quote(sign) for reading in replies if (sign := sought(reading))]
    return _by(finding, quotes) if quotes else None


def _by(finding: TalkFinding, quotes: Sequence[str]) -> TalkJudged:
    return TalkJudged(finding, tuple(dict.fromkeys(quotes))[:_MOST_QUOTES])


def _instead(finding: TalkFinding, reading: Reading) -> TalkJudged:
    """Quotes what was said in place of what is missing."""
    return _by(finding, [opening_words(reading) or reading.signs.reply])
