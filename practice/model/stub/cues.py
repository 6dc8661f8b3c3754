"""Finds the cues of `data/<language>/cues.yaml` in a reply, each with its place and the clause it stands in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from practice.domain.language import Language
from practice.model.stub.lexicon import (
    Cue,
    cue_expressions,
    harmless_expression,
    joining_expression,
    negator_expression,
)
from practice.model.stub.notation import folded
from practice.model.stub.unsaid import MERITS, unsaid

_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\w))+[.!?…]*")
_BREAK = re.compile(r"[,;:]\s+|\s+[–—-]+\s+|[()\"“”„»«]")
_WORD = re.compile(r"[\w'-]+")
_LONGEST_QUOTE = 14
_NEGATION_REACHES = 5
#: Cues that a "not" before them turns into their opposite or into nothing.
_NEGATABLE = frozenset(Cue) - {
    Cue.SWEARING,
    Cue.REFUSAL,
    Cue.TIME,
    Cue.CONTRAST,
    Cue.IRRITATION,
    Cue.DISMISSAL,
    Cue.VAGUE,
    Cue.STOCK,
    Cue.SARCASM,
    Cue.OPEN_QUESTION,
    Cue.FIGURE,
    Cue.REASON,
    Cue.BOUNDARY,
    Cue.BOTH,
}
#: A "not" inside these undoes them, however harmless it is elsewhere: `the review won't be deleted`, `no need to`.
_UNDONE_BY_ANY_NEGATION = frozenset({Cue.DELETE_REVIEW, Cue.SIDING})
#: What the words of a calm boundary may look like, and are not.
_LIKE_A_BOUNDARY = frozenset(
    {Cue.REFUSAL, Cue.POLICY, Cue.TALKS_DOWN, Cue.CALM_DOWN, Cue.IRRITATION, Cue.DISMISSAL, Cue.ORDER}
)
#: With one of these there is no calm boundary.
_HEAT = frozenset({Cue.INSULT, Cue.THREAT, Cue.SWEARING})


@dataclass(frozen=True)
class Stretch:
    """A run of a text: `text[start:end]`."""

    start: int
    end: int

    def holds(self, other: "Stretch") -> bool:
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class Sign:
    """A cue found in a reply."""

    cue: Cue
    at: Stretch
    clause: Stretch
    sentence: Stretch


@dataclass(frozen=True)
class Signs:
    """Everything found in one reply, in reading order."""

    reply: str
    sentences: tuple[Stretch, ...]
    clauses: tuple[Stretch, ...]
    found: tuple[Sign, ...]
    negated_clauses: tuple[Stretch, ...]

    def of(self, *cues: Cue) -> tuple[Sign, ...]:
        return tuple(sign for sign in self.found if sign.cue in cues)

    def within(self, stretch: Stretch, *cues: Cue) -> tuple[Sign, ...]:
        return tuple(sign for sign in self.of(*cues) if stretch.holds(sign.at))

    def quote(self, sign: Sign) -> str:
        """The clause around a cue, or where that is long, the words from the cue on."""
        whole = trimmed(self.reply, sign.clause)
        if len(whole.split()) <= _LONGEST_QUOTE:
            return whole
        return first_words(trimmed(self.reply, Stretch(sign.at.start, max(sign.clause.end, sign.at.end))))


@lru_cache(maxsize=512)  # the appraiser and the grader read the same reply
def find_signs(reply: str, language: Language) -> Signs:
    plain = folded(reply)
    refusable = harmless_expression(language).sub(lambda found: " " * len(found.group()), plain)
    sentences = tuple(Stretch(m.start(), m.end()) for m in _SENTENCE.finditer(plain) if _WORD.search(m.group()))
    clauses = tuple(clause for sentence in sentences for clause in _clauses(plain, sentence, language))
    negator = negator_expression(language)
    found = [
        Sign(cue, at, _around(at, clauses), _around(at, sentences))
        for cue, expression in cue_expressions(language).items()
        for at in _places(expression, refusable if cue is Cue.REFUSAL else plain)
        if not _undone(cue, at, _around(at, clauses), plain, refusable, negator)
    ]
    apart = unsaid(reply)
    found = [sign for sign in found if sign.cue not in MERITS or not any(sign.at.start in place for place in apart)]
    blamed = [sign.clause for sign in found if sign.cue is Cue.BLAME]
    found = [sign for sign in found if sign.cue is not Cue.RESPONSIBILITY or sign.clause not in blamed]
    found = _with_boundaries_kept_apart(found)
    negated = tuple(clause for clause in clauses if negator.search(clause.of(refusable)))
    return Signs(reply, sentences, clauses, tuple(sorted(found, key=lambda sign: sign.at.start)), negated)


def _with_boundaries_kept_apart(found: list[Sign]) -> list[Sign]:
    """A calm boundary refuses nothing and looks down on nobody; beside an insult or a threat it is no boundary."""
    if any(sign.cue in _HEAT for sign in found):
        return [sign for sign in found if sign.cue is not Cue.BOUNDARY]
    limits = [sign.sentence for sign in found if sign.cue is Cue.BOUNDARY]
    return [sign for sign in found if sign.cue not in _LIKE_A_BOUNDARY or sign.sentence not in limits]


def trimmed(text: str, stretch: Stretch) -> str:
    return stretch.of(text).strip(' \t\r\n.,;:–—-()"“”„»«')


def first_words(text: str, most: int = _LONGEST_QUOTE) -> str:
    """The beginning of `text`, verbatim, without breaking a word."""
    words = list(_WORD.finditer(text))
    return text if len(words) <= most else text[: words[most - 1].end()]


def _places(expression: re.Pattern[str], text: str) -> list[Stretch]:
    return [Stretch(found.start(), found.end()) for found in expression.finditer(text)]


def _around(at: Stretch, parts: tuple[Stretch, ...]) -> Stretch:
    touched = [part for part in parts if part.start < at.end and at.start < part.end]
    return Stretch(touched[0].start, touched[-1].end) if touched else at


def _undone(cue: Cue, at: Stretch, clause: Stretch, plain: str, refusable: str, negator: re.Pattern[str]) -> bool:
    if cue in _UNDONE_BY_ANY_NEGATION:
        return negator.search(at.of(plain)) is not None or _negated(at, clause, plain, negator)
    return cue in _NEGATABLE and _negated(at, clause, refusable, negator)


def _negated(at: Stretch, clause: Stretch, text: str, negator: re.Pattern[str]) -> bool:
    before = [Stretch(m.start(), m.end()) for m in _WORD.finditer(text, clause.start, at.start)]
    if not before:
        return False
    return negator.search(text[before[-_NEGATION_REACHES:][0].start : at.start]) is not None


def _clauses(text: str, sentence: Stretch, language: Language) -> list[Stretch]:
    """Parts of a sentence between commas, dashes and words of contrast; a joining word carries on."""
    joins = joining_expression(language)
    cuts = [m.end() for m in _BREAK.finditer(text, sentence.start, sentence.end) if not joins.match(text[m.end() :])]
    contrast = cue_expressions(language)[Cue.CONTRAST]
    cuts += [m.start() for m in contrast.finditer(text, sentence.start, sentence.end)]
    edges = [sentence.start, *sorted(set(cuts) - {sentence.start}), sentence.end]
    parts = [Stretch(start, end) for start, end in pairwise(edges)]
    return [part for part in parts if _WORD.search(part.of(text))]
