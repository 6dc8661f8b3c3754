"""Whether a grader's quote stands in a text: in one piece, or in parts around an ellipsis, "first … second"."""

import re

from practice.domain.evidence import find_quote
from practice.domain.words import bare_words

_LEFT_OUT = re.compile(r"[\[(]?(?:…|\.(?:\s?\.){2,})[\])]?")
#: A part counts from so many words or so many characters on: a shorter one stands in almost any reply.
_FEWEST_WORDS = 3
_FEWEST_CHARACTERS = 12


def stands_in(quote: str, text: str) -> bool:
    """Of a quote in parts every part must be long enough to count, and stand in `text` after the part before it."""
    return find_quote(quote, text) is not None or _parts_stand_in(quote, text)


def _parts_stand_in(quote: str, text: str) -> bool:
    parts = [part for part in _LEFT_OUT.split(quote) if bare_words(part)]
    if len(parts) < 2 or not all(_counts(part) for part in parts):
        return False
    for part in parts:
        span = find_quote(part, text)
        if span is None:
            return False
        text = text[span.end :]
    return True


def _counts(part: str) -> bool:
    words = bare_words(part)
    return len(words) >= _FEWEST_WORDS or len(" ".join(words)) >= _FEWEST_CHARACTERS
