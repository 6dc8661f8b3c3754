"""A YAML text as a form: its values by their paths, and changes that leave everything else as it was typed.

A change replaces the span of its value in the text. Reading the whole and writing it anew, even by ruamel.yaml, which
keeps comments, moved up to 69 lines of a scenario: short lists in brackets over two lines came back as one or many.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from practice.domain.yaml_entries import Edit, entry_added, key_added, patched, removed, swapped
from practice.domain.yaml_lists import are_sentences, list_changed
from practice.domain.yaml_spans import Span, spans_of
from practice.domain.yaml_text import Path, read_yaml
from practice.domain.yaml_writing import Fragment, bracketed, even, rewritten, written

#: A text, or the texts of a list.
Value = str | tuple[str, ...]


@dataclass(frozen=True)
class YamlForm:
    """`order`: of keys; a new one is put behind those that stand before it there."""

    source: str
    order: tuple[str, ...] = ()

    @cached_property
    def root(self) -> Span:
        return spans_of(self.source)

    def has(self, path: Path) -> bool:
        return self.root.at(path) is not None

    def text(self, path: Path) -> str:
        """Empty where there is none."""
        span = self.root.at(path)
        return "" if span is None or span.nothing or span.text is None else even(span.text)

    def is_text(self, path: Path) -> bool:
        """A text or nothing: no list and no mapping."""
        span = self.root.at(path)
        return span is None or span.text is not None

    def texts(self, path: Path) -> tuple[str, ...]:
        return tuple(self.text((*path, index)) for index in range(self.size(path)))

    def size(self, path: Path) -> int:
        """The number of entries of a list; 0 where there is none."""
        span = self.root.at(path)
        return len(span.entries or ()) if span else 0

    def keys(self, path: Path) -> tuple[str, ...]:
        span = self.root.at(path)
        return tuple(span.items or ()) if span else ()

    def with_texts(self, changes: Mapping[Path, Value]) -> "YamlForm":
        """What stands there already is left alone; what is missing is added where its text says something: a key, or
        an entry at the end of its list."""
        edits: list[Edit] = []
        missing: dict[Path, Value] = {}
        for path, value in changes.items():
            given = even(value) if isinstance(value, str) else tuple(filter(None, map(even, value)))
            span = self.root.at(path)
            if span is not None:
                edits += self._written(path, span, given)
            elif given:
                missing[path] = given
        changed = self._patched(edits)
        for path, given in missing.items():
            is_next = isinstance(path[-1], int) and isinstance(given, str)
            changed = changed.with_entry(path[:-1], given) if is_next else changed._with_key(path, given)
        return changed

    def without(self, path: Path) -> "YamlForm":
        """An entry of a list, or a key."""
        return self._patched(removed(self.source, self.root, path))

    def with_entry(self, path: Path, entry: Fragment) -> "YamlForm":
        """At the end of a list, which is begun where it is missing."""
        begun = self if self.has(path) else self._with_key(path, ())
        return begun._patched(entry_added(begun.source, begun.root, path, entry))

    def with_moved(self, path: Path, by: int) -> "YamlForm":
        """An entry in the place of its neighbour before (-1) or after (1)."""
        return self._patched(swapped(self.source, self.root, path, by))

    def _written(self, path: Path, span: Span, given: Value) -> list[Edit]:
        line = self.source.rfind("\n", 0, span.start) + 1
        blank = "" if span.end > span.start else " "
        if isinstance(given, tuple):
            before = self.texts(path)
            if given == before or (span.entries is None and not span.nothing):
                return []
            edits = list_changed(self.source, self.root, path, before, given, self._entry_written)
            listed = bracketed(given, column=span.start - line, indent=self._indent(path))
            return [Edit(span.start, span.end, blank + listed)] if edits is None else edits
        if span.text is None or given == self.text(path):
            return []
        indent = self._indent(path)
        if span.style in (">", "|") and given:
            text = rewritten(self.source[span.start : span.end], given, span.style, indent=indent)
        else:
            noted = self.source[span.end :].partition("\n")[0].strip()  # a block would take the comment in
            text = written(given, span.style, column=span.start - line, indent=indent, flow=span.flow or bool(noted))
        return [Edit(span.start, span.end, blank + text)]

    def _entry_written(self, path: Path, given: str) -> list[Edit]:
        span = self.root.at(path)
        return self._written(path, span, given) if span else []

    def _indent(self, path: Path) -> int:
        above = self.root.at(path[:-1])
        return above.column + 2 if above else 2

    def _with_key(self, path: Path, given: Value) -> "YamlForm":
        """With the keys above it that are missing as well."""
        depth = next((depth for depth in range(len(path), 0, -1) if self.has(path[: depth - 1])), 0)
        if not all(isinstance(part, str) for part in path[depth - 1 :]):
            return self
        value: Fragment = list(given) if isinstance(given, tuple) and are_sentences(given) else given
        for part in reversed(path[depth:]):
            value = {str(part): value}
        return self._patched(key_added(self.source, self.root, path[:depth], value, self.order))

    def _patched(self, edits: list[Edit]) -> "YamlForm":
        return replace(self, source=patched(self.source, edits)) if edits else self


def form_of(text: str, name: str, order: tuple[str, ...] = ()) -> YamlForm:
    """Raises BadDocument for a text that is no YAML of ours."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    read_yaml(plain, name)
    return YamlForm(plain, order)
