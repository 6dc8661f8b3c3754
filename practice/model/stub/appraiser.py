"""Names what the customer notices in a reply, each with the trainee's own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from practice.model.stub.cases import AppraisalCase, Recognised
from practice.model.stub.cues import Sign, first_words, trimmed
from practice.model.stub.judged import first_of, opening_words
from practice.model.stub.lexicon import Cue
from practice.model.stub.listening import heard, said, telling_words
from practice.model.stub.reading import Reading, open_clauses, read_reply

_HARM = {
    "insult": Cue.INSULT,
    "sarcasm": Cue.SARCASM,
    "tells_me_to_calm_down": Cue.CALM_DOWN,
    "blames_me": Cue.BLAME,
}
_BELOW = (Cue.INSULT, Cue.SARCASM, Cue.BLAME, Cue.TALKS_DOWN, Cue.BELITTLING)
_PROMISING = (Cue.OFFER, Cue.STEP, Cue.SMALL_STEP, Cue.CHOICE, Cue.TIME)


@dataclass(frozen=True)
class Event:
    event: str
    words: str
    about: str | None = None

    def as_json(self) -> dict[str, str | None]:
        return {"words": self.words, "event": self.event, "about": self.about}


def appraise(case: AppraisalCase) -> dict[str, list[dict[str, str | None]]]:
    reading = read_reply(case.reply, case.language, case.customer, case.situation)
    events = [event for event in _events(case, reading) if event.words]
    return {"events": [event.as_json() for event in events]}


def _events(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    if reading.foreign:
        yield Event("wrong_language", opening_words(reading) or "")
        return
    yield from _harms(case, reading)
    yield from _repairs(reading)
    yield from _remedies(case, reading)
    yield from _topics(case, reading)


def _harms(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    for event, cue in _HARM.items():
        yield from _event(event, reading, reading.first(cue))
    yield from _from_above(reading)
    yield from _event("but_after_apology", reading, reading.apology_taken_back)
    refused, policy = reading.first(Cue.REFUSAL), reading.first(Cue.POLICY)
    shield = policy if policy and (refused or not reading.concrete) else None
    yield from _event("policy_shield", reading, shield)
    first_offer = reading.concrete[0].sign.at.start if reading.concrete else len(case.reply)
    if refused and not shield and refused.at.start < first_offer:
        yield from _event("impossible_first", reading, refused)
    if _plain(case.reply) in [_plain(earlier) for earlier in case.earlier_replies]:
        yield Event("repeats_itself", opening_words(reading) or "")
    elif reading.only_formulas and not reading.apology_taken_back:
        yield from _event("stock_phrase_only", reading, reading.first(Cue.STOCK, Cue.FORMULA_EMPATHY, Cue.APOLOGY))
    elif _passes_over(case, reading):
        yield Event("ignores_my_question", opening_words(reading) or "")


def _from_above(reading: Reading) -> Iterator[Event]:
    """An irritated or shouted reply has no event of its own: the customer hears it as being talked down to."""
    irritated = None if reading.first(*_HARM.values()) else reading.first(Cue.IRRITATION, Cue.SWEARING)
    above = reading.first(Cue.TALKS_DOWN, Cue.BELITTLING) or irritated
    if above:
        yield from _event("talks_down", reading, above)
    elif reading.shouted and not reading.first(*_HARM.values()):
        yield Event("talks_down", reading.shouted)


def _repairs(reading: Reading) -> Iterator[Event]:
    yield from _event("names_my_feeling", reading, first_of(reading.feelings))
    yield from _event("names_my_trouble", reading, first_of(reading.troubles))
    yield from _event("takes_responsibility", reading, reading.first(Cue.RESPONSIBILITY))
    yield from _event("thanks_for_telling", reading, reading.first(Cue.THANKS_FOR_TELLING))
    choice = first_of(reading.choices) if reading.offers else None
    asked = reading.first(Cue.WISH_ASKED) or reading.question
    if asked and (choice is None or choice.sentence != asked.sentence):
        yield from _event("asks_open_question", reading, asked)
    yield from _event("offers_choice", reading, choice)
    yield from _event("who_and_when", reading, first_of(reading.times) or first_of(reading.owners))


def _remedies(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    offered: list[str] = []
    for clause in open_clauses(reading.signs):
        if not reading.signs.within(clause, *_PROMISING):
            continue
        words = first_words(trimmed(case.reply, clause))
        for remedy in case.remedies:
            if remedy.key not in offered and _means(remedy, clause.of(case.reply)):
                offered.append(remedy.key)
                yield Event("concrete_step", words, remedy.key)
    if not offered and reading.concrete:
        yield from _event("concrete_step", reading, reading.concrete[0].sign)


def _topics(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    for topic in case.topics:
        for sentence in reading.signs.sentences:
            if _means(topic, sentence.of(case.reply)) and not reading.signs.within(sentence, *_BELOW):
                yield Event("raises_hard_topic", first_words(trimmed(case.reply, sentence)), topic.key)
                break


def _event(name: str, reading: Reading, sign: Sign | None) -> Iterator[Event]:
    if sign:
        yield Event(name, reading.signs.quote(sign))


def _means(offer: Recognised, text: str) -> bool:
    return any(said(phrase, text) for phrase in offer.said_as)


def _passes_over(case: AppraisalCase, reading: Reading) -> bool:
    """The customer asked, and the reply neither answers with their words nor does or asks anything."""
    asked = "".join(part for part in case.customer.replace("!", ".").split(".") if "?" in part)
    if not telling_words(asked, case.language) or reading.offers or reading.asks:
        return False
    answering = (
        Cue.REFUSAL,
        Cue.RESPONSIBILITY,
        Cue.TIME,
        Cue.POLICY,
        Cue.OPEN_QUESTION,
        Cue.CALM_DOWN,
        Cue.IRRITATION,
        *_BELOW,
    )
    if reading.troubles or reading.feelings:
        return False
    return not reading.first(*answering) and not heard(case.language, asked).in_text(case.reply)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
