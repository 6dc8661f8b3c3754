"""Text as a reader sees it: compatible forms made plain, invisible characters gone, lookalike letters made Latin.

Lookalikes: the letters of Cyrillic and Greek that Unicode's confusables list (UTS 39) gives for Latin letters. Only
words that mix scripts are touched; a word that is wholly Cyrillic or Greek stays what it is.
"""

import re
import unicodedata

_SHAPELESS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
#: Characters without a shape that can hide instructions or split words: controls but for line breaks and tabs, soft
#: hyphens, fillers, zero-width and directional marks, variation selectors (they smuggle bytes) and Unicode tags.
INVISIBLE = re.compile(f"[{_SHAPELESS}]")
_CYRILLIC = dict(zip("асеорхуіјѕԁһқԛԝАВЕКМНОРСТХУІЈЅ", "aceopxyijsdhkqwABEKMHOPCTXYIJS", strict=True))
_GREEK = dict(zip("αορνικτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopviktuxABEZHIKMNOPTYX", strict=True))
_LOOKALIKES = str.maketrans(_CYRILLIC | _GREEK)
_LOOKALIKE = re.compile(f"[{''.join(_CYRILLIC | _GREEK)}]")
#: Letters; accents written apart and invisible characters do not part a word.
_WORD = re.compile(rf"[^\W\d_]+(?:[\u0300-\u036f{_SHAPELESS}]+[^\W\d_]+)*")


def canonical(text: str) -> str:
    """May be longer or shorter than `text`; quotes are looked for by practice.domain.evidence."""
    return latin_words(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def latin_words(text: str) -> str:
    """As long as `text`, character for character."""
    return _WORD.sub(lambda found: _latin(found.group()), text) if _LOOKALIKE.search(text) else text


def has_lookalikes(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text)
    return latin_words(plain) != plain


def _latin(word: str) -> str:
    return word.translate(_LOOKALIKES) if _has_latin(word) else word


def _has_latin(word: str) -> bool:
    return any(unicodedata.name(letter, "").startswith("LATIN ") for letter in unicodedata.normalize("NFKC", word))
