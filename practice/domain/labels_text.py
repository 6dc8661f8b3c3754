"""Makes text of a file of labels: UTF-8 first, else what Excel writes on a Western European Windows."""

from dataclasses import dataclass

from practice.domain.mistake import Mistake, bad_input, wrong
from practice.domain.mistake_kind import Kind
from practice.errors import BadInput

#: How files of Excel and LibreOffice begin: a zip archive, or the older compound file.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WESTERN = "cp1252"
#: How ą ć ę ł ń ś ź ż of Windows-1250 come out when they are read as Windows-1252.
_POLISH_GONE_WRONG = frozenset("¹æê³ñœŸ¿¥ÆÊ£ÑŒ¯")


@dataclass(frozen=True)
class FileText:
    """`utf8` is False where it was read as Windows-1252, which has no Polish letters."""

    text: str
    utf8: bool


def decode(data: bytes, name: str, *, western: bool) -> FileText:
    """`western` lets Windows-1252 pass. Raises BadInput that names file, line and byte, and how to save it."""
    refuse_workbook(data, name)
    begins = data[:200]
    if data.startswith(_UTF16) or begins.count(0) > len(begins) / 4:
        raise bad_input([Mistake(name, None, None, wrong(Kind.UTF_16))])
    try:
        return FileText(data.decode("utf-8").removeprefix("\ufeff"), utf8=True)
    except UnicodeDecodeError as error:
        if not western:
            raise _unreadable(data, error, name, Kind.NOT_UTF_8) from error
        _refuse_mixed(data, name)
    try:
        return FileText(data.decode(_WESTERN), utf8=False)
    except UnicodeDecodeError as error:
        raise _unreadable(data, error, name, Kind.NEITHER_UTF_8) from error


def refuse_workbook(data: bytes, name: str) -> None:
    """Raises BadInput for what a spreadsheet program saved in its own form."""
    if data.startswith(_WORKBOOKS):
        raise bad_input([Mistake(name, None, None, wrong(Kind.WORKBOOK))])


def polish_gone_wrong(text: str) -> str:
    """The letters of `text` that stand where Polish ones were lost; for what was read as Windows-1252."""
    return "".join(sorted(_POLISH_GONE_WRONG.intersection(text)))


def _unreadable(data: bytes, error: UnicodeDecodeError, name: str, kind: Kind) -> BadInput:
    line = data.count(b"\n", 0, error.start) + 1
    return bad_input([Mistake(name, line, None, wrong(kind), byte=error.start)])


def _refuse_mixed(data: bytes, name: str) -> None:
    """Two files of different encodings, put one after the other, would be half unreadable."""
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii():
            (utf8 if _is_utf8(line) else other).append(number)
    if utf8 and other:
        raise bad_input([Mistake(name, None, None, wrong(Kind.MIXED, utf8=utf8[0], other=other[0]))])


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
