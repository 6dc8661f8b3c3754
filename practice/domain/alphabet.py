"""The order of words in the alphabet of a language, without a library of every language there is."""

from collections.abc import Iterator, Mapping
from unicodedata import combining, normalize

from practice.domain.language import Language

#: Where a letter stands: after which plain one, and as which of those that follow it.
Place = tuple[str, int]

_NORDIC: Mapping[str, Place] = {
    "å": ("z", 1),
    "ä": ("z", 2),
    "æ": ("z", 2),
    "ö": ("z", 3),
    "ø": ("z", 3),
    "ü": ("y", 0),
}
_OWN: Mapping[Language, Mapping[str, Place]] = {
    Language.EN: {},
    Language.FI: _NORDIC,
    Language.SV: _NORDIC,
    Language.PL: {
        "ą": ("a", 1),
        "ć": ("c", 1),
        "ę": ("e", 1),
        "ł": ("l", 1),
        "ń": ("n", 1),
        "ó": ("o", 1),
        "ś": ("s", 1),
        "ź": ("z", 1),
        "ż": ("z", 2),
    },
}
#: Letters that are not made of a plain one and a mark.
_PLAIN: Mapping[str, str] = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}


def place_of(text: str, language: Language) -> tuple[tuple[Place, ...], str]:
    """To sort by: letters of other alphabets stand where the plain ones do, and only then set words apart."""
    folded = normalize("NFC", text.casefold())
    return tuple(_places(folded, _OWN[language])), folded


def _places(folded: str, own: Mapping[str, Place]) -> Iterator[Place]:
    for letter in folded:
        if letter in own:
            yield own[letter]
        else:
            yield from ((sign, 0) for sign in normalize("NFD", _PLAIN.get(letter, letter)) if not combining(sign))
