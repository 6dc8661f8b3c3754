"""Between two customers: whom a reply speaks to, and whose side it takes."""

from collections.abc import Iterator

from practice.model.stub.cases import Addressed, AppraisalCase
from practice.model.stub.cues import Sign, Stretch
from practice.model.stub.events import BELOW, Event, shown_by, shown_by_all
from practice.model.stub.lexicon import Cue
from practice.model.stub.listening import places_said
from practice.model.stub.reading import Reading

_SHORTEST_NAME = 3


def between_two(case: AppraisalCase, reading: Reading) -> Iterator[Event]:
    """Passed by: the reply names the other one and not me, and nothing in it is said to both.

    Sided against: words of siding favour the other or, where they also blame, are aimed at me. Whom they are about is
    the one named last before them in the sentence, else first after them, else last in the reply so far.
    """
    if case.other is None:
        return
    siding = next((sign for sign in reading.signs.of(Cue.SIDING) if _against_me(case, reading, sign)), None)
    if siding:
        yield from shown_by("sides_against_me", reading, siding)
    elif not reading.first(Cue.BOTH) and _names_only(case.other, case.me, case.reply):
        yield shown_by_all("ignores_me", reading)


def about_the_other(case: AppraisalCase, sign: Sign) -> bool:
    return case.other is not None and _is_about(case, sign) is case.other


def _against_me(case: AppraisalCase, reading: Reading, sign: Sign) -> bool:
    against = bool(reading.signs.within(sign.clause, *BELOW))
    person = _is_about(case, sign)
    return person is not None and person is (case.me if against else case.other)


def _is_about(case: AppraisalCase, sign: Sign) -> Addressed | None:
    named = sorted(
        (place, person is case.other)
        for person, beside in ((case.me, case.other), (case.other, case.me))
        for place in _named(person, beside, case.reply)
    )
    before = [at for at in named if at[0] < sign.at.end]
    in_sentence = [at for at in before if at[0] >= sign.sentence.start]
    after = [at for at in named if Stretch(sign.at.end, sign.sentence.end).holds(Stretch(at[0], at[0]))]
    closest = in_sentence[-1:] or after[:1] or before[-1:]
    if not closest:
        return None
    return case.other if closest[0][1] else case.me


def _names_only(person: Addressed, beside: Addressed | None, text: str) -> bool:
    return bool(_named(person, beside, text)) and not _named(beside, person, text)


def _named(person: Addressed | None, beside: Addressed | None, text: str) -> list[int]:
    """Where `person` is named, in words that do not name the one beside them as well."""
    if person is None:
        return []
    shared = beside.name.casefold().split() if beside else []
    names = [word for word in person.name.split() if len(word) >= _SHORTEST_NAME and word.casefold() not in shared]
    return sorted({place for phrase in (*person.called, *names) for place in places_said(phrase, text)})
