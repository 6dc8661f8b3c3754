"""YAML as people edit it: every scalar is text, and the line of every key is remembered.

Anchors, aliases and tags are refused: a text that happens to start with `*`, `&` or `!` is a slip far more often, and
without aliases no short file can unfold into a huge one.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.reader import Reader

from practice.errors import BadDocument

Path = tuple[str | int, ...]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with libyaml
_DEEPEST = 30
_UNCLOSED = "found unexpected end of stream"
_PLAIN_WORDS = {
    "mapping values are not allowed": "': ' stands inside a text (put the text in quotes), or the indentation is off",
    _UNCLOSED: "a quotation mark is opened and never closed",
    "found unknown escape character": "a backslash in \"...\" starts no known escape; use '...' around the text",
    "did not find expected key": "the indentation is off, or a quotation mark inside the text needs other marks around",
    "did not find expected '-' indicator": "the indentation is off: an entry that starts with '- ' is expected here",
    "could not find expected ':'": "a key without its ':'",
}


@dataclass
class YamlText:
    """The values of a text, and where each key stands."""

    values: dict[str, Any]
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of the nearest key that is there, counted from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(text: str, name: str) -> YamlText:
    """Raises BadDocument that names file, line and what to do."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        events = list(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise _broken(error, text, name) from error
    except yaml.YAMLError as error:
        raise _unprintable(text, name) from error
    contents = [
        event
        for event in events
        if not isinstance(event, yaml.StreamStartEvent | yaml.StreamEndEvent | yaml.DocumentEndEvent)
    ]
    starts = [event for event in contents if isinstance(event, yaml.DocumentStartEvent)]
    if len(starts) > 1:
        line = _line(starts[1])
        raise BadDocument(f"{name}, line {line}: a second document starts here; remove the line '---'")
    reader = _Reader(name, contents[1:])
    if not reader.events or not isinstance(reader.events[0], yaml.MappingStartEvent):
        raise BadDocument(f"{name}, line 1: expected keys and values, found {_found(reader.events)}")
    return YamlText(reader.value(()), reader.lines)


def _line(event: Any) -> int:  # noqa: ANN401 - PyYAML's events have no common type
    return int(event.start_mark.line) + 1


def _found(events: list[Any]) -> str:
    if not events or (isinstance(events[0], yaml.ScalarEvent) and not events[0].value):
        return "nothing"
    return "a list" if isinstance(events[0], yaml.SequenceStartEvent) else "something else"


@dataclass
class _Reader:
    name: str
    events: list[Any]
    lines: dict[Path, int] = field(default_factory=dict)
    _at: int = 0

    def value(self, path: Path) -> Any:  # noqa: ANN401 - the shape is the reader's to judge
        event = self._next()
        line = _line(event)
        self.lines.setdefault(path, line)
        self._refuse_marks(event, line)
        if len(path) > _DEEPEST:
            raise BadDocument(f"{self.name}, line {line}: keys or lists stand more than {_DEEPEST} deep")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        # A bare `key:` or `key: null` means "none"; quoted text never does.
        return None if not event.style and event.value in ("", "null", "~") else event.value

    def _next(self) -> Any:  # noqa: ANN401 - PyYAML's events have no common type
        self._at += 1
        return self.events[self._at - 1]

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = _line(event)
            self._refuse_marks(event, line)
            if not isinstance(event, yaml.ScalarEvent):
                raise BadDocument(f"{self.name}, line {line}: a key must be a word")
            key = event.value
            if key in found:
                first = self.lines[(*path, key)]
                raise BadDocument(f"{self.name}, line {line}: key '{key}' stands here and at line {first}; keep one")
            self.lines[(*path, key)] = line
            found[key] = self.value((*path, key))
        return found

    def _sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(self.events[self._at], yaml.SequenceEndEvent):
            found.append(self.value((*path, len(found))))
        self._at += 1
        return found

    def _refuse_marks(self, event: Any, line: int) -> None:  # noqa: ANN401 - PyYAML's events have no common type
        marks = (("*", isinstance(event, yaml.AliasEvent)), ("&", event.anchor), ("!", getattr(event, "tag", None)))
        for sign, present in marks:
            if present:
                raise BadDocument(f"{self.name}, line {line}: {_needs_quotes(sign)}")


def _broken(error: yaml.MarkedYAMLError, text: str, name: str) -> BadDocument:
    problem, context = error.problem or "", error.context or ""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if opened and problem.startswith(_UNCLOSED):
        mark = opened
    line = min(mark.line, text.count("\n")) if mark else 0
    written = text.split("\n")[line]
    sign = written[mark.column : mark.column + 1] if mark else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        what = "a tab stands here; indent with spaces"
    elif "cannot start any token" in problem:
        what = _needs_quotes(sign)
    elif "alias" in context or "anchor" in context:
        what = _needs_quotes("*" if "alias" in context else "&")
    else:
        what = next((plain for start, plain in _PLAIN_WORDS.items() if problem.startswith(start)), problem or context)
        if opened and opened.line != line:
            what += f"; it belongs to what starts at line {opened.line + 1}"
    return BadDocument(f"{name}, line {line + 1}: not valid YAML: {what}")


def _needs_quotes(sign: str) -> str:
    return f"a text that starts with '{sign}' must stand in quotes"


def _unprintable(text: str, name: str) -> BadDocument:
    found = Reader.NON_PRINTABLE.search(text)
    if not found:
        return BadDocument(f"{name}: not valid YAML: a character that cannot stand in a text file")
    line = text.count("\n", 0, found.start()) + 1
    return BadDocument(
        f"{name}, line {line}: not valid YAML: the invisible character U+{ord(found.group()):04X}; remove it"
    )
