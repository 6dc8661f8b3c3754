"""Finds a quote in the text it is said to come from.

People's own verbatim quotes match character by character only 85 % of the time, so case, white space, quotation
marks, dashes, invisible characters, lookalike letters and Unicode forms are evened out first.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from practice.domain.canonical import INVISIBLE, latin_words

#: With < and >: what a prompt shows of a text has its tags made harmless with ‹ (practice.domain.fence).
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»‹›<>\"'`´’‘‚‛"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_EVEN = {**_QUOTES, **_DASHES, ord("…"): "..."}
#: A shorter quote counts only as whole words: "no" is not in "know".
_SHORTEST_PART = 4


@dataclass(frozen=True)
class Span:
    """Where a quote stands: `text[start:end]`, counted in characters of the original text."""

    start: int
    end: int


def find_quote(quote: str, text: str) -> Span | None:
    """The first place of `quote` in `text`, as whole words where there is one.

    None where it is not there, or where the quote has no letter or digit.
    """
    needle, _ = _evened(quote)
    haystack, origins = _evened(text)
    for bare in (needle.strip(" '"), needle.strip(" '.!?,;:-")):
        at = _place(bare, haystack)
        if at is not None:
            return Span(origins[at].start, origins[at + len(bare) - 1].end)
    return None


def _place(needle: str, haystack: str) -> int | None:
    letters = sum(character.isalnum() for character in needle)
    if not letters:
        return None
    first = at = haystack.find(needle)
    while at >= 0:
        if not (_inside_word(haystack, at) or _inside_word(haystack, at + len(needle))):
            return at
        at = haystack.find(needle, at + 1)
    return first if first >= 0 and letters >= _SHORTEST_PART else None


def _inside_word(text: str, at: int) -> bool:
    """Whether the place before `text[at]` parts a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


@lru_cache(maxsize=64)  # one reply is searched for a quote of each criterion
def _evened(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text evened out, and for each of its characters the span it came from."""
    characters: list[str] = []
    origins: list[Span] = []
    folded = latin_words(text)
    for span in _clusters(folded):
        for character in _even(folded[span.start : span.end]):
            if character.isspace():
                if not characters or characters[-1] == " ":
                    continue
                character = " "
            characters.append(character)
            origins.append(span)
    return "".join(characters), tuple(origins)


@lru_cache(maxsize=1024)
def _even(cluster: str) -> str:
    visible = "".join(character for character in cluster if not _invisible(character))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).translate(_EVEN).casefold())


def _invisible(character: str) -> bool:
    return INVISIBLE.fullmatch(character) is not None


def _clusters(text: str) -> Iterator[Span]:
    """A character with the accents that follow it: written in one piece or in two, ä is ä."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.category(text[index]).startswith("M"):
            if start < index:
                yield Span(start, index)
            start = index
