"""A mistake in a text as data: where it stands, what kind it is, and what goes into its sentence.

The command line and logs say it in English, from here; pages say it in the reader's language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pydantic_core import PydanticCustomError

from practice.domain.mistake_kind import Kind
from practice.errors import BadDocument, BadInput


@dataclass(frozen=True)
class Wrong:
    """What is wrong, without its place. `values` are named by the sentence of `kind`."""

    kind: Kind
    values: "Mapping[str, Value]"

    @property
    def english(self) -> str:
        return self.kind.value % {name: _in_english(value) for name, value in self.values.items()}


#: Several texts are alternatives: one of them is allowed.
Value: TypeAlias = str | int | float | tuple[str, ...] | Wrong


@dataclass(frozen=True)
class Mistake:
    """`name` is the file's, empty where the words tell the place; `word` is what a key is called there.

    `byte` is counted from the start of the file, for what is no text.
    """

    name: str
    line: int | None
    key: str | None
    wrong: Wrong
    word: str = "key"
    byte: int | None = None

    @property
    def text(self) -> str:
        """In words for whoever writes the text: file, line, key and what to do."""
        line = "" if self.line is None else f", line {self.line}"
        byte = "" if self.byte is None else f", byte {self.byte}"
        place = f"{self.name}{line}{byte}: " if self.name else ""
        key = "" if self.key is None else f"{self.word} '{self.key}': "
        return f"{place}{key}{self.wrong.english}"


def wrong(kind: Kind, /, **values: Value) -> Wrong:
    return Wrong(kind, values)


def plain(words: str) -> Wrong:
    """What nobody translates."""
    return wrong(Kind.PLAIN, words=words)


def bad_input(mistakes: Iterable[Mistake]) -> BadInput:
    found = tuple(mistakes)
    return BadInput("\n".join(mistake.text for mistake in found), found)


def bad_document(mistakes: Iterable[Mistake]) -> BadDocument:
    """What is told in the same words is told once."""
    found = {mistake.text: mistake for mistake in mistakes}
    return BadDocument("\n".join(found), tuple(found.values()))


def mistakes_of(error: BadInput) -> tuple[Mistake, ...]:
    """Each line that `error` tells; where it holds only words, in those words."""
    found = tuple(mistake for mistake in error.mistakes if isinstance(mistake, Mistake))
    return found or tuple(Mistake("", None, None, plain(line)) for line in str(error).splitlines())


def refused(found: Wrong, path: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """For a validator: the mistake stands at `path`, seen from what is validated."""
    return PydanticCustomError("mistake", "{what}", {"what": found.english, "wrong": found, "path": path})


def _in_english(value: Value) -> str:
    if isinstance(value, Wrong):
        return value.english
    if isinstance(value, tuple):
        *first, last = (f"'{one}'" for one in value)
        return f"{', '.join(first)} or {last}" if first else last
    return str(value)
