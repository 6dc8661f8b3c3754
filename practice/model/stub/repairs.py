"""What a reply does that helps the customer, and what it offers."""

from collections.abc import Iterator

from practice.model.stub.cases import AppraisalCase
from practice.model.stub.cues import Sign, Stretch, first_words, trimmed
from practice.model.stub.events import BELOW, Event, means, shown_by
from practice.model.stub.judged import first_of
from practice.model.stub.lexicon import Cue
from practice.model.stub.notation import folded
from practice.model.stub.reading import Reading, open_clauses

_PROMISING = (Cue.OFFER, Cue.STEP, Cue.SMALL_STEP, Cue.CHOICE, Cue.TIME)
_HARSH = (*BELOW, Cue.CALM_DOWN, Cue.IRRITATION, Cue.SWEARING)
_SHUT = (Cue.REFUSAL, Cue.POLICY)


def repairs(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    yield from shown_by("names_my_feeling", reading, first_of(reading.feelings))
    yield from shown_by("names_my_trouble", reading, first_of(reading.troubles))
    yield from shown_by("takes_responsibility", reading, reading.first(Cue.RESPONSIBILITY))
    yield from shown_by("thanks_for_telling", reading, reading.first(Cue.THANKS_FOR_TELLING))
    choice = first_of(reading.choices) if reading.offers else None
    asked = reading.first(Cue.WISH_ASKED) or reading.question
    if asked and (choice is None or choice.sentence != asked.sentence):
        yield from shown_by("asks_open_question", reading, asked)
    yield from shown_by("offers_choice", reading, choice)
    yield from shown_by("who_and_when", reading, first_of(reading.times) or first_of(reading.owners))
    yield from shown_by("hands_over", reading, _unspoilt(reading, Cue.HANDOVER, *_HARSH))
    yield from _clarity(case, reading)
    yield from _manner(case, reading)


def offers(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    """Each remedy offered, and each thing that may not be offered; a step that is neither counts without a name."""
    named: list[str] = []
    forbidden: list[Stretch] = []
    for clause in open_clauses(reading.signs):
        if not reading.signs.within(clause, *_PROMISING):
            continue
        text, words = clause.of(case.reply), first_words(trimmed(case.reply, clause))
        wrong = [] if _only_looks_into(reading, clause) else [thing for thing in case.not_allowed if means(thing, text)]
        forbidden += [clause] if wrong else []
        for thing in wrong or case.remedies:
            if thing.key not in named and means(thing, text):
                named.append(thing.key)
                yield Event("offers_what_is_not_allowed" if wrong else "concrete_step", words, thing.key)
    if not any(remedy.key in named for remedy in case.remedies):
        yield from shown_by("concrete_step", reading, _nameless_step(reading, forbidden))


def topics(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    for topic in case.topics:
        for sentence in reading.signs.sentences:
            spoilt = reading.signs.within(sentence, *BELOW, Cue.AVOIDING)
            if means(topic, sentence.of(case.reply)) and not spoilt:
                yield Event("raises_hard_topic", first_words(trimmed(case.reply, sentence)), topic.key)
                break


def _only_looks_into(reading: Reading, clause: Stretch) -> bool:
    """`I'll ask about the gift card` promises no gift card."""
    signs = reading.signs
    return bool(signs.within(clause, Cue.SMALL_STEP, Cue.VAGUE)) and not signs.within(clause, Cue.STEP)


def _nameless_step(reading: Reading, forbidden: list[Stretch]) -> Sign | None:
    """Handing over is a step of its own name."""
    taken = [*forbidden, *(sign.clause for sign in reading.signs.of(Cue.HANDOVER))]
    steps = (offer.sign for offer in reading.concrete)
    return next((step for step in steps if not any(clause.holds(step.at) for clause in taken)), None)


def _clarity(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    figures = (sign for sign in reading.signs.of(Cue.FIGURE) if _is_reckoned(case, reading, sign.sentence))
    yield from shown_by("gives_figures", reading, next(figures, None))
    yield from shown_by("gives_overall_picture", reading, _unspoilt(reading, Cue.WHOLE_PICTURE, *_HARSH, Cue.POLICY))


def _is_reckoned(case: AppraisalCase, reading: Reading, sentence: Stretch) -> bool:
    """A figure with its reason, or two figures of which the customer did not just name both."""
    if "?" in sentence.of(case.reply) or reading.signs.within(sentence, *BELOW):
        return False
    figures = {_number(sign.at.of(case.reply)) for sign in reading.signs.within(sentence, Cue.FIGURE)}
    told = set(folded(case.customer).casefold().replace(",", " ").replace(".", " ").split())
    reasoned = bool(reading.signs.within(sentence, Cue.REASON))
    return reasoned or (len(figures) > 1 and not figures <= told)


def _number(figure: str) -> str:
    digits = "".join(character for character in figure if character.isdigit())
    return digits or folded(figure).casefold().split()[0]


def _manner(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    harsh = reading.shouted is not None or reading.first(*_HARSH) is not None
    if "!" not in case.reply and not harsh:
        yield from shown_by("speaks_quietly", reading, reading.first(Cue.QUIET))
    if case.channel == "public_thread" and not reading.first(Cue.DELETE_REVIEW):
        yield from shown_by("invites_to_private", reading, _unspoilt(reading, Cue.PRIVATE, *_HARSH, *_SHUT))
    if not reading.shouted:
        yield from shown_by("sets_boundary", reading, reading.first(Cue.BOUNDARY))


def _unspoilt(reading: Reading, cue: Cue, *spoiling: Cue) -> Sign | None:
    """The first in a sentence without any of `spoiling`."""
    signs = reading.signs.of(cue)
    return next((sign for sign in signs if not reading.signs.within(sign.sentence, *spoiling)), None)
