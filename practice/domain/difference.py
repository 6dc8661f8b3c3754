"""What differs between two texts, line by line, with a few lines around."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

AROUND = 3


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class DifferingLine:
    """`before` and `after` are the line's numbers, counted from 1, in the text that has it."""

    change: Change
    before: int | None
    after: int | None
    text: str


Passage = tuple[DifferingLine, ...]


def difference(before: str, after: str) -> tuple[Passage, ...]:
    """Each passage that differs, with up to AROUND lines of both texts on either side."""
    old, new = (text.removesuffix("\n").split("\n") for text in (before, after))
    groups = SequenceMatcher(None, old, new).get_grouped_opcodes(AROUND)
    return tuple(tuple(line for code in group for line in _lines(code, old, new)) for group in groups)


def _lines(code: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> Iterator[DifferingLine]:
    kind, first_old, last_old, first_new, last_new = code
    if kind == "equal":
        for offset, text in enumerate(old[first_old:last_old], 1):
            yield DifferingLine(Change.SAME, first_old + offset, first_new + offset, text)
        return
    for number, text in enumerate(old[first_old:last_old], first_old + 1):
        yield DifferingLine(Change.REMOVED, number, None, text)
    for number, text in enumerate(new[first_new:last_new], first_new + 1):
        yield DifferingLine(Change.ADDED, None, number, text)
