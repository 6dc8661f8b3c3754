"""Where each value of a YAML text stands: the spans that a form changes, and nothing around them."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from practice.domain.yaml_text import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Span:
    """A value from its first sign to its last, counted in characters; blank lines and comments after it stay outside.

    `style` is what a text is quoted or folded with: ' " > | or nothing. `flow`: it stands between brackets. `column`
    is its own; of an entry, the first after its dash.
    """

    start: int
    end: int
    column: int
    flow: bool = False
    text: str | None = None
    style: str = ""
    entries: "tuple[Span, ...] | None" = None
    items: "dict[str, Item] | None" = None

    def at(self, path: Path) -> "Span | None":
        found: Span | None = self
        for part in path:
            if found is None:
                return None
            found = found._below(part)
        return found

    def _below(self, part: str | int) -> "Span | None":
        if isinstance(part, int):
            return self.entries[part] if self.entries and 0 <= part < len(self.entries) else None
        item = (self.items or {}).get(part)
        return item.value if item else None

    @property
    def nothing(self) -> bool:
        """A key without a value."""
        return self.items is None and self.entries is None and not self.style and self.text in ("", "null", "~")


@dataclass(frozen=True)
class Item:
    """`start` and `colon` are of its key: its first sign, and the place after its colon."""

    start: int
    colon: int
    value: Span = field(repr=False)


def spans_of(text: str) -> Span:
    """Of a text that `read_yaml` has read: without anchors, aliases, tags and keys that stand twice."""
    return _span(yaml.compose(text, Loader=_Loader), text, flow=False)


def _span(node: Any, text: str, *, flow: bool) -> Span:  # noqa: ANN401 - PyYAML's nodes ship no types
    start, end, column = node.start_mark.index, node.end_mark.index, node.start_mark.column
    if isinstance(node, yaml.ScalarNode):
        if node.style in (">", "|"):
            end = start + len(text[start:end].rstrip())
        return Span(start, end, column, flow, node.value, node.style or "")
    inside = flow or bool(node.flow_style)
    if isinstance(node, yaml.SequenceNode):
        entries = tuple(_span(entry, text, flow=inside) for entry in node.value)
        return Span(start, _last(entries, end, inside), column, inside, entries=entries)
    items = {key.value: _item(key, value, text, flow=inside) for key, value in node.value}
    return Span(start, _last(tuple(item.value for item in items.values()), end, inside), column, inside, items=items)


def _item(key: Any, value: Any, text: str, *, flow: bool) -> Item:  # noqa: ANN401 - PyYAML's nodes ship no types
    colon = text.index(":", key.end_mark.index) + 1
    return Item(key.start_mark.index, colon, _span(value, text, flow=flow))


def _last(inner: tuple[Span, ...], end: int, flow: bool) -> int:
    """Without brackets the parser finds the end at whatever comes next."""
    return inner[-1].end if inner and not flow else end
