"""A page of fields over a YAML text: each is named by its path, and buttons add, remove and move entries.

`at/criteria/0/weight` is a text, `list/criteria/0/sources` the words of a list with commas between them,
`lines/topics/0/said_as/en` those of a list with one a line, and `may/examples/0/hard` a key that goes when its field is
emptied. A button's `do` is such as `add/criteria`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from practice.domain.mistake import Wrong
from practice.domain.yaml_form import Value, YamlForm
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment
from practice.errors import BadInput
from practice.services.versions import TextMistake

_PLACE = re.compile(r"[a-z0-9_]{1,80}(?:/[a-z0-9_]{1,80}){0,9}")
_DIGITS = 6
#: Each may cost another reading of the text; the longest part of a form has some eighty.
_MOST_FIELDS = 1000
#: Buttons that move an entry, and by how much.
MOVES = {"up": -1, "down": 1}
#: What a new entry of the list at a path holds; None where there is no such list.
Begun: TypeAlias = "Callable[[YamlForm, Path], Fragment | None]"


@dataclass(frozen=True)
class Fields:
    """What templates ask for; a `place` is a path with slashes."""

    form: YamlForm
    mistakes: tuple[TextMistake, ...] = ()

    def text(self, place: str) -> str:
        return self.form.text(path_of(place))

    def words(self, place: str) -> str:
        return ", ".join(self.form.texts(path_of(place)))

    def lines(self, place: str) -> str:
        return "\n".join(self.form.texts(path_of(place)))

    def size(self, place: str) -> int:
        return self.form.size(path_of(place))

    def has(self, place: str) -> bool:
        return self.form.has(path_of(place))

    def wrong(self, place: str) -> list[Wrong]:
        return [mistake.wrong for mistake in self.mistakes if place_of(mistake) == place]

    def wrong_within(self, place: str) -> list[Wrong]:
        """At `place` or below it: what a field holds has no field of its own there."""
        return [mistake.wrong for mistake in self.mistakes if f"{place_of(mistake)}/".startswith(f"{place}/")]


def place_of(mistake: TextMistake) -> str:
    return (mistake.key or "").replace(".", "/")


def path_of(place: str) -> Path:
    """Empty for what names no place."""
    if not _PLACE.fullmatch(place):
        return ()
    return tuple(int(part) if part.isdecimal() and len(part) <= _DIGITS else part for part in place.split("/"))


def with_fields(form: YamlForm, fields: Iterable[tuple[str, str]]) -> YamlForm:
    """`fields` are names and what was typed; what is named otherwise is left out. Raises BadInput for too many."""
    fields = list(fields)
    if len(fields) > _MOST_FIELDS:
        raise BadInput(f"a form has at most {_MOST_FIELDS} fields, not {len(fields)}")
    texts: dict[Path, Value] = {}
    gone: list[Path] = []
    for name, given in fields:
        kind, _slash, place = name.partition("/")
        path = path_of(place)
        if not path:
            continue
        if kind == "may" and not given.strip():
            gone.append(path)
        elif kind in ("at", "may"):
            texts[path] = given
        elif kind == "list":
            texts[path] = tuple(given.split(","))
        elif kind == "lines":
            texts[path] = tuple(given.splitlines())
    changed = form.with_texts(texts)
    for path in gone:
        only_a_text = changed.has(path) and not changed.size(path) and not changed.keys(path)
        changed = changed.without(path) if only_a_text else changed
    return changed


def with_button(form: YamlForm, do: str, begun: Begun) -> YamlForm:
    """As the button says that was pressed; any other changes nothing."""
    verb, _slash, place = do.partition("/")
    path = path_of(place)
    if not path:
        return form
    if verb == "add":
        entry = begun(form, path)
        return form if entry is None else form.with_entry(path, entry)
    if verb == "remove" and isinstance(path[-1], int):
        return form.without(path) if form.has(path) else form
    return form.with_moved(path, MOVES[verb]) if verb in MOVES else form
