"""One labelled reply as its file gives it, checked: what JSON lines and CSV have in common."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from practice.domain.labels import UNNAMED, Given, Label, LabelledReply
from practice.domain.language import Language, Text
from practice.domain.mistake import Mistake, Wrong, bad_input, wrong
from practice.domain.mistake_kind import Kind
from practice.domain.mistakes import what_is_wrong
from practice.domain.rubric import LEVELS, NOT_SHOWN
from practice.domain.scenario import Channel

FIELDS = ("id", "language", "channel", "situation", "customer", "reply")
MOST_TOLD = 20
_LONGEST_REPLY = 20_000  # characters, as for `practice grade`
_NOT_SHOWN = (NOT_SHOWN, "n", "N")  # the key by which it is chosen while labelling
_WHOLE = re.compile(r"([1-5])(?:[.,]0+)?")  # spreadsheets write 4 as 4,0 or 4.0


class _Fields(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: Text
    language: Language
    channel: Channel
    situation: Text
    customer: Text
    reply: Annotated[Text, Field(max_length=_LONGEST_REPLY)]


@dataclass(frozen=True)
class RawLabel:
    """`key` is what the file calls its place. `first`, at `first_key`, is what was given before it was changed."""

    key: str
    rater: str
    criterion: str
    value: object
    first: object = None
    first_key: str = ""


@dataclass(frozen=True)
class Record:
    """`word` is what a key is called where it stands: key or column. `absent` are fields already told to be missing."""

    line: int
    word: str
    fields: dict[str, object]
    labels: list[RawLabel]
    absent: frozenset[str] = frozenset()


class Mistakes:
    """Collects what is wrong in one file, so that all of it can be told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: list[Mistake] = []

    def at(self, line: int, what: Wrong, key: str | None = None, word: str = "key") -> None:
        self._found.append(Mistake(self.name, line, key, what, word))

    def raise_any(self) -> None:
        """Raises BadInput with at most MOST_TOLD of them."""
        if not self._found:
            return
        more = len(self._found) - MOST_TOLD
        further = [Mistake(self.name, None, None, wrong(Kind.AND_MORE, count=more))] if more > 0 else []
        raise bad_input(self._found[:MOST_TOLD] + further)


def checked(records: Iterable[Record], mistakes: Mistakes) -> list[LabelledReply]:
    """What could be read of `records`; what could not is in `mistakes`."""
    replies: list[LabelledReply] = []
    first_seen: dict[str, int] = {}
    for record in records:
        labels = _labels(record, mistakes)
        fields = _fields(record, mistakes)
        given = record.fields.get("id")
        name = given.strip() if isinstance(given, str) else ""
        if name in first_seen:
            again = wrong(Kind.ID_AGAIN, id=repr(name), first=first_seen[name])
            mistakes.at(record.line, again, "id", record.word)
        if name:
            first_seen.setdefault(name, record.line)
        if fields:
            replies.append(LabelledReply(**dict(fields), labels=labels))
    return replies


def _fields(record: Record, mistakes: Mistakes) -> _Fields | None:
    try:
        return _Fields.model_validate(record.fields)
    except ValidationError as error:
        for details in error.errors():
            key = str(details["loc"][0])
            if key not in record.absent:
                what = what_is_wrong(details, details["loc"], _Fields)
                mistakes.at(record.line, what, key, record.word)
    return None


def _labels(record: Record, mistakes: Mistakes) -> tuple[Label, ...]:
    if len({raw.rater == UNNAMED for raw in record.labels}) > 1:
        unnamed = next(raw.key for raw in record.labels if raw.rater == UNNAMED)
        mistakes.at(record.line, wrong(Kind.UNNAMED_RATER), unnamed, record.word)
    found: list[Label] = []
    for raw in record.labels:
        if _is_empty(raw.value) and _is_empty(raw.first):
            continue
        if _is_empty(raw.value):
            mistakes.at(record.line, wrong(Kind.FIRST_ALONE), raw.first_key, record.word)
            continue
        level = _level_at(raw.value, record, raw.key, mistakes)
        first = level if _is_empty(raw.first) else _level_at(raw.first, record, raw.first_key, mistakes)
        if level and first:
            found.append(Label(raw.rater, raw.criterion, level.level, None if first == level else first))
    return tuple(found)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _level_at(value: object, record: Record, key: str, mistakes: Mistakes) -> Given | None:
    """None, and a mistake, for what is no level."""
    try:
        return Given(_level(value))
    except ValueError:
        what = wrong(Kind.BUT_GIVEN, rule=wrong(Kind.A_LEVEL), given=_shown(value))
        mistakes.at(record.line, what, key, record.word)
    return None


def _level(value: object) -> int | None:
    """None for not shown. Raises ValueError for what is no level."""
    if isinstance(value, str):
        text = value.strip()
        if text in _NOT_SHOWN:
            return None
        found = _WHOLE.fullmatch(text)
        if found:
            return int(found[1])
    elif isinstance(value, int | float) and not isinstance(value, bool) and value in LEVELS:
        return int(value)
    raise ValueError


def _shown(value: object) -> str:
    written = repr(value)
    return written if len(written) <= 40 else f"{written[:40]}…"
