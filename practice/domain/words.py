"""Words without what does not matter for comparing them."""

import re
import unicodedata

Words = tuple[str, ...]

_BARE = re.compile(r"\w+(?:'\w+)*")


def bare_words(text: str) -> Words:
    """Without capitals, punctuation and the accidents of Unicode."""
    even = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    return tuple(_BARE.findall(even))
