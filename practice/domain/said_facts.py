"""Watches a customer's line for facts that the scenario does not have: numbers, days, months and names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from practice.domain.language import Language
from practice.domain.speech import Token
from practice.domain.speech_rules import FactWords
from practice.domain.words import bare_words

RULE = "invented_fact"

_DIGITS = re.compile(r"\d+")
_GROUPED = re.compile(r"(?<=\d)[\s,.](?=\d{3}(?!\d))")
_WORDS = re.compile(r"\w+")
_ENDED = re.compile(r"[.!?…:\"“”„»()–—-]\W*\Z")
_QUOTES = "\"'“”„»«()*_"
_OPENS_A_SENTENCE = re.compile(r"\s*[\"'“”„»«(]")
_SHORTEST_STEM = 3
_ALWAYS_KNOWN = frozenset({"0", "00", "1", "2", "3"})
_HALF_DAY = 12
#: "between 16 and 18" makes 17 known, in any language: two numbers with at most one word between them.
_RANGE = re.compile(r"\b(\d{1,2})\s*(?:[-–—]|\s\w{1,4}\s)\s*(\d{1,2})\b")
_THOUSAND = 3  # digits that stand together where large numbers are parted


@dataclass(frozen=True)
class Facts:
    """What some texts state: numbers as digits, days by their place in the list, words, and how these begin.

    `names` are the beginnings of words with a capital.
    """

    numbers: frozenset[str]
    days: frozenset[int]
    words: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str]

    def with_more(self, other: "Facts") -> "Facts":
        return Facts(
            self.numbers | other.numbers,
            self.days | other.days,
            self.words | other.words,
            self.stems | other.stems,
            self.names | other.names,
        )

    def has_name(self, word: str) -> bool:
        """Also with another ending: two thirds of it, three letters at least, begin a word that is known.

        Half of it is enough where that word had a capital: names bend most (Lehtinen, Lehtisellä; Marek, Markiem).
        """
        begins, half = word[: max(_SHORTEST_STEM, -(-2 * len(word) // 3))], word[: max(_SHORTEST_STEM, len(word) // 2)]
        return word in self.words or begins in self.stems or half in self.names


class FactBook:
    """Knows how numbers, days and months are written in every language."""

    def __init__(self, words: FactWords) -> None:
        self._numbers = {
            language: {value: _matcher(forms.in_language(language)) for value, forms in words.numbers.items()}
            for language in Language
        }
        self._days = {
            language: {at: _matcher(forms.in_language(language)) for at, forms in enumerate(words.days_and_months)}
            for language in Language
        }
        self._capitals = {language: _matcher(words.capitals.in_language(language)) for language in Language}
        self.of_unchanging = lru_cache(maxsize=64)(self.of)
        self.number = lru_cache(maxsize=20_000)(self._number)
        self.day = lru_cache(maxsize=20_000)(self._day)

    def of(self, texts: tuple[str, ...]) -> Facts:
        """In whichever language each is written."""
        text = "\n".join(texts)
        words = frozenset(bare_words(text))
        numbers = set(_DIGITS.findall(text)) | set(_DIGITS.findall(_GROUPED.sub("", text)))
        numbers |= {part for number in numbers for part in _DIGITS.findall(_parted(number))}
        numbers |= {str(n) for language in Language for word in words if (n := self.number(language, word)) is not None}
        numbers |= {number.lstrip("0") or "0" for number in numbers}
        hours = {number for number in numbers if len(number) <= len(str(_HALF_DAY)) and int(number) <= _HALF_DAY}
        numbers |= {str(n) for a, b in _RANGE.findall(text) for n in range(int(a), int(b))}
        afternoons = {str(int(hour) + _HALF_DAY) for hour in hours}
        whole_hours = {hour.zfill(2) for hour in hours}
        days = {day for language in Language for word in words if (day := self.day(language, word)) is not None}
        numbers |= afternoons | whole_hours | _ALWAYS_KNOWN
        named = frozenset(bare_words(" ".join(word for word in _WORDS.findall(text) if word[0].isupper())))
        return Facts(frozenset(numbers), frozenset(days), words, _beginnings(words), _beginnings(named))

    def _number(self, language: Language, word: str) -> int | None:
        return next((value for value, form in self._numbers[language].items() if form.fullmatch(word)), None)

    def _day(self, language: Language, word: str) -> int | None:
        return next((at for at, form in self._days[language].items() if form.fullmatch(word)), None)

    def may_be_capital(self, language: Language, word: str) -> bool:
        return self._capitals[language].fullmatch(word) is not None or self.day(language, word) is not None


class FactWatch:
    """For one line in `language`, spoken by somebody who knows `facts`."""

    def __init__(self, book: FactBook, facts: Facts, language: Language) -> None:
        self._book = book
        self._facts = facts
        self._language = language
        self._sentence_begins = True

    @property
    def undecided(self) -> bool:
        return False

    def broken_by(self, token: Token) -> str | None:
        begins = self._sentence_begins or "\n" in token.text or _OPENS_A_SENTENCE.match(token.text) is not None
        self._sentence_begins = _ENDED.search(token.text) is not None
        invented = not self._knows_digits(token.text) or any(self._is_strange(word) for word in token.words)
        return RULE if invented or (not begins and self._is_strange_name(token)) else None

    def _knows_digits(self, text: str) -> bool:
        return set(_DIGITS.findall(_GROUPED.sub("", text))) <= self._facts.numbers

    def _is_strange(self, word: str) -> bool:
        """A number or a day, written out, that nobody has named."""
        number, day = self._book.number(self._language, word), self._book.day(self._language, word)
        known_number = number is None or str(number) in self._facts.numbers
        return not known_number or (day is not None and day not in self._facts.days)

    def _is_strange_name(self, token: Token) -> bool:
        written = token.text.strip().strip(_QUOTES)
        if not token.words or not written[:1].isupper() or written.isupper():
            return False
        word = token.words[0].split("'")[0]
        return not (self._book.may_be_capital(self._language, word) or self._facts.has_name(word))


def facts_of_texts(book: FactBook, unchanging: Iterable[str], said: Iterable[str]) -> Facts:
    return book.of_unchanging(tuple(unchanging)).with_more(book.of(tuple(said)))


def _matcher(forms: list[str]) -> re.Pattern[str]:
    """A form that ends in * stands for every word that begins so."""
    return re.compile("|".join(re.escape(form.casefold()).replace(r"\*", r"\w*") for form in forms))


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:size] for word in words for size in range(_SHORTEST_STEM, len(word) + 1))


def _parted(number: str) -> str:
    """12500 as 12 500."""
    first = len(number) % _THOUSAND
    return " ".join([number[:first], *(number[at : at + _THOUSAND] for at in range(first, len(number), _THOUSAND))])
