"""What can be taken out as a file: which kinds there are, the columns of each, and how a row is written.

docs/exports.md says what each column holds.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from practice.domain.spreadsheet import BOM, csv_line

Cell = str | int | float | None | list[str]
Record = dict[str, Cell]
#: What stands between several quotes in one cell of a spreadsheet.
BETWEEN = " | "


class ExportKind(StrEnum):
    TALKS = "talks"
    TURNS = "turns"
    LEVELS = "levels"
    OVERRIDES = "overrides"  #: and disputes
    LABELS = "labels"  #: of one gold set


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class Separator(StrEnum):
    COMMA = ","
    SEMICOLON = ";"


@dataclass(frozen=True)
class Shape:
    """`bom` and `separator` are for CSV."""

    format: ExportFormat = ExportFormat.CSV
    bom: bool = False
    separator: Separator = Separator.COMMA


_WHOSE = ("talk_id", "trainee_id", "trainee", "scenario", "language")
#: Those of labels depend on the raters of the gold set.
COLUMNS: Mapping[ExportKind, tuple[str, ...]] = {
    ExportKind.TALKS: (
        *_WHOSE,
        *("scenario_version", "rubric", "rubric_version", "mode", "difficulty", "assignment_id"),
        *("status", "outcome", "replies", "started_at", "ended_at", "handed_in_at"),
    ),
    ExportKind.TURNS: (
        *("talk_id", "trainee_id", "turn_id", "parent_id", "speaker", "customer", "status", "text", "said_at"),
        *("reply_seconds", "frustration", "trust", "patience", "move", "problem"),
    ),
    ExportKind.LEVELS: (
        *_WHOSE,
        *("turn_id", "said_at", "scope", "grade_id", "criterion", "status", "level", "machine_status"),
        *("machine_level", "machine_level_before_recalibration", "machine_reason", "machine_advice", "quotes"),
        *("problem", "model", "rubric", "rubric_version"),
        *("trainer_status", "trainer_level", "trainer_reason", "trainer_words", "trainer", "trainer_at"),
    ),
    ExportKind.OVERRIDES: (
        *("kind", *_WHOSE, "turn_id", "scope", "grade_id", "criterion", "machine_status", "machine_level"),
        *("status", "level", "reason", "words", "by", "at", "answer", "answered_by", "answered_at"),
    ),
}


def moment(value: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second, such as 2026-01-31T09:30:00Z."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(columns: Sequence[str], pages: Iterable[Iterable[Record]], shape: Shape) -> Iterator[str]:
    """The file, piece by piece; every record has exactly these columns."""
    if shape.format is ExportFormat.CSV:
        yield (BOM if shape.bom else "") + csv_line(columns, shape.separator)
    for page in pages:
        text = "".join(_line(columns, record, shape) for record in page)
        if text:
            yield text


def json_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _line(columns: Sequence[str], record: Record, shape: Shape) -> str:
    ordered = {column: record[column] for column in columns}
    if shape.format is ExportFormat.JSONL:
        return json_line(ordered)
    return csv_line((_cell(value) for value in ordered.values()), shape.separator)


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return BETWEEN.join(value) if isinstance(value, list) else value
