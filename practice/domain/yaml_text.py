"""YAML as people edit it: every scalar is text, and the line of every key is remembered.

Anchors, aliases and tags are refused: a text that happens to start with `*`, `&` or `!` is a slip far more often, and
without aliases no short file can unfold into a huge one.
"""

from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.reader import Reader

from practice.domain.mistake import Mistake, Wrong, bad_document, plain, wrong
from practice.domain.mistake_kind import Kind
from practice.errors import BadDocument

Path = tuple[str | int, ...]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with libyaml
_DEEPEST = 30
_UNCLOSED = "found unexpected end of stream"
#: What problems begin with, as libyaml and PyYAML's own reader tell them.
_KINDS = {
    "mapping values are not allowed": Kind.COLON_INSIDE,
    _UNCLOSED: Kind.QUOTE_UNCLOSED,
    "found unknown escape character": Kind.UNKNOWN_ESCAPE,
    "did not find expected key": Kind.INDENTATION,
    "expected <block end>": Kind.INDENTATION,
    "did not find expected '-' indicator": Kind.ENTRY_EXPECTED,
    "block sequence entries are not allowed": Kind.ENTRY_MISPLACED,
    "sequence entries are not allowed": Kind.ENTRY_MISPLACED,
    "could not find expected ':'": Kind.COLON_MISSING,
    "did not find expected ',' or": Kind.BRACKET_UNCLOSED,
    "expected ',' or": Kind.BRACKET_UNCLOSED,
    "did not find expected comment or line break": Kind.BLOCK_BEGUN,
    "expected a comment or a line break": Kind.BLOCK_BEGUN,
    "expected chomping or indentation": Kind.BLOCK_BEGUN,
    "did not find expected node content": Kind.SIGN_MISPLACED,
    "expected the node content": Kind.SIGN_MISPLACED,
    "did not find expected <document start>": Kind.TEXT_ENDS,
    "expected '<document start>'": Kind.TEXT_ENDS,
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
        raise _bad(name, _line(starts[1]), wrong(Kind.SECOND_DOCUMENT))
    reader = _Reader(name, contents[1:])
    if not reader.events or not isinstance(reader.events[0], yaml.MappingStartEvent):
        raise _bad(name, 1, wrong(_found(reader.events)))
    return YamlText(reader.value(()), reader.lines)


def _line(event: Any) -> int:  # noqa: ANN401 - PyYAML's events have no common type
    return int(event.start_mark.line) + 1


def _found(events: list[Any]) -> Kind:
    if not events or (isinstance(events[0], yaml.ScalarEvent) and not events[0].value):
        return Kind.FOUND_NOTHING
    return Kind.FOUND_A_LIST if isinstance(events[0], yaml.SequenceStartEvent) else Kind.FOUND_ELSE


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
            raise _bad(self.name, line, wrong(Kind.TOO_DEEP, most=_DEEPEST))
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
                raise _bad(self.name, line, wrong(Kind.KEY_NO_WORD))
            key = event.value
            if key in found:
                raise _bad(self.name, line, wrong(Kind.KEY_REPEATED, key=key, first=self.lines[(*path, key)]))
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
                raise _bad(self.name, line, wrong(Kind.NEEDS_QUOTES, sign=sign))


def _bad(name: str, line: int | None, what: Wrong) -> BadDocument:
    return bad_document([Mistake(name, line, None, what)])


def _broken(error: yaml.MarkedYAMLError, text: str, name: str) -> BadDocument:
    problem, context = error.problem or "", error.context or ""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    if opened and problem.startswith(_UNCLOSED):
        mark = opened
    line = min(mark.line, text.count("\n")) if mark else 0
    written = text.split("\n")[line]
    sign = written[mark.column : mark.column + 1] if mark else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        what = wrong(Kind.TAB)
    elif "cannot start any token" in problem:
        what = wrong(Kind.NEEDS_QUOTES, sign=sign)
    elif "alias" in context or "anchor" in context:
        what = wrong(Kind.NEEDS_QUOTES, sign="*" if "alias" in context else "&")
    else:
        kind = next((kind for start, kind in _KINDS.items() if problem.startswith(start)), None)
        what = wrong(kind) if kind else plain(problem or context)
        if opened and opened.line != line:
            what = wrong(Kind.BELONGS_TO, what=what, line=opened.line + 1)
    return _bad(name, line + 1, wrong(Kind.NOT_YAML, what=what))


def _unprintable(text: str, name: str) -> BadDocument:
    found = Reader.NON_PRINTABLE.search(text)
    if not found:
        return _bad(name, None, wrong(Kind.NOT_YAML, what=wrong(Kind.ODD_CHARACTER)))
    line = text.count("\n", 0, found.start()) + 1
    invisible = wrong(Kind.INVISIBLE, code=f"U+{ord(found.group()):04X}")
    return _bad(name, line, wrong(Kind.NOT_YAML, what=invisible))
