"""Labelled replies as CSV: a column for each field, and one for each criterion or for each `rater:criterion`.

Where levels were changed later, a column of the same name with FIRST after it holds those that were given first.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from practice.domain.labels import UNNAMED
from practice.domain.labels_record import FIELDS, Mistakes, RawLabel, Record
from practice.domain.labels_text import FileText, polish_gone_wrong
from practice.domain.language import Language
from practice.domain.mistake import Value, wrong
from practice.domain.mistake_kind import Kind

FIRST = " (first)"
_SEPARATORS = (";", ",", "\t")
_QUOTED = re.compile(r'(?:^|(?<=[;,\t\n]))"(?:[^"]|"")*"')
_COLUMN = "column"


@dataclass(frozen=True)
class _Column:
    """A label's column where `criterion` is set, else a field's; `known` is False for one that can be neither.

    `first`: it holds what was given before it was changed, and another column of the rater's the level itself.
    """

    name: str
    known: bool
    rater: str = UNNAMED
    criterion: str = ""
    first: bool = False

    @property
    def of_level(self) -> bool:
        return self.known and bool(self.criterion) and not self.first


@dataclass(frozen=True)
class Row:
    line: int
    cells: list[str]


def records(file: FileText, criteria: Sequence[str], mistakes: Mistakes) -> Iterator[Record]:
    """One for each row; what is wrong with the header and the number of cells is in `mistakes`."""
    rows = rows_of(file.text, mistakes)
    header = next(rows, None)
    if header is None:
        return
    columns = [_column(name.strip(), criteria) for name in without_end(header.cells)]
    absent = frozenset(FIELDS) - {column.name for column in columns}
    _check_header(header.line, columns, absent, criteria, mistakes)
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            _check_width(row, columns, mistakes)
            record = _record(row, columns, absent)
            if not file.utf8:
                _check_polish(record, mistakes)
            yield record


def rows_of(text: str, mistakes: Mistakes) -> Iterator[Row]:
    """Rows with the line each begins at; a text in quotes may go over several."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower().startswith("sep=")  # a first line by which Excel is told the separator
    separator = first.strip()[4:5] if told else _separator(text)
    reader = csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=separator or ";", strict=True)
    before = int(told)
    begins = before + 1
    try:
        for cells in reader:
            yield Row(begins, cells)
            begins = before + reader.line_num + 1
    except csv.Error as error:
        mistakes.at(begins, wrong(Kind.NOT_CSV, error=str(error)))


def _separator(text: str) -> str:
    """The one that stands most often in the header, cells in quotes aside."""
    header, _, _ = _QUOTED.sub("", text).partition("\n")
    return max(_SEPARATORS, key=header.count)


def without_end(names: list[str]) -> list[str]:
    """Spreadsheets leave empty columns behind the last."""
    filled = [number for number, name in enumerate(names, start=1) if name.strip()]
    return names[: max(filled, default=0)]


def _column(name: str, criteria: Sequence[str]) -> _Column:
    if name in FIELDS:
        return _Column(name, known=True)
    bare = without_first(name)
    if bare != name:
        level = _column(bare, criteria)
        return replace(level, name=f"{level.name}{FIRST}", known=level.of_level, first=True)
    rater, colon, criterion = name.rpartition(":")
    rater, criterion = rater.strip(), criterion.strip()
    known = criterion in criteria and bool(rater) == bool(colon)
    return _Column(f"{rater}:{criterion}" if rater and known else name, known, rater, criterion)


def without_first(name: str) -> str:
    """What comes before FIRST, where it ends so."""
    return name.removesuffix(FIRST.strip()).rstrip()


def is_known(name: str, criteria: Sequence[str]) -> bool:
    """Whether a column of that name is read: as a field, or as levels."""
    return _column(name.strip(), criteria).known


def _check_header(
    line: int, columns: list[_Column], absent: frozenset[str], criteria: Sequence[str], mistakes: Mistakes
) -> None:
    needed: dict[str, Value] = {
        "fields": ", ".join(FIELDS),
        "levels": wrong(Kind.LEVELS_UNDER, criteria=", ".join(criteria), first=criteria[0]),
    }
    for name in FIELDS:
        if name in absent:
            mistakes.at(line, wrong(Kind.COLUMN_MISSING, **needed), name, _COLUMN)
    if not any(column.of_level for column in columns):
        mistakes.at(line, wrong(Kind.NO_LEVELS, **needed))
    names = [column.name for column in columns]
    for number, column in enumerate(columns, start=1):
        if not column.name:
            mistakes.at(line, wrong(Kind.COLUMN_NAMELESS, number=number))
        elif not column.known:
            mistakes.at(line, wrong(Kind.COLUMN_UNKNOWN, **needed), column.name, _COLUMN)
        elif column.name in names[: number - 1]:
            mistakes.at(line, wrong(Kind.REPEATED), column.name, _COLUMN)
        elif column.first and without_first(column.name) not in names:
            mistakes.at(line, wrong(Kind.FIRST_ALONE), column.name, _COLUMN)


def _check_width(row: Row, columns: list[_Column], mistakes: Mistakes) -> None:
    """Trailing cells may be left out, as Excel does; there may be none beyond the header's."""
    beyond = [cell for cell in row.cells[len(columns) :] if cell.strip()]
    if beyond:
        wide = len(without_end(row.cells))
        mistakes.at(row.line, wrong(Kind.MANY_CELLS, count=wide, columns=len(columns)))


def _record(row: Row, columns: list[_Column], absent: frozenset[str]) -> Record:
    cells = row.cells + [""] * (len(columns) - len(row.cells))
    pairs = list(zip(columns, cells, strict=False))
    fields: dict[str, object] = {column.name: cell for column, cell in pairs if column.name in FIELDS}
    first = {without_first(column.name): cell for column, cell in pairs if column.known and column.first}
    labels = [
        RawLabel(column.name, column.rater, column.criterion, cell, first.get(column.name), f"{column.name}{FIRST}")
        for column, cell in pairs
        if column.of_level
    ]
    return Record(row.line, _COLUMN, fields, labels, absent)


def _check_polish(record: Record, mistakes: Mistakes) -> None:
    if str(record.fields.get("language", "")).strip() != Language.PL:
        return
    for name, value in record.fields.items():
        lost = polish_gone_wrong(str(value))
        if lost:
            mistakes.at(record.line, wrong(Kind.POLISH_LOST, letters=lost), name, _COLUMN)
