"""Takes a file of replies into a gold set: all of it is checked before anything is taken."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from practice.domain import labels_csv, labels_json
from practice.domain.gold_columns import (
    FileColumn,
    LabelsTable,
    are_as_we_write_them,
    columns_of,
    in_our_words,
    lacking,
    read_table,
)
from practice.domain.labels import Label, LabelledReply, is_same_text
from practice.domain.labels_record import FIELDS, Mistakes, Record, checked
from practice.domain.labels_text import FileText, decode, refuse_workbook
from practice.domain.mistake import Mistake, Wrong, bad_input, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.rubric import Rubric, Scope
from practice.domain.spreadsheet import safe_cell
from practice.errors import BadInput
from practice.store.gold import GoldSource
from practice.store.gold_finding import GivenLabel, labels_of_items, raters_in
from practice.store.gold_labels import set_gold_label
from practice.store.gold_reading import gold_items
from practice.store.gold_writing import add_gold_item
from practice.store.person import Person
from practice.store.types import storable

#: Bytes. What is sent back with the form must fit into one request as well.
LARGEST_FILE = 200_000
_LONGEST_ID, _LONGEST_RATER = 200, 80
_JSON_NAMES = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class LabelsFile:
    """`columns` say what each column of a CSV is to be taken for; None: what its name says.

    `language`, `channel` and `situation` hold for every reply where they are not empty. `utf8` as in FileText.
    """

    name: str
    text: str
    utf8: bool = True
    columns: tuple[str, ...] | None = None
    language: str = ""
    channel: str = ""
    situation: str = ""

    @property
    def is_json(self) -> bool:
        return self.name.lower().endswith(_JSON_NAMES) or self.text.lstrip()[:1] in ("{", "[")

    @property
    def constants(self) -> dict[str, str]:
        """The situation on one line, so that a CSV keeps its lines."""
        return {"language": self.language, "channel": self.channel, "situation": " ".join(self.situation.split())}


@dataclass(frozen=True)
class OddColumns:
    """Nothing was taken: a person has to say what the columns are. `missing` are fields for which there is none yet."""

    columns: tuple[FileColumn, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """`known` replies were in the set already; `labels` are those that are new or were changed."""

    added: int
    known: int
    labels: int


Line = tuple[int, LabelledReply]


def text_of(data: bytes, name: str) -> FileText:
    """Raises BadInput for what is too large, empty or no text."""
    refuse_workbook(data, name)
    if len(data) > LARGEST_FILE:
        raise bad_input([Mistake(name, None, None, wrong(Kind.LARGE_FILE, count=len(data), most=LARGEST_FILE))])
    as_json = name.lower().endswith(_JSON_NAMES)
    read = decode(data, name, western=not as_json)
    if not read.text.strip():
        raise _empty(name)
    return read


def columns_in(file: LabelsFile, rubric: Rubric) -> OddColumns | None:
    """Of a CSV; None for JSON lines. Raises BadInput where it cannot be read at all."""
    return None if file.is_json else _columns(file, _table(_plain(file)), rubric)


def read_lines(file: LabelsFile, rubric: Rubric) -> list[Line] | OddColumns:
    """Each reply with its line. Raises BadInput with every mistake."""
    file, criteria = _plain(file), rubric.keys_of(Scope.REPLY)
    mistakes = Mistakes(file.name)
    if file.is_json:
        found = [_with(record, file) for record in labels_json.records(file.text, criteria, mistakes)]
    else:
        table = _table(file)
        odd = _columns(file, table, rubric)
        asked = file.columns is not None and len(file.columns) == len(table.names)
        if odd.missing or not (asked or are_as_we_write_them(table, criteria)):
            return odd
        text = in_our_words(table, odd.columns, file.constants, criteria)
        found = list(labels_csv.records(FileText(text, file.utf8), criteria, mistakes))
    replies = checked(found, mistakes)
    mistakes.raise_any()
    if not replies:
        raise bad_input([Mistake(file.name, None, None, wrong(Kind.NO_REPLIES, fields=", ".join(FIELDS)))])
    return [(record.line, reply) for record, reply in zip(found, replies, strict=True)]


def take(session: Session, person: Person, gold_set_id: str, file_name: str, lines: Sequence[Line]) -> Imported:
    """Into a set that is held. Raises BadInput with every line that does not fit what is there."""
    had = {item.reply.id: item for item in gold_items(session, gold_set_id, and_taken_out=True)}
    given = labels_of_items(session, [had[reply.id].id for _, reply in lines if reply.id in had])
    accounts = {rater for rater, person_id in raters_in(session, gold_set_id).items() if person_id is not None}
    mistakes = Mistakes(file_name)
    for line, reply in lines:
        item = had.get(reply.id)
        for told in _too_long(reply):
            mistakes.at(line, told)
        if item and not _is_same(item.reply.reply, reply.reply):
            mistakes.at(line, wrong(Kind.ANOTHER_REPLY), reply.id, "id")
        for told in _against(given[item.id] if item else (), reply.labels, accounts):
            mistakes.at(line, told)
    mistakes.raise_any()
    labels = 0
    for _, reply in lines:
        item = had.get(reply.id)
        if item is None:
            add_gold_item(session, gold_set_id, reply, source=GoldSource.IMPORTED, added_by=person.id)
            labels += len(reply.labels)
            continue
        new = [label for label in reply.labels if not _is_known(label, item.reply.labels)]
        for label in new:
            set_gold_label(session, item.id, label)
        labels += len(new)
    known = sum(reply.id in had for _, reply in lines)
    return Imported(len(lines) - known, known, labels)


def _plain(file: LabelsFile) -> LabelsFile:
    """With the line ends that a form changes made plain."""
    text = storable(file.text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return replace(file, text=text, situation=storable(file.situation))


def _table(file: LabelsFile) -> LabelsTable:
    mistakes = Mistakes(file.name)
    table = read_table(file.text, mistakes)
    mistakes.raise_any()
    if not any(table.names):
        raise _empty(file.name)
    return table


def _empty(name: str) -> BadInput:
    return bad_input([Mistake(name, None, None, wrong(Kind.EMPTY_FILE))])


def _columns(file: LabelsFile, table: LabelsTable, rubric: Rubric) -> OddColumns:
    columns = columns_of(table, _names(rubric), file.columns)
    return OddColumns(tuple(columns), lacking(columns, file.constants))


def _names(rubric: Rubric) -> dict[str, str]:
    """Every name of a criterion, in small letters, with its key."""
    found: dict[str, str] = {}
    for criterion in rubric.of_scope(Scope.REPLY):
        names = criterion.name
        found |= {name.casefold(): criterion.key for name in (names.en, names.fi, names.pl, names.sv, criterion.key)}
    return found


def _with(record: Record, file: LabelsFile) -> Record:
    given = {name: value for name, value in file.constants.items() if value}
    return Record(record.line, record.word, {**record.fields, **given}, record.labels, record.absent)


def _is_same(one: str, other: str) -> bool:
    return is_same_text(safe_cell(one), safe_cell(other))


def _too_long(reply: LabelledReply) -> Iterable[Wrong]:
    if len(reply.id) > _LONGEST_ID:
        yield wrong(Kind.LONG_ID, count=len(reply.id), most=_LONGEST_ID)
    for rater in dict.fromkeys(label.rater for label in reply.labels):
        if len(rater) > _LONGEST_RATER:
            yield wrong(Kind.LONG_RATER, rater=f"{rater[:40]!r}…", count=len(rater), most=_LONGEST_RATER)


def _is_known(label: Label, known: Iterable[Label]) -> bool:
    """A file may leave out which level was the first."""
    return any(label in (one, replace(one, changed_from=None)) for one in known)


def _against(given: Sequence[GivenLabel], labels: Iterable[Label], accounts: Collection[str]) -> Iterable[Wrong]:
    """Where the file would say what people who label here themselves have not said."""
    own = [one.label for one in given if one.person_id is not None]
    for label in labels:
        if label.rater in accounts and not _is_known(label, own):
            yield wrong(Kind.LABELS_HERE, place=f"{label.rater}:{label.criterion}")
