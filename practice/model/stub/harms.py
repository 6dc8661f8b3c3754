"""What a reply does to the customer that hurts, or leaves undone."""

from collections.abc import Iterator

from practice.model.stub.between_two import about_the_other
from practice.model.stub.cases import AppraisalCase
from practice.model.stub.cues import Sign
from practice.model.stub.events import BELOW, Event, means, shown_by, shown_by_all
from practice.model.stub.lexicon import Cue
from practice.model.stub.listening import heard, telling_words
from practice.model.stub.reading import Reading

_HURTS = {
    "insult": Cue.INSULT,
    "sarcasm": Cue.SARCASM,
    "tells_me_to_calm_down": Cue.CALM_DOWN,
    "blames_me": Cue.BLAME,
    "threat": Cue.THREAT,
}
#: A reply with one of these takes a stand, liked or not: it does not pass over what the customer said.
_ANSWERING = (
    *(Cue.REFUSAL, Cue.RESPONSIBILITY, Cue.TIME, Cue.POLICY, Cue.OPEN_QUESTION, Cue.CALM_DOWN, Cue.IRRITATION),
    *(Cue.BOUNDARY, Cue.HANDOVER, Cue.PRIVATE, Cue.FLATTERY, Cue.DELETE_REVIEW),
    *BELOW,
)
_FEWEST_WORDS_TO_AVOID = 4


def harms(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    for event, cue in _HURTS.items():
        signs = (sign for sign in reading.signs.of(cue) if cue is not Cue.BLAME or not about_the_other(case, sign))
        yield from shown_by(event, reading, next(signs, None))
    yield from _from_above(reading)
    yield from shown_by("but_after_apology", reading, reading.apology_taken_back)
    yield from _refusals(case, reading)
    yield from _in_place_of_help(reading)
    if case.channel == "public_thread":
        yield from shown_by("deletes_my_review", reading, reading.first(Cue.DELETE_REVIEW))
    yield from _unmet(case, reading)


def _from_above(reading: Reading) -> Iterator[Event]:
    """An irritated or shouted reply has no event of its own: the customer hears it as being talked down to."""
    irritated = None if reading.first(*_HURTS.values()) else reading.first(Cue.IRRITATION, Cue.SWEARING)
    above = reading.first(Cue.TALKS_DOWN, Cue.BELITTLING) or irritated
    if above:
        yield from shown_by("talks_down", reading, above)
    elif reading.shouted and not reading.first(*_HURTS.values()):
        yield Event("talks_down", reading.shouted)


def _refusals(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    refused, policy = reading.first(Cue.REFUSAL), reading.first(Cue.POLICY)
    shield = policy if policy and (refused or not reading.concrete) else None
    yield from shown_by("policy_shield", reading, shield)
    first_offer = reading.concrete[0].sign.at.start if reading.concrete else len(case.reply)
    if refused and not shield and refused.at.start < first_offer:
        yield from shown_by("impossible_first", reading, refused)


def _in_place_of_help(reading: Reading) -> Iterator[Event]:
    if not reading.concrete:
        yield from shown_by("flatters_me", reading, reading.first(Cue.FLATTERY))


def _unmet(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    """One of these at most: the same again, a set phrase, a topic avoided, a question passed over."""
    avoiding = reading.first(Cue.AVOIDING)
    if _plain(case.reply) in [_plain(earlier) for earlier in case.earlier_replies]:
        yield shown_by_all("repeats_itself", reading)
    elif avoiding:
        yield from shown_by("avoids_hard_topic", reading, avoiding)
    elif reading.only_formulas and not reading.apology_taken_back:
        yield from shown_by("stock_phrase_only", reading, _set_phrase(reading))
    elif _is_mine(case) and _passes_over(reading):
        if _turns_from_a_topic(case):
            yield shown_by_all("avoids_hard_topic", reading)
        elif _leaves_a_question(case):
            yield shown_by_all("ignores_my_question", reading)


def _set_phrase(reading: Reading) -> Sign | None:
    return reading.first(Cue.STOCK, Cue.FORMULA_EMPATHY, Cue.APOLOGY)


def _is_mine(case: AppraisalCase) -> bool:
    """Whether the last words before the reply were this customer's own."""
    return case.me is None or case.customer_is in ("", case.me.name)


def _passes_over(reading: Reading) -> bool:
    """The reply offers and asks nothing, understands nothing and takes no stand."""
    if reading.offers or reading.asks or reading.troubles or reading.feelings:
        return False
    return not reading.first(*_ANSWERING)


def _turns_from_a_topic(case: AppraisalCase) -> bool:
    """The customer has come to a topic, and a whole sentence of reply has not a word of it."""
    if len(case.reply.split()) < _FEWEST_WORDS_TO_AVOID or any(means(topic, case.reply) for topic in case.topics):
        return False
    return any(means(topic, case.customer) for topic in case.topics)


def _leaves_a_question(case: AppraisalCase) -> bool:
    asked = "".join(part for part in case.customer.replace("!", ".").split(".") if "?" in part)
    matter = heard(case.language, asked)
    return bool(telling_words(asked, case.language)) and not matter.in_text(case.reply)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
