"""The notation of the cue lists in `data/<language>/cues.yaml`, as regular expressions.

    word      that word, in any case          word*    a word that begins so (Finnish and Polish inflect)
    *word     a word that ends so             a|b      either
    a_b|c     two words as one of the choices <n>      a number, in digits or words; `<n> €` finds 5€ as well
    ..        up to four other words          ...      any number of other words
    ^         the sentence begins here        $        the clause ends here

Words follow each other across spaces and commas, never across the end of a sentence. Polish letters match with and
without their marks, because people type both.
"""

import re
from collections.abc import Sequence

_BETWEEN = r"[^\w.!?;\n]+"
_UP_TO_FOUR_WORDS = rf"(?:{_BETWEEN}[\w'-]+){{0,4}}?"
_UP_TO_ANY_WORDS = rf"(?:{_BETWEEN}[\w'-]+){{0,25}}?"
_GAPS = {"..": _UP_TO_FOUR_WORDS, "...": _UP_TO_ANY_WORDS}
_AFTER_DIGITS = r"(?<=\d)"
_AFTER_SIGN = r"(?<=[€$£])"
_CLAUSE_END = r"(?=\s*(?:[.,;:!?…)–—]|\Z))"
_SENTENCE_START = r"(?:\A|(?<=[.!?;\n] )|(?<=\n))"
_MARKS = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ’‘`´ʼ", "acelnoszzACELNOSZZ'''''")
_NOTHING = re.compile(r"(?!)")


def folded(text: str) -> str:
    """`text` without Polish marks and curly apostrophes: as long as before, so that places stay the same."""
    return text.translate(_MARKS)


def compiled(patterns: Sequence[str], number_words: Sequence[str] = ()) -> re.Pattern[str]:
    """One expression that finds any of `patterns` in a folded text; of two at one place, the longer written."""
    if not patterns:
        return _NOTHING
    number = rf"(?:\d[\d.:]*|{'|'.join(map(_word, number_words))})" if number_words else r"\d[\d.:]*"
    ordered = sorted(patterns, key=len, reverse=True)
    return re.compile("|".join(_one(pattern, number) for pattern in ordered), re.IGNORECASE)


def _one(pattern: str, number: str) -> str:
    parts: list[str] = []
    start = _SENTENCE_START if pattern.startswith("^") else r"(?<!\w)"
    end = _CLAUSE_END if pattern.endswith(" $") else r"(?!\w|'\w)"
    gap = before = ""
    for part in pattern.removeprefix("^").removesuffix(" $").split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        if before:
            parts.append(gap + _joint(before, part))
        parts.append(number if part == "<n>" else f"(?:{'|'.join(map(_word, part.split('|')))})")
        gap, before = "", part
    return f"{start}{''.join(parts)}{end}"


def _joint(before: str, part: str) -> str:
    """Figures and their unit may stand close together: 5€, €5, 5kWh."""
    if before == "<n>":
        return f"(?:{_BETWEEN}|{_AFTER_DIGITS})"
    return f"(?:{_BETWEEN}|{_AFTER_SIGN})" if part == "<n>" else _BETWEEN


def _word(word: str) -> str:
    """Whole words only: `i` is not the beginning of `i'm`."""
    whole = re.escape(folded(word)).replace(r"\*", r"[\w'-]*").replace("_", _BETWEEN)
    return rf"{whole}(?!'\w)"
