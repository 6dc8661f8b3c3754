"""A page of fields over a YAML text: each is named by its path, and buttons add, remove and move entries.

`at/criteria/0/weight` is a text, `list/criteria/0/sources` the words of a list with commas between them,
`lines/topics/0/said_as/en` those of a list with one a line, and `may/examples/0/hard` a key or an entry that goes when
its field is emptied. A button's `do` is such as `add/criteria`; a star in its path, as in `up/good_way/*/1`, stands for
every language.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from practice.domain.language import Language
from practice.domain.mistake import Wrong
from practice.domain.yaml_form import Value, YamlForm
from practice.domain.yaml_text import Path
from practice.domain.yaml_writing import Fragment, even
from practice.errors import BadInput
from practice.services.versions import TextMistake

EVERY_LANGUAGE = "*"
_PLACE = re.compile(r"[a-z0-9_]{1,80}(?:/(?:[a-z0-9_]{1,80}|\*)){0,9}")
_DIGITS = 6
#: Each may cost another reading of the text; the longest part of a form has some hundred.
_MOST_FIELDS = 1000
#: Lists in one field: what stands between their entries, as it is read and as it is shown.
_BETWEEN = {"list": (",", ", "), "lines": ("\n", "\n")}
_KINDS = ("at", "may", *_BETWEEN)
#: Buttons that move an entry, and by how much.
MOVES = {"up": -1, "down": 1}
#: What a new entry of the list at a path holds; None where there is no such list.
Begun: TypeAlias = "Callable[[YamlForm, Path], Fragment | None]"


def _none_may(_path: Path) -> bool:
    return False


@dataclass(frozen=True)
class Buttons:
    """What they may do: begin an entry of a list, and take away a key that `may_go` as a whole."""

    begun: Begun
    may_go: Callable[[Path], bool] = _none_may


@dataclass(frozen=True)
class Fields:
    """What templates ask for; a `place` is a path with slashes.

    `given` is by place what was typed in a field and is not taken over into the text.
    """

    form: YamlForm
    mistakes: tuple[TextMistake, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)

    def text(self, place: str) -> str:
        return self.given[place] if place in self.given else self.form.text(path_of(place))

    def words(self, place: str) -> str:
        return self.given[place] if place in self.given else ", ".join(self.form.texts(path_of(place)))

    def lines(self, place: str) -> str:
        return self.given[place] if place in self.given else "\n".join(self.form.texts(path_of(place)))

    def longer(self) -> int:
        """By how many bytes what was given is longer than what stands in the text."""
        kept = ("".join(self.form.texts(path)) or self.form.text(path) for path in map(path_of, self.given))
        return len("".join(self.given.values()).encode()) - len("".join(kept).encode())

    def on_lines(self, place: str) -> bool:
        """The list can be shown with one entry a line: each is a text without a line break of its own."""
        path = path_of(place)
        rows = [(*path, index) for index in range(self.form.size(path))]
        return not any("\n" in self.form.text(row) or not self.form.is_text(row) for row in rows)

    def size(self, place: str) -> int:
        """Of the longest, where `place` is of several languages."""
        return max(map(self.form.size, _each(path_of(place))))

    def has(self, place: str) -> bool:
        return self.form.has(path_of(place))

    def wrong(self, place: str) -> list[Wrong]:
        return [mistake.wrong for mistake in self.mistakes if place_of(mistake) == place]

    def wrong_within(self, place: str) -> list[Wrong]:
        """At `place` or below it: what a field holds has no field of its own there."""
        return [mistake.wrong for mistake in self.mistakes if f"{place_of(mistake)}/".startswith(f"{place}/")]

    @staticmethod
    def id_of(place: str) -> str:
        return "f-" + place.replace("/", "-")

    def anchor(self, place: str, page: str) -> str:
        """The id that `page` has for `place`: of its field, of what is told there, or of the field that holds it.

        Empty where the page has none.
        """
        own = self.id_of(place)
        for found in (own, f"wrong-{own}-1"):
            if f'id="{found}"' in page:
                return found
        return next((self.id_of(above) for above in _above(place) if _has_field(above, page)), "")


def place_of(mistake: TextMistake) -> str:
    return (mistake.key or "").replace(".", "/")


def path_of(place: str) -> Path:
    """Empty for what names no place."""
    if not _PLACE.fullmatch(place):
        return ()
    return tuple(int(part) if part.isdecimal() and len(part) <= _DIGITS else part for part in place.split("/"))


def given_in(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By place, with plain line ends; what is named otherwise is left out."""
    named = ((*name.partition("/"), given.replace("\r\n", "\n")) for name, given in fields)
    return {place: given for kind, _slash, place, given in named if kind in _KINDS and path_of(place)}


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
        if not path or EVERY_LANGUAGE in path:
            continue
        if kind == "may" and not given.strip():
            gone.append(path)
        elif kind in ("at", "may"):
            texts[path] = given
        elif kind in _BETWEEN:
            sign, shown = _BETWEEN[kind]
            if even(given) != shown.join(form.texts(path)):
                texts[path] = tuple(even(given).split(sign))
    changed = form.with_texts(texts)
    for path in sorted(gone, key=_number, reverse=True):  # entries that go leave those before them where they are
        only_a_text = changed.has(path) and not changed.size(path) and not changed.keys(path)
        changed = changed.without(path) if only_a_text else changed
    return changed


def with_button(form: YamlForm, do: str, buttons: Buttons) -> YamlForm:
    """As the button says that was pressed; any other changes nothing."""
    verb, _slash, place = do.partition("/")
    for path in _each(path_of(place)):
        form = _pressed(form, verb, path, buttons) if path else form
    return form


def _pressed(form: YamlForm, verb: str, path: Path, buttons: Buttons) -> YamlForm:
    if verb == "add":
        entry = buttons.begun(form, path)
        return form if entry is None else form.with_entry(path, entry)
    if verb == "remove" and (isinstance(path[-1], int) or buttons.may_go(path)):
        return form.without(path) if form.has(path) else form
    return form.with_moved(path, MOVES[verb]) if verb in MOVES else form


def _each(path: Path) -> tuple[Path, ...]:
    if EVERY_LANGUAGE not in path:
        return (path,)
    at = path.index(EVERY_LANGUAGE)
    return tuple((*path[:at], language.value, *path[at + 1 :]) for language in Language)


def _above(place: str) -> list[str]:
    """The nearest first."""
    parts = place.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts) - 1, 0, -1)]


def _has_field(place: str, page: str) -> bool:
    return any(f'name="{kind}/{place}"' in page for kind in _KINDS)


def _number(path: Path) -> int:
    return path[-1] if isinstance(path[-1], int) else -1
