"""Whether a reply takes up what the customer said: shared words, whatever their endings."""

import re
from dataclasses import dataclass

from practice.domain.language import Language
from practice.model.stub.lexicon import cue_file
from practice.model.stub.notation import folded

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_SHORTEST = 4
#: How much of the shorter of two words must be alike from its beginning: inflection, per language.
_ALIKE = {Language.EN: 0.75, Language.FI: 0.6, Language.PL: 0.6, Language.SV: 0.7}


@dataclass(frozen=True)
class Heard:
    """What there was to hear, as words that carry something."""

    words: frozenset[str]
    language: Language

    def in_text(self, text: str) -> list[str]:
        """The words of `text` that take up one that was heard."""
        return [word for word in telling_words(text, self.language) if self._takes_up(word)]

    def _takes_up(self, word: str) -> bool:
        return any(same_stem(word, heard, self.language) for heard in self.words)


def heard(language: Language, *texts: str) -> Heard:
    return Heard(frozenset(word for text in texts for word in telling_words(text, language)), language)


def telling_words(text: str, language: Language) -> list[str]:
    """Words long enough and rare enough to carry the matter, and numbers."""
    empty = tuple(folded(word) for word in cue_file(language).empty_words)
    words = (found.group().casefold() for found in _WORD.finditer(folded(text)))
    return [word for word in words if word.isdigit() or (len(word) >= _SHORTEST and not word.startswith(empty))]


def same_stem(one: str, other: str, language: Language) -> bool:
    if one.isdigit() or other.isdigit():
        return one == other
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= max(_SHORTEST, min(len(one), len(other)) * _ALIKE[language])


def said(phrase: str, text: str) -> bool:
    """Whether `text` holds the words of `phrase` one after another, each perhaps with another ending."""
    return bool(places_said(phrase, text))


def places_said(phrase: str, text: str) -> list[int]:
    """Where in `text` the words of `phrase` begin."""
    wanted = [folded(word).casefold() for word in phrase.split()]
    found = list(_WORD.finditer(folded(text)))
    words = [word.group().casefold() for word in found]
    places = range(len(words) - len(wanted) + 1) if wanted else range(0)
    return [found[at].start() for at in places if all(_begins(words[at + i], stem) for i, stem in enumerate(wanted))]


def _begins(word: str, stem: str) -> bool:
    return word.startswith(stem[:-1] if len(stem) > _SHORTEST + 2 else stem)
