"""What a reply amounts to: conclusions that the appraiser and the grader share."""

import re
from dataclasses import dataclass

from practice.domain.language import Language
from practice.model.stub.cues import Sign, Signs, Stretch, find_signs, first_words, trimmed
from practice.model.stub.lexicon import Cue, LanguageMarks, language_marks
from practice.model.stub.listening import Heard, heard

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_FOREIGN = 3
_SHORTEST_LOUD = 3
_SURELY_LOUD = 4
_HARM = (Cue.BLAME, Cue.TALKS_DOWN, Cue.INSULT, Cue.SARCASM, Cue.BELITTLING, Cue.CALM_DOWN, Cue.DISMISSAL, Cue.THREAT)
#: What sounds like a step and puts nothing right.
_NO_STEP = (Cue.BOUNDARY, Cue.AVOIDING, Cue.DELETE_REVIEW)
_PUTTING_RIGHT = (Cue.APOLOGY, Cue.RESPONSIBILITY, Cue.FEELING, Cue.STEP, Cue.OFFER, Cue.WISH_ASKED)
_PROMISING = (Cue.STEP, Cue.SMALL_STEP, Cue.ACTION)
_OWN_WORDS = (
    *(Cue.REFUSAL, Cue.POLICY, Cue.OPEN_QUESTION, Cue.WISH_ASKED, Cue.RESPONSIBILITY),
    *(Cue.BOUNDARY, Cue.QUIET, Cue.PRIVATE, Cue.HANDOVER, Cue.AVOIDING, Cue.FLATTERY),
)
_RETELLS = 3


@dataclass(frozen=True)
class Offer:
    """Something promised or proposed, in a clause that refuses nothing. A small one is no remedy yet: `I'll check`."""

    sign: Sign
    small: bool


@dataclass(frozen=True)
class Reading:
    signs: Signs
    language: Language
    offers: tuple[Offer, ...]
    times: tuple[Sign, ...]
    owners: tuple[Sign, ...]
    choices: tuple[Sign, ...]
    feelings: tuple[Sign, ...]
    troubles: tuple[Sign, ...]
    apology_taken_back: Sign | None
    shouted: str | None
    foreign: bool

    def first(self, *cues: Cue) -> Sign | None:
        return next(iter(self.signs.of(*cues)), None)

    @property
    def question(self) -> Sign | None:
        """An open question that really is asked, and is not a set phrase."""
        asked = (s for s in self.signs.of(Cue.OPEN_QUESTION) if "?" in s.sentence.of(self.signs.reply))
        return next((s for s in asked if not self.signs.within(s.sentence, Cue.STOCK, *_HARM, Cue.IRRITATION)), None)

    @property
    def asks(self) -> bool:
        """Any question without harm in it, open or not."""
        asked = [s for s in self.signs.sentences if "?" in s.of(self.signs.reply)]
        return any(not self.signs.within(s, Cue.STOCK, *_HARM, Cue.IRRITATION) for s in asked)

    @property
    def concrete(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if not offer.small)

    @property
    def only_formulas(self) -> bool:
        """Every sentence is a set phrase or a mere greeting, and nothing in it belongs to this customer."""
        own = (*_HARM, *_OWN_WORDS)
        formulas = (Cue.STOCK, Cue.FORMULA_EMPATHY, Cue.APOLOGY, Cue.VAGUE)
        if self.signs.of(*own) or self.concrete or self.feelings or self.troubles:
            return False
        plain = [s for s in self.signs.sentences if not self.signs.within(s, *formulas)]
        return bool(self.signs.of(*formulas)) and all(len(s.of(self.signs.reply).split()) <= 3 for s in plain)


def read_reply(reply: str, language: Language, *heard_before: str) -> Reading:
    """`heard_before`: texts in the same language whose words show listening when taken up again."""
    signs = find_signs(reply, language)
    offers = _offers(signs)
    promising = [offer.sign.sentence for offer in offers]
    kept = [sign for sign in signs.found if any(sentence.holds(sign.at) for sentence in promising)]
    formulas = signs.of(Cue.FORMULA_EMPATHY)
    return Reading(
        signs=signs,
        language=language,
        offers=offers,
        times=tuple(sign for sign in kept if sign.cue is Cue.TIME),
        owners=tuple(sign for sign in kept if sign.cue is Cue.OWNER),
        choices=signs.of(Cue.CHOICE),
        feelings=tuple(s for s in signs.of(Cue.FEELING) if not any(f.clause.holds(s.at) for f in formulas)),
        troubles=_troubles(signs, language, heard_before),
        apology_taken_back=_taken_back(signs, offers),
        shouted=_shouted(signs),
        foreign=_is_foreign(reply, language),
    )


def open_clauses(signs: Signs) -> tuple[Stretch, ...]:
    """Clauses that neither refuse, negate nor hurt, and belong to no boundary or evasion."""
    taken = [sign.clause for sign in signs.of(*_NO_STEP, Cue.THREAT)]
    usable = [clause for clause in signs.clauses if clause not in signs.negated_clauses]
    usable = [clause for clause in usable if not any(whole.holds(clause) for whole in taken)]
    return tuple(clause for clause in usable if not signs.within(clause, Cue.REFUSAL, *_HARM))


def _offers(signs: Signs) -> tuple[Offer, ...]:
    offers: list[Offer] = []
    for clause in open_clauses(signs):
        whole = signs.within(clause, Cue.STEP)
        if not whole and signs.within(clause, Cue.OFFER, Cue.CHOICE):
            whole = signs.within(clause, Cue.ACTION)
        if not whole and signs.within(clause, Cue.TIME):
            whole = signs.within(clause, Cue.OWNER)
        small = signs.within(clause, Cue.SMALL_STEP)
        if whole:
            offers.append(Offer(whole[0], small=False))
        elif small:
            offers.append(Offer(small[0], small=True))
    return tuple(offers)


def _troubles(signs: Signs, language: Language, heard_before: tuple[str, ...]) -> tuple[Sign, ...]:
    """Signs of acknowledging whose sentence, up to a "but", takes up the customer's own words."""
    matter = heard(language, *heard_before)
    found: list[Sign] = []
    for sign in signs.of(Cue.ACKNOWLEDGING, Cue.APOLOGY):
        turn = next((but.at.start for but in signs.within(sign.sentence, Cue.CONTRAST)), sign.sentence.end)
        part = Stretch(sign.sentence.start, turn)
        if not part.holds(sign.at) or signs.within(part, *_HARM, Cue.REFUSAL, Cue.POLICY):
            continue
        if matter.in_text(part.of(signs.reply)) and part not in [other.clause for other in found]:
            found.append(Sign(sign.cue, sign.at, part, sign.sentence))
    return tuple(found) or _retold(signs, matter)


def _retold(signs: Signs, matter: Heard) -> tuple[Sign, ...]:
    """A sentence made of the customer's own words, in a reply that goes on to put things right."""
    if signs.of(*_HARM, Cue.REFUSAL, Cue.POLICY) or not signs.of(*_PUTTING_RIGHT):
        return ()
    told = [s for s in signs.sentences if not signs.within(s, *_PROMISING) and "?" not in s.of(signs.reply)]
    close = [s for s in told if len(set(matter.in_text(s.of(signs.reply)))) >= _RETELLS]
    return tuple(Sign(Cue.ACKNOWLEDGING, sentence, sentence, sentence) for sentence in close)


def _taken_back(signs: Signs, offers: tuple[Offer, ...]) -> Sign | None:
    """The "but" that follows an apology or sympathy and leads to anything other than an offer or a calm boundary."""
    for sorry in signs.of(Cue.APOLOGY, Cue.FORMULA_EMPATHY, Cue.FEELING, Cue.ACKNOWLEDGING):
        for but in signs.of(Cue.CONTRAST):
            near = but.sentence == sorry.sentence or _next_begins_with(signs, sorry, but)
            rest = Stretch(but.at.start, but.sentence.end)
            asked = "?" in rest.of(signs.reply)
            offered = any(rest.holds(offer.sign.at) for offer in offers) or signs.within(rest, Cue.BOUNDARY)
            if but.at.start >= sorry.at.end and near and not offered and not asked:
                both = Stretch(sorry.at.start, but.sentence.end)
                return Sign(Cue.CONTRAST, Stretch(sorry.at.start, but.at.end), both, sorry.sentence)
    return None


def _next_begins_with(signs: Signs, sorry: Sign, but: Sign) -> bool:
    following = [sentence for sentence in signs.sentences if sentence.start >= sorry.sentence.end]
    return bool(following) and following[0].holds(but.at) and but.at.start - following[0].start <= 2


def _shouted(signs: Signs) -> str | None:
    """The first sentence in capitals, where there are enough of them to be a raised voice."""
    long_words = [found for found in _WORD.finditer(signs.reply) if len(found.group()) >= _SHORTEST_LOUD]
    loud = [found for found in long_words if found.group().isupper()]
    if len(loud) < 2 or (len(loud) < _SURELY_LOUD and len(loud) * 3 < len(long_words)):
        return None
    sentence = next(s for s in signs.sentences if s.start <= loud[0].start() < s.end)
    return first_words(trimmed(signs.reply, sentence))


def _is_foreign(reply: str, language: Language) -> bool:
    words = [found.group().casefold() for found in _WORD.finditer(reply)]
    if not words:
        return False
    if sum(not character.isascii() and not character.isspace() for character in reply) > len("".join(words)) * 0.6:
        return True
    marks = language_marks()
    own = marks[language.value]
    familiar = sum(word in own.words for word in words)
    other = max(_count_of(their, own, words) for name, their in marks.items() if name != language.value)
    return other >= min(_FEWEST_FOREIGN, max(2, len(words) // 2)) and other > 2 * familiar


def _count_of(their: LanguageMarks, own: LanguageMarks, words: list[str]) -> int:
    """How many of `words` belong to another language, by themselves or by a letter that one's own does not have."""
    strange = their.letters - own.letters
    return sum(word in their.words or not strange.isdisjoint(word) for word in words)
