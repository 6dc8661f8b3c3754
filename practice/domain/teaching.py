"""Which labelled replies a rubric should show its grader next: those it gets wrong, people agree on, and nothing like
them is shown yet. Only proposed: whoever owns the rubric pastes them in, or not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from practice.domain.agreement import ScoredReply
from practice.domain.labels import LabelledReply, Reference, is_same_text
from practice.domain.language import Language
from practice.domain.rubric import NOT_SHOWN, Rubric, Scope
from practice.domain.rubric_text import MOST_EXAMPLES
from practice.domain.scenario import Channel

_WIDTH = 116


@dataclass(frozen=True)
class Gap:
    """A criterion that the grader missed: `distance` levels outside what the raters gave, `lowest` to `highest`."""

    criterion: str
    given: int
    lowest: int
    highest: int
    distance: int
    raters: int


@dataclass(frozen=True)
class TeachProposal:
    """`expected` is by criterion, as a rubric writes it; only criteria on which the raters agree stand in it."""

    id: str
    reply: LabelledReply
    gap: Gap
    expected: dict[str, str]
    reason: str


@dataclass(frozen=True)
class _Shown:
    """What a teach example shows: where it is from, and one level of one criterion."""

    language: Language
    criterion: str
    expected: str


@dataclass
class _Taught:
    """What the rubric's teach examples show, with those proposed so far."""

    shown: set[_Shown] = field(default_factory=set)
    places: list[tuple[Language, Channel]] = field(default_factory=list)

    def add(self, language: Language, channel: Channel, expected: dict[str, str]) -> None:
        self.places.append((language, channel))
        for criterion, written in expected.items():
            self.shown |= {_Shown(language, criterion, level) for level in _levels(written)}

    def has_language(self, language: Language) -> bool:
        return any(one is language for one, _ in self.places)

    def has_level(self, language: Language, gap: Gap) -> bool:
        return any(_Shown(language, gap.criterion, str(level)) in self.shown for level in (gap.lowest, gap.highest))


def propose_teaching(scored: Sequence[ScoredReply], rubric: Rubric, most: int) -> list[TeachProposal]:
    """At most `most`, the most helpful first; each is chosen with those before it in mind, so that they differ.

    Points: the levels missed by; 1 where two raters or more agree; 1 where no teach example has the language; 1 where
    none in it shows the level. On equal points the lowest id.
    """
    taught, taken = _of_rubric(rubric), [example.id for example in rubric.examples]
    criteria = rubric.keys_of(Scope.REPLY)
    known = [example.reply for example in rubric.examples]
    candidates = [
        (one, gap)
        for one in sorted(scored, key=lambda one: one.reply.id)
        if (gap := _widest_gap(one, criteria)) and not any(is_same_text(one.reply.reply, text) for text in known)
    ]
    found: list[TeachProposal] = []
    while candidates and len(found) < most:
        best = max(candidates, key=lambda candidate: _points(candidate[0].reply, candidate[1], taught))
        candidates.remove(best)
        proposal = _proposal(best[0].reply, best[1], criteria, taught, taken)
        found.append(proposal)
        taken.append(proposal.id)
        taught.add(proposal.reply.language, proposal.reply.channel, proposal.expected)
    return found


def as_yaml(proposals: Sequence[TeachProposal]) -> str:
    """Entries to paste under `examples:` of a rubric, each with its reason as a comment."""
    return "\n".join(f"  # {proposal.reason}\n{_entry(proposal)}" for proposal in proposals)


def _of_rubric(rubric: Rubric) -> _Taught:
    taught = _Taught()
    for example in rubric.examples:
        if example.use == "teach":
            expected = {criterion: str(level) for criterion, level in example.expected.items()}
            taught.add(example.language, example.channel, expected)
    return taught


def _widest_gap(scored: ScoredReply, criteria: Sequence[str]) -> Gap | None:
    gaps = [gap for criterion in criteria if (gap := _gap(scored, criterion))]
    return max(gaps, key=lambda gap: gap.distance, default=None)


def _gap(scored: ScoredReply, criterion: str) -> Gap | None:
    """None where the grader is within what the raters gave, or where they are too far apart to teach anything."""
    reference, score = scored.reply.reference(criterion), scored.grade.score(criterion)
    if reference is None or not reference.agreed or reference.lowest is None or reference.highest is None:
        return None
    if score is None or score.level is None:
        return None
    distance = max(reference.lowest - score.level, score.level - reference.highest)
    if distance < 1:
        return None
    return Gap(criterion, score.level, reference.lowest, reference.highest, distance, reference.raters)


def _points(reply: LabelledReply, gap: Gap, taught: _Taught) -> int:
    several = gap.raters > 1
    return (
        gap.distance + several + (not taught.has_language(reply.language)) + (not taught.has_level(reply.language, gap))
    )


def _proposal(
    reply: LabelledReply, gap: Gap, criteria: Sequence[str], taught: _Taught, taken: Sequence[str]
) -> TeachProposal:
    references = [(criterion, reply.reference(criterion)) for criterion in criteria]
    expected = {criterion: _written(one) for criterion, one in references if one and one.agreed}
    return TeachProposal(_free_id(reply, taken), reply, gap, expected, _reason(reply, gap, taught))


def _reason(reply: LabelledReply, gap: Gap, taught: _Taught) -> str:
    people = _range(gap.lowest, gap.highest)
    parts = [f"{gap.criterion}: the grader gave {gap.given}, people {people}"]
    parts.append(f"{gap.raters} raters agree" if gap.raters > 1 else "one rater, so nobody confirms it")
    language = reply.language.value
    if not taught.has_language(reply.language):
        parts.append(f"no teach example is in {language}")
    elif not taught.has_level(reply.language, gap):
        parts.append(f"no teach example in {language} shows {gap.criterion} {people}")
    if taught.places.count((reply.language, reply.channel)) >= MOST_EXAMPLES:
        parts.append(
            f"put it first: of {language} on {reply.channel.value} only {MOST_EXAMPLES} are shown to the grader"
        )
    return "; ".join(parts)


def _written(reference: Reference) -> str:
    if reference.lowest is None or reference.highest is None:
        return NOT_SHOWN
    return _range(reference.lowest, reference.highest)


def _range(lowest: int, highest: int) -> str:
    return str(lowest) if lowest == highest else f"{lowest}-{highest}"


def _levels(written: str) -> list[str]:
    """`3-4` shows both."""
    lowest, _, highest = written.partition("-")
    return [written] if not highest else [lowest, highest]


def _free_id(reply: LabelledReply, taken: Sequence[str]) -> str:
    """The reply's id in the letters that a rubric allows, told apart from those that stand there."""
    bare = re.sub(r"[^a-z0-9]+", "-", reply.id.lower()).strip("-") or reply.language.value
    number = 1
    while (name := bare if number == 1 else f"{bare}-{number}") in taken:
        number += 1
    return name


def _entry(proposal: TeachProposal) -> str:
    reply = proposal.reply
    values = {
        "id": proposal.id,
        "use": "teach",
        "needs": "model",
        "language": reply.language.value,
        "channel": reply.channel.value,
        "situation": reply.situation,
        "customer": reply.customer,
        "reply": reply.reply,
        "expected": {key: int(level) if level.isdigit() else level for key, level in proposal.expected.items()},
    }
    text = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=_WIDTH)
    return "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
