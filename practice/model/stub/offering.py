"""What a reply offers, by name or without one, and which hard topics it raises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from practice.model.stub.cases import AppraisalCase, Recognised
from practice.model.stub.cues import Sign, Stretch, first_words, trimmed
from practice.model.stub.events import BELOW, Event, means, shown_by
from practice.model.stub.lexicon import Cue
from practice.model.stub.reading import Reading, open_clauses

_PROMISING = (Cue.OFFER, Cue.STEP, Cue.SMALL_STEP, Cue.CHOICE, Cue.TIME)


@dataclass(frozen=True)
class Named:
    """Something with a name, and the stretch of a reply in which it is offered or raised."""

    key: str
    at: Stretch
    words: str
    allowed: bool = True


def offers(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    """Each remedy offered, and each thing that may not be offered; a step that is neither counts without a name."""
    found = named_offers(reading, case.remedies, case.not_allowed)
    for offer in _first_of_each(found):
        yield Event("concrete_step" if offer.allowed else "offers_what_is_not_allowed", offer.words, offer.key)
    if not any(offer.allowed for offer in found):
        forbidden = [offer.at for offer in found if not offer.allowed]
        yield from shown_by("concrete_step", reading, nameless_step(reading, forbidden))


def topics(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    for topic in topics_raised(reading, case.topics):
        yield Event("raises_hard_topic", topic.words, topic.key)


def named_offers(
    reading: Reading, remedies: Sequence[Recognised], not_allowed: Sequence[Recognised]
) -> tuple[Named, ...]:
    """In reading order, each as often as it is offered."""
    found: list[Named] = []
    for clause in open_clauses(reading.signs):
        if not reading.signs.within(clause, *_PROMISING):
            continue
        text = clause.of(reading.signs.reply)
        wrong = [] if only_looks_into(reading, clause) else [thing for thing in not_allowed if means(thing, text)]
        meant = wrong or [remedy for remedy in remedies if means(remedy, text)]
        found += [_named(thing, reading, clause, allowed=not wrong) for thing in meant]
    return tuple(found)


def only_looks_into(reading: Reading, clause: Stretch) -> bool:
    """`I'll ask about the gift card` promises no gift card."""
    signs = reading.signs
    return bool(signs.within(clause, Cue.SMALL_STEP, Cue.VAGUE)) and not signs.within(clause, Cue.STEP)


def nameless_step(reading: Reading, besides: Sequence[Stretch]) -> Sign | None:
    """Handing over is a step of its own name."""
    taken = [*besides, *(sign.clause for sign in reading.signs.of(Cue.HANDOVER))]
    steps = (offer.sign for offer in reading.concrete)
    return next((step for step in steps if not any(clause.holds(step.at) for clause in taken)), None)


def topics_raised(reading: Reading, asked_for: Sequence[Recognised]) -> Iterator[Named]:
    """Each topic once, in the first sentence that raises it without hurting or avoiding."""
    signs = reading.signs
    fair = [sentence for sentence in signs.sentences if not signs.within(sentence, *BELOW, Cue.AVOIDING)]
    for topic in asked_for:
        raised = next((sentence for sentence in fair if means(topic, sentence.of(signs.reply))), None)
        if raised:
            yield _named(topic, reading, raised)


def _named(thing: Recognised, reading: Reading, at: Stretch, allowed: bool = True) -> Named:
    return Named(thing.key, at, first_words(trimmed(reading.signs.reply, at)), allowed)


def _first_of_each(found: Sequence[Named]) -> list[Named]:
    return [offer for index, offer in enumerate(found) if offer.key not in [one.key for one in found[:index]]]
