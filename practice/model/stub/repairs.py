"""What a reply does that helps the customer, beside what it offers."""

from collections.abc import Iterator

from practice.model.stub.cases import AppraisalCase
from practice.model.stub.cues import Sign, Stretch
from practice.model.stub.events import BELOW, Event, shown_by
from practice.model.stub.judged import first_of
from practice.model.stub.lexicon import Cue
from practice.model.stub.notation import folded
from practice.model.stub.reading import Reading

_HARSH = (*BELOW, Cue.CALM_DOWN, Cue.IRRITATION, Cue.SWEARING)
_SHUT = (Cue.REFUSAL, Cue.POLICY)


def repairs(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    yield from shown_by("names_my_feeling", reading, first_of(reading.feelings))
    yield from shown_by("names_my_trouble", reading, first_of(reading.troubles))
    yield from shown_by("takes_responsibility", reading, reading.first(Cue.RESPONSIBILITY))
    yield from shown_by("thanks_for_telling", reading, reading.first(Cue.THANKS_FOR_TELLING))
    yield from shown_by("asks_open_question", reading, open_question(reading))
    yield from shown_by("offers_choice", reading, _choice(reading))
    yield from shown_by("who_and_when", reading, first_of(reading.times) or first_of(reading.owners))
    yield from shown_by("hands_over", reading, _unspoilt(reading, Cue.HANDOVER, *_HARSH))
    yield from _clarity(case, reading)
    yield from _manner(case, reading)


def open_question(reading: Reading) -> Sign | None:
    """One that does not just put a choice."""
    asked, choice = reading.first(Cue.WISH_ASKED) or reading.question, _choice(reading)
    return None if asked and choice and choice.sentence == asked.sentence else asked


def _choice(reading: Reading) -> Sign | None:
    return first_of(reading.choices) if reading.offers else None


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
