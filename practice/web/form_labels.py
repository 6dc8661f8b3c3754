"""What a place of a text is called, by the labels of its form: for what is told about it elsewhere on a page."""

from collections.abc import Mapping

from flask_babel import LazyString

from practice.domain.language import OWN_NAMES, Language

ENTRY, IN_LANGUAGE = "*", "?"
#: By place, with ENTRY for a number and IN_LANGUAGE for a language. Empty: what stands above says it.
Labels = Mapping[str, str | LazyString]


def label_of(place: str, labels: Labels, names: Mapping[str, str]) -> str:
    """`names` are of single places, such as what a criterion is called; what has no label is called by its key."""
    parts = place.split("/")
    told: list[str] = []
    for depth, part in enumerate(parts, 1):
        here, pattern = "/".join(parts[:depth]), _pattern(parts[:depth])
        if here in names:
            told.append(names[here])
        elif depth == len(parts) or part in OWN_NAMES or not _says_more(parts[: depth + 1], labels, names):
            told.append(_called(part, pattern, labels))
    return ", ".join(filter(None, told))


def _called(part: str, pattern: str, labels: Labels) -> str:
    if pattern in labels:
        label, number = str(labels[pattern]), int(part) + 1 if part.isdecimal() else 0
        if "%(" in label:
            return label % {"number": number, "level": number}
        return f"{label} {number}" if number else label
    if part in OWN_NAMES:
        return OWN_NAMES[Language(part)]
    return str(int(part) + 1) if part.isdecimal() else part


def _says_more(parts: list[str], labels: Labels, names: Mapping[str, str]) -> bool:
    """An entry that is called something by itself."""
    return parts[-1].isdecimal() and ("/".join(parts) in names or _pattern(parts) in labels)


def _pattern(parts: list[str]) -> str:
    return "/".join(ENTRY if part.isdecimal() else IN_LANGUAGE if part in OWN_NAMES else part for part in parts)
