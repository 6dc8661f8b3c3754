"""Keys and entries that come, go and change places: what is to be replaced in the text for it.

A comment directly above an entry belongs to it, unless it is ruled: such a line heads all that follows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from practice.domain.yaml_spans import Item, Span
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment, block_of, in_brackets, key_of

_RULE = re.compile(r"(-|=|\*|_){10,}")


@dataclass(frozen=True)
class Edit:
    """`text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def patched(text: str, edits: list[Edit]) -> str:
    """`edits` do not overlap; those at one place stay in their order."""
    done, parts = 0, []
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def key_added(text: str, root: Span, path: Path, value: Fragment, order: tuple[str, ...]) -> list[Edit]:
    """Where `path` ends in a key that its mapping lacks; nothing where there is no mapping."""
    above, key = root.at(path[:-1]), str(path[-1])
    if above is None or (above.items is None and not above.nothing):
        return []
    if not above.items:
        return _begun(text, root, path[:-1], above, key_of(key, value, _inner(root, path[:-1])))
    if above.flow:
        end = list(above.items.values())[-1].value.end
        return [Edit(end, end, f", {key}: {in_brackets(value)}")]
    before = [item for name, item in above.items.items() if _rank(name, order) <= _rank(key, order)]
    if not before:
        first = next(iter(above.items.values())).start
        return [Edit(first, first, f"{key_of(key, value, above.column)}\n{' ' * above.column}")]
    end = line_end(text, max(item.value.end for item in before))
    return [Edit(end, end, f"\n{' ' * above.column}{key_of(key, value, above.column)}")]


def entry_added(text: str, root: Span, path: Path, entry: Fragment) -> list[Edit]:
    """At the end of the list at `path`."""
    listed = root.at(path)
    if listed is None or (listed.entries is None and not listed.nothing):
        return []
    if not listed.entries:
        inner = _inner(root, path)
        return _begun(text, root, path, listed, f"- {block_of(entry, inner + 2)}")
    last = listed.entries[-1]
    if listed.flow:
        return [Edit(last.end, last.end, f", {in_brackets(entry)}")]
    end = line_end(text, last.end)
    apart = len(listed.entries) > 1 and "\n\n" in text[listed.entries[-2].end : last.start]
    return [Edit(end, end, f"{chr(10) * (2 if apart else 1)}{entry_begun(entry, listed.column)}")]


def entry_begun(entry: Fragment, column: int) -> str:
    """What an entry is on lines of its own, its dash at `column`."""
    return f"{' ' * column}- {block_of(entry, column + 2)}"


def removed(text: str, root: Span, path: Path) -> list[Edit]:
    """Of the entry or key at `path`; the last of its kind leaves an empty list or mapping behind."""
    above, here = root.at(path[:-1]), root.at(path)
    if above is None or here is None or not path:
        return []
    starts, ends = _extents(above)
    at = path[-1] if isinstance(path[-1], int) else list(above.items or {}).index(path[-1])
    if above.flow:
        start, end = (ends[at - 1], here.end) if at else (starts[0], starts[1] if len(starts) > 1 else here.end)
        return [Edit(start, end, "")]
    start, end = _block(text, above, at)
    if text[_line_start(text, start) : start].strip():  # the first key of an entry, on the line of its dash
        return [Edit(start, starts[1], "") if len(starts) > 1 else Edit(start, end, "{}")]
    end = min(end + 1, len(text))
    if text[:start].endswith("\n\n") and text[end : end + 1] == "\n":
        end += 1
    emptied = [] if len(starts) > 1 else _emptied(root, path)
    return [*emptied, Edit(start, end, "")]


def first_entries(text: str, root: Span, path: Path, entries: Sequence[Fragment]) -> list[Edit]:
    """Of a list that has none so far; nothing between brackets."""
    listed, above = root.at(path), root.at(path[:-1])
    if listed is None or above is None or above.flow or not isinstance(path[-1], str):
        return []
    return _begun(text, root, path, listed, block_of(entries, _inner(root, path)))


def all_removed(text: str, root: Span, path: Path) -> list[Edit]:
    """The list at `path`, which has entries on lines of their own, without any."""
    listed = root.at(path)
    entries = listed.entries if listed else None
    if listed is None or not entries:
        return []
    end = min(line_end(text, entries[-1].end) + 1, len(text))
    return [*_emptied(root, (*path, 0)), Edit(block_start(text, listed, 0), end, "")]


def swapped(text: str, root: Span, path: Path, by: int) -> list[Edit]:
    """The entry at `path` with its neighbour, before (-1) or after (1); nothing where there is none."""
    above, at = root.at(path[:-1]), path[-1]
    if above is None or not isinstance(at, int) or not 0 <= at + by < len(above.entries or ()):
        return []
    (first, last), (other, until) = (_block(text, above, index) for index in (at, at + by))
    return [Edit(first, last, text[other:until]), Edit(other, until, text[first:last])]


def _extents(above: Span) -> tuple[list[int], list[int]]:
    parts: list[Span | Item] = [*(above.entries or ()), *(above.items or {}).values()]
    return [part.start for part in parts], [part.value.end if isinstance(part, Item) else part.end for part in parts]


def _block(text: str, above: Span, at: int) -> tuple[int, int]:
    """From the comment directly above an entry or key to the end of its last line."""
    starts, ends = _extents(above)
    if above.flow:
        return starts[at], ends[at]
    start = _line_start(text, starts[at])
    if above.entries is not None:
        while start > above.start and not text.startswith(" " * above.column + "-", start):
            start = _line_start(text, start - 1)
    elif text[start : starts[at]].strip():
        return starts[at], line_end(text, ends[at])
    while start and _belongs(line := text[_line_start(text, start - 1) : start - 1], above.column):
        start -= len(line) + 1
    return start, line_end(text, ends[at])


def block_start(text: str, above: Span, at: int) -> int:
    """Where the comment directly above an entry or key begins, or else its line."""
    return _block(text, above, at)[0]


def _belongs(line: str, column: int) -> bool:
    return line.startswith(" " * column + "#") and not _RULE.search(line)


def _begun(text: str, root: Span, path: Path, empty: Span, first: str) -> list[Edit]:
    """A list or mapping that is empty so far; what stands behind it in its line stays there."""
    item = _item(root, path)
    if item is None:
        return []
    end = line_end(text, empty.end)
    return [Edit(item.colon, empty.end, ""), Edit(end, end, f"\n{' ' * _inner(root, path)}{first}")]


def _emptied(root: Span, path: Path) -> list[Edit]:
    item = _item(root, path[:-1])
    return [Edit(item.colon, item.colon, " []" if isinstance(path[-1], int) else " {}")] if item else []


def _item(root: Span, path: Path) -> Item | None:
    above = root.at(path[:-1]) if path else None
    return (above.items or {}).get(str(path[-1])) if above else None


def _inner(root: Span, path: Path) -> int:
    """The column of what stands below the key at `path`."""
    above = root.at(path[:-1]) if path else None
    return above.column + 2 if above else 0


def _rank(key: str, order: tuple[str, ...]) -> int:
    return order.index(key) if key in order else len(order)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
