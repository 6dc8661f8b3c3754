"""Which labelled replies a rubric should show its grader next: those it gets wrong, people agree on, and nothing like
them is shown yet. Only proposed: whoever owns the rubric pastes them in, or not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from practice.domain.agreement import ScoredReply
from practice.domain.labels import LabelledReply, Reference, bare_text
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
class Missed:
    """As much of a reply that the grader missed as it takes to choose among thousands; `expected` as in a proposal."""

    id: str
    language: Language
    channel: Channel
    reply: str
    gap: Gap
    expected: dict[str, str]


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
    """At most `most`, the most helpful first, of replies that each have an id of their own."""
    replies = {one.reply.id: one.reply for one in scored}
    criteria, taken = rubric.keys_of(Scope.REPLY), [example.id for example in rubric.examples]
    found: list[TeachProposal] = []
    for one, reason in _chosen((_missed(each, criteria) for each in scored), rubric, most):
        found.append(TeachProposal(_free_id(one, taken), replies[one.id], one.gap, one.expected, reason))
        taken.append(found[-1].id)
    return found


def missed(
    reply: LabelledReply, references: Mapping[str, Reference], levels: Mapping[str, int | None]
) -> Missed | None:
    """By criterion: what people say, in the rubric's order, and what the grader gave; labels are not looked at.

    None where the grader gave what people do everywhere, or they are too far apart.
    """
    gaps = [gap for key, one in references.items() if (gap := _gap(key, one, levels.get(key)))]
    if not gaps:
        return None
    expected = {key: _written(one) for key, one in references.items() if one.agreed}
    return Missed(
        reply.id, reply.language, reply.channel, reply.reply, max(gaps, key=lambda gap: gap.distance), expected
    )  # fmt: skip


def most_helpful(candidates: Iterable[Missed], rubric: Rubric, most: int) -> list[Missed]:
    """Those that would be proposed, in that order."""
    return [one for one, _ in _chosen(candidates, rubric, most)]


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


def _chosen(candidates: Iterable[Missed | None], rubric: Rubric, most: int) -> Iterator[tuple[Missed, str]]:
    """Each with its reason, and with those before it in mind, so that they differ.

    Points: the levels missed by; 1 where two raters or more agree; 1 where no teach example has the language; 1 where
    none in it shows the level. On equal points the lowest id.
    """
    taught, known = _of_rubric(rubric), {bare_text(example.reply) for example in rubric.examples}
    left = sorted((one for one in candidates if one and bare_text(one.reply) not in known), key=lambda one: one.id)
    for _ in range(min(most, len(left))):
        best = max(left, key=lambda one: _points(one, taught))
        left.remove(best)
        yield best, _reason(best, taught)
        taught.add(best.language, best.channel, best.expected)


def _missed(scored: ScoredReply, criteria: Sequence[str]) -> Missed | None:
    references = {key: one for key in criteria if (one := scored.reply.reference(key))}
    levels = {key: score.level for key in criteria if (score := scored.grade.score(key))}
    return missed(scored.reply, references, levels)


def _gap(criterion: str, reference: Reference, level: int | None) -> Gap | None:
    """None where the grader is within what the raters gave, or where they are too far apart to teach anything."""
    if level is None or not reference.agreed or reference.lowest is None or reference.highest is None:
        return None
    distance = max(reference.lowest - level, level - reference.highest)
    if distance < 1:
        return None
    return Gap(criterion, level, reference.lowest, reference.highest, distance, reference.raters)


def _points(one: Missed, taught: _Taught) -> int:
    language, gap = one.language, one.gap
    several = gap.raters > 1
    return gap.distance + several + (not taught.has_language(language)) + (not taught.has_level(language, gap))


def _reason(one: Missed, taught: _Taught) -> str:
    gap, language = one.gap, one.language.value
    people = _range(gap.lowest, gap.highest)
    parts = [f"{gap.criterion}: the grader gave {gap.given}, people {people}"]
    parts.append(f"{gap.raters} raters agree" if gap.raters > 1 else "one rater, so nobody confirms it")
    if not taught.has_language(one.language):
        parts.append(f"no teach example is in {language}")
    elif not taught.has_level(one.language, gap):
        parts.append(f"no teach example in {language} shows {gap.criterion} {people}")
    if taught.places.count((one.language, one.channel)) >= MOST_EXAMPLES:
        parts.append(f"put it first: of {language} on {one.channel.value} only {MOST_EXAMPLES} are shown to the grader")
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


def _free_id(reply: Missed, taken: Sequence[str]) -> str:
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
