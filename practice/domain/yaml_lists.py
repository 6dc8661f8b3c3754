"""A list of texts typed anew as a whole: only entries that differ are touched where each has a line of its own."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from practice.domain.yaml_entries import Edit, all_removed, block_start, entry_begun, first_entries, line_end, removed
from practice.domain.yaml_spans import Span
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import in_brackets

#: What is to be replaced for another text of the entry at a path.
Rewrite = Callable[[Path, str], list[Edit]]


#: A list with a longer text gets a line for each; shorter ones stand in brackets.
_LONGEST_WORDS = 40
#: Beyond it to compare them line by line takes seconds where many are alike.
_MOST_COMPARED = 100_000


def are_sentences(texts: Sequence[str]) -> bool:
    return any(len(text) > _LONGEST_WORDS for text in texts)


def list_changed(
    text: str, root: Span, path: Path, before: Sequence[str], after: Sequence[str], rewrite: Rewrite
) -> list[Edit] | None:
    """From `before`, which stands at `path`, to `after`. None where the whole list is to be written in brackets."""
    listed = root.at(path)
    if listed is not None and not listed.entries and are_sentences(after):
        return first_entries(text, root, path, list(after)) or None
    if listed is None or not listed.entries or any(entry.text is None for entry in listed.entries):
        return None
    if listed.flow:
        noted = after and "#" in text[listed.start : listed.end]
        return _between_brackets(listed.entries, path, after, rewrite) if noted else None
    if not after:
        return all_removed(text, root, path)
    edits: list[Edit] = []
    for first, last, start, end in _passages(before, after):
        both = min(last - first, end - start)
        for step in range(both):
            edits += rewrite((*path, first + step), after[start + step])
        for index in range(first + both, last):
            edits += removed(text, root, (*path, index))
        edits += _put_in(text, listed, first + both, after[start + both : end])
    return edits


def _passages(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where the two stand for each other: first and last before, first and last after."""
    if len(before) * len(after) > _MOST_COMPARED:
        return [(0, len(before), 0, len(after))]
    return [passage[1:] for passage in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]


def _put_in(text: str, listed: Span, at: int, new: Sequence[str]) -> list[Edit]:
    """Entries to stand before the one at `at`."""
    entries = listed.entries or ()
    lines = [entry_begun(one, listed.column) for one in new]
    if not lines:
        return []
    if at == 0:
        start = block_start(text, listed, 0)
        return [Edit(start, start, "".join(f"{line}\n" for line in lines))]
    end = line_end(text, entries[at - 1].end)
    return [Edit(end, end, "".join(f"\n{line}" for line in lines))]


def _between_brackets(entries: Sequence[Span], path: Path, after: Sequence[str], rewrite: Rewrite) -> list[Edit]:
    """With the comments that stand among them."""
    both = min(len(entries), len(after))
    edits = [edit for index in range(both) for edit in rewrite((*path, index), after[index])]
    if len(entries) > both:
        return [*edits, Edit(entries[both - 1].end, entries[-1].end, "")]
    more = "".join(f", {in_brackets(one)}" for one in after[both:])
    return [*edits, Edit(entries[-1].end, entries[-1].end, more)] if more else edits
