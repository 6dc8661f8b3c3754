"""Watches whether a line is in the language of the talk, by the commonest words and the letters of each language."""

import re
from collections.abc import Mapping, Sequence

from practice.domain.language import Language
from practice.domain.speech import Token

RULE = "wrong_language"

#: So many different words of other languages, and none that only the right one has, are no accident: among the words
#: that are held back, and later.
_FOREIGN_AT_FIRST = 2
_FOREIGN_LATER = 3
#: Later in a line a foreign name may stand; a whole clause may not.
_MORE_FOREIGN = 5
_UNDECIDED_WORDS = 5
_LETTERS = {
    Language.EN: frozenset(""),
    Language.FI: frozenset("äö"),
    Language.PL: frozenset("ąćęłńóśźż"),
    Language.SV: frozenset("åäö"),
}
_FINNISH = re.compile("aa|uu|yy|ää|öö")
_QUOTATION_MARK = re.compile('["“”„«»]')


class LanguageWatch:
    def __init__(self, little_words: Mapping[str, Sequence[str]], language: Language) -> None:
        own = frozenset(little_words[language.value])
        others = {name: frozenset(words) for name, words in little_words.items() if name != language.value}
        self._own = own.difference(*(others[talk.value] for talk in Language if talk is not language))
        self._foreign = frozenset[str]().union(*others.values()) - own
        self._letters = frozenset[str]().union(*_LETTERS.values()) - _LETTERS[language]
        self._spells_finnish = language is Language.FI
        self._quoting = False
        self._words = self._own_seen = 0
        self._foreign_seen: set[str] = set()

    @property
    def undecided(self) -> bool:
        """Until the first word that only this language has, five words at most."""
        return self._own_seen == 0 and self._words < _UNDECIDED_WORDS

    def broken_by(self, token: Token) -> str | None:
        marks = len(_QUOTATION_MARK.findall(token.text))
        quoted, self._quoting = self._quoting or marks > 0, self._quoting != (marks % 2 == 1)
        named = token.text != token.text.lower()
        self._words += len(token.words)
        self._own_seen += sum(word in self._own for word in token.words)
        if not quoted:
            self._foreign_seen.update(word for word in token.words if self._is_foreign(word, named=named))
        needed = _FOREIGN_AT_FIRST if self._words <= _UNDECIDED_WORDS else _FOREIGN_LATER
        surely = self._own_seen == 0 and len(self._foreign_seen) >= needed
        return RULE if surely or len(self._foreign_seen) >= self._own_seen + _MORE_FOREIGN else None

    def _is_foreign(self, word: str, *, named: bool) -> bool:
        """A word with a capital may be somebody's name: its letters tell nothing."""
        if word in self._foreign or named:
            return word in self._foreign
        return not self._letters.isdisjoint(word) or (not self._spells_finnish and _FINNISH.search(word) is not None)
