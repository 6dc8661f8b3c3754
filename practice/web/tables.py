"""Lists that are sorted by a header and narrowed by words, on the server: whole lists, which no database pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Generic, TypeVar
from unicodedata import normalize
from urllib.parse import urlencode

from flask import request

from practice.domain.alphabet import place_of
from practice.domain.language import Language
from practice.errors import BadInput
from practice.web.language import page_language

Row = TypeVar("Row")
#: None is not known: it stands last, whichever way the others go.
Sortable = str | float | datetime | None

#: Shorter lists are seen at a glance, so nothing is offered to narrow them by.
HANDFUL = 8
SORT, FIND = "sort", "find"
#: They say how far a list was leafed through, which is nowhere once it is another list.
_LEAFING = ("page", "before")


class Direction(StrEnum):
    """As `aria-sort` has it."""

    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True)
class Sorting:
    key: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else self.key


@dataclass(frozen=True)
class Place:
    """Where a list is shown, and what its address asks for. `name` tells it from other lists of the page.

    `page_by_page`: it is sorted and narrowed on the page that is looked at, which so stays the same.
    """

    path: str
    given: Mapping[str, str]
    name: str = ""
    page_by_page: bool = False

    @property
    def sort_field(self) -> str:
        return f"{self.name}_{SORT}" if self.name else SORT

    @property
    def find_field(self) -> str:
        return f"{self.name}_{FIND}" if self.name else FIND

    @property
    def anchor(self) -> str:
        """Of the table; the form above it is `find-` and this."""
        return f"{self.name or 'rows'}-list"

    def address(self, anchor: str, **changed: str) -> str:
        """As the page is now, but for what is changed; an empty text takes away."""
        kept = {**self.elsewhere, **changed}
        asked = urlencode({name: value for name, value in kept.items() if value})
        return f"{self.path}{'?' if asked else ''}{asked}#{anchor}"

    @property
    def elsewhere(self) -> dict[str, str]:
        """What is asked for, without the page that is looked at where another list has other pages."""
        dropped = () if self.page_by_page else _LEAFING
        return {name: value for name, value in self.given.items() if value and name not in dropped}


@dataclass(frozen=True)
class Asked:
    """How a list is wanted, whoever sorts it: this module, or a database."""

    place: Place
    sorting: Sorting | None
    #: What it is sorted by where nothing is asked for.
    at_first: Sorting | None
    find: str

    def direction(self, key: str) -> Direction | None:
        """In which the list is sorted by this column; None where it is not."""
        now = self.sorting or self.at_first
        if now is None or now.key != key:
            return None
        return Direction.DESCENDING if now.descending else Direction.ASCENDING

    def sorted_by(self, key: str) -> str:
        """The address where the list is sorted by it, the other way round where it is already."""
        other = Sorting(key, self.direction(key) is Direction.ASCENDING)
        return self.place.address(self.place.anchor, **{self.place.sort_field: str(other)})

    @property
    def fields(self) -> dict[str, str]:
        """What a form must send along, so that nothing else that is asked for is lost."""
        return {name: value for name, value in self.place.elsewhere.items() if name != self.place.find_field}

    @property
    def unsorted(self) -> str:
        """The address where the list stands as it does by itself."""
        return self.place.address(self.place.anchor, **{self.place.sort_field: ""})

    @property
    def everything(self) -> str:
        """The address of the whole list."""
        return self.place.address(f"find-{self.place.anchor}", **{self.place.find_field: ""})


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """`rows` are those found, of `total`."""

    rows: Sequence[Row]
    total: int
    asked: Asked

    @property
    def offers_finding(self) -> bool:
        return self.total > HANDFUL or bool(self.asked.find)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`by` is what rows are sorted by; `words`, where it is no text, what they are found by."""

    key: str
    by: Callable[[Row], Sortable] | None = None
    words: Callable[[Row], str] | None = None

    def words_of(self, row: Row) -> str:
        if self.words is not None:
            return self.words(row)
        value = self.by(row) if self.by else None
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`at_first` is what rows are sorted by until something else is asked for, None where they stand as they came."""

    columns: tuple[Column[Row], ...]
    at_first: Sorting | None = None
    name: str = ""
    page_by_page: bool = False

    def arranged(self, rows: Iterable[Row], path: str, given: Mapping[str, str], language: Language) -> Listed[Row]:
        """Raises BadInput for a column that rows are not sorted by."""
        every = tuple(rows)
        asked = asked_of(Place(path, given, self.name, self.page_by_page), self._sortable, self.at_first)
        wanted = [_plain(word) for word in asked.find.split()]
        found = [row for row in every if not wanted or self._holds(row, wanted)]
        sorting = asked.sorting or self.at_first
        return Listed(self._sorted(found, sorting, language) if sorting else found, len(every), asked)

    @property
    def _sortable(self) -> list[str]:
        return [column.key for column in self.columns if column.by]

    def _holds(self, row: Row, wanted: Sequence[str]) -> bool:
        words = _plain(" ".join(column.words_of(row) for column in self.columns))
        return all(word in words for word in wanted)

    def _sorted(self, rows: Sequence[Row], sorting: Sorting, language: Language) -> list[Row]:
        by = next(column.by for column in self.columns if column.by and column.key == sorting.key)
        valued = [(value, row) for row in rows if (value := by(row)) is not None]
        valued.sort(key=partial(_key, language=language), reverse=sorting.descending)
        return [*(row for _, row in valued), *(row for row in rows if by(row) is None)]


def listed(table: Table[Row], rows: Iterable[Row], path: str) -> Listed[Row]:
    """As the address of this request asks for. Raises BadInput."""
    return table.arranged(rows, path, request.args, page_language())


def asked_of(place: Place, columns: Sequence[str], at_first: Sorting | None = None) -> Asked:
    """Raises BadInput."""
    given = place.given.get(place.sort_field, "")
    sorting = Sorting(given.removeprefix("-"), given.startswith("-")) if given else None
    if sorting is not None and sorting.key not in columns:
        allowed = ", ".join(columns)
        raise BadInput(
            f"{place.sort_field}: {given[:40]!r} is none of {allowed}; put - before one of them for the other "
            "direction, or leave it out"
        )
    return Asked(place, sorting, at_first, " ".join(place.given.get(place.find_field, "").split()))


def _key(valued: tuple[Any, Row], language: Language) -> Any:  # noqa: ANN401 - whatever a column is sorted by
    value, _ = valued
    return place_of(value, language) if isinstance(value, str) else value


def _plain(text: str) -> str:
    return normalize("NFC", text.casefold())
