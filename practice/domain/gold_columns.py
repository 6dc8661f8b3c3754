"""The columns of a CSV of replies, whatever they are called: what each is taken for, and the file in our own words."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from practice.domain.labels_csv import FIRST, Row, is_known, rows_of, without_end, without_first
from practice.domain.labels_record import FIELDS, Mistakes
from practice.domain.mistake import wrong
from practice.domain.mistake_kind import Kind
from practice.domain.spreadsheet import cell_as_typed

#: What a column is taken for that is left aside.
NOTHING = ""
SAMPLES = 3
MOST_COLUMNS = 200
_LONGEST_SAMPLE = 80


@dataclass(frozen=True)
class FileColumn:
    """`taken_for` is a field, `criterion` or `rater:criterion`, perhaps with FIRST after it, or NOTHING.

    `samples` are its first values.
    """

    name: str
    samples: tuple[str, ...]
    taken_for: str


@dataclass(frozen=True)
class LabelsTable:
    """A CSV with its spreadsheet's apostrophes undone; `header` is None where it is empty."""

    header: Row | None
    rows: tuple[Row, ...]
    tells_separator: bool

    @property
    def names(self) -> list[str]:
        return [name.strip() for name in without_end(self.header.cells)] if self.header else []


def read_table(text: str, mistakes: Mistakes) -> LabelsTable:
    tells_separator = text.lower().startswith("sep=")
    found = [Row(row.line, [cell_as_typed(cell) for cell in row.cells]) for row in rows_of(text, mistakes)]
    if found and len(without_end(found[0].cells)) > MOST_COLUMNS:
        mistakes.at(found[0].line, wrong(Kind.MANY_COLUMNS, most=MOST_COLUMNS))
    return LabelsTable(found[0] if found else None, tuple(found[1:]), tells_separator)


def columns_of(table: LabelsTable, criteria: Mapping[str, str], taken_for: Sequence[str] | None) -> list[FileColumn]:
    """`taken_for` as a person said, one for each column; None: as the names look.

    `criteria` are the names that a criterion goes by, in small letters, each with its key.
    """
    names = table.names
    if taken_for is None or len(taken_for) != len(names):
        taken_for = [_guess(name, criteria) for name in names]
    return [
        FileColumn(name, tuple(_samples(table.rows, number)), taken)
        for number, (name, taken) in enumerate(zip(names, taken_for, strict=True))
    ]


def are_as_we_write_them(table: LabelsTable, criteria: Sequence[str]) -> bool:
    return all(name and is_known(name, criteria) for name in table.names)


def lacking(columns: Sequence[FileColumn], constants: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that no column is taken for and that nothing stands for."""
    taken = {column.taken_for for column in columns}
    return tuple(name for name in FIELDS if name not in taken and not constants.get(name))


def in_our_words(
    table: LabelsTable, columns: Sequence[FileColumn], constants: Mapping[str, str], criteria: Sequence[str]
) -> str:
    """The same rows on the same lines, with the columns that are taken for something and those of `constants`."""
    given = {name: value for name, value in constants.items() if value}
    kept = [n for n, column in enumerate(columns) if column.taken_for != NOTHING and column.taken_for not in given]
    names = [columns[number].taken_for for number in kept]
    if all(name in FIELDS for name in names):
        given[criteria[0]] = ""  # replies without any level are taken too, and this says so to the reader
    written = _Lines("sep=,\n" if table.tells_separator else "")
    if table.header:
        written.write(table.header.line, [*names, *given])
    for row in table.rows:
        if any(cell.strip() for cell in row.cells):
            cells = row.cells + [""] * (len(columns) - len(row.cells))
            beyond = cells[len(columns) :]
            written.write(row.line, [*(cells[number] for number in kept), *given.values(), *beyond])
    return written.text


class _Lines:
    """CSV in which every row begins on the line that it is given."""

    def __init__(self, head: str) -> None:
        self._file = io.StringIO(newline="")
        self._file.write(head)
        self._line = 1 + head.count("\n")
        self._writer = csv.writer(self._file, lineterminator="\n")

    def write(self, line: int, cells: list[str]) -> None:
        self._file.write("\n" * (line - self._line))
        self._writer.writerow(cells)
        self._line = max(line, self._line) + 1 + sum(cell.count("\n") for cell in cells)

    @property
    def text(self) -> str:
        return self._file.getvalue()


def _guess(name: str, criteria: Mapping[str, str]) -> str:
    bare = without_first(name)
    if bare != name:
        level = _guess(bare, criteria)
        return NOTHING if level in (NOTHING, *FIELDS) else f"{level}{FIRST}"
    small = " ".join(name.split()).casefold()
    field = small.replace(" ", "_")
    if field in FIELDS:
        return field
    rater, colon, criterion = name.rpartition(":")
    key = criteria.get(criterion.strip().casefold())
    if key is None or bool(colon) != bool(rater.strip()):
        return NOTHING
    return f"{rater.strip()}:{key}" if colon else key


def _samples(rows: Sequence[Row], number: int) -> Iterator[str]:
    filled = (row.cells[number].strip() for row in rows if len(row.cells) > number)
    for value, _ in zip((value for value in filled if value), range(SAMPLES), strict=False):
        yield value if len(value) <= _LONGEST_SAMPLE else f"{value[:_LONGEST_SAMPLE]}…"
