"""Makes text of a file of labels: UTF-8 first, else what Excel writes on a Western European Windows."""

from dataclasses import dataclass

from practice.errors import BadInput

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WESTERN = "cp1252"
_WAY_OUT = "save it as UTF-8 (in Excel: 'CSV UTF-8')"
#: How ą ć ę ł ń ś ź ż of Windows-1250 come out when they are read as Windows-1252.
_POLISH_GONE_WRONG = frozenset("¹æê³ñœŸ¿¥ÆÊ£ÑŒ¯")


@dataclass(frozen=True)
class FileText:
    """`utf8` is False where it was read as Windows-1252, which has no Polish letters."""

    text: str
    utf8: bool


def decode(data: bytes, name: str, *, western: bool) -> FileText:
    """`western` lets Windows-1252 pass. Raises BadInput that names file, line and byte, and how to save it."""
    begins = data[:200]
    if data.startswith(_UTF16) or begins.count(0) > len(begins) / 4:
        raise BadInput(f"{name}: is UTF-16 (Excel's 'Unicode text'), which is not read here; {_WAY_OUT}")
    try:
        return FileText(data.decode("utf-8").removeprefix("\ufeff"), utf8=True)
    except UnicodeDecodeError as error:
        if not western:
            raise BadInput(f"{_place(data, error, name)}: is not UTF-8 there; {_WAY_OUT}") from error
        _refuse_mixed(data, name)
    try:
        return FileText(data.decode(_WESTERN), utf8=False)
    except UnicodeDecodeError as error:
        raise BadInput(f"{_place(data, error, name)}: is neither UTF-8 nor Windows-1252 there; {_WAY_OUT}") from error


def polish_gone_wrong(text: str) -> str:
    """The letters of `text` that stand where Polish ones were lost; for what was read as Windows-1252."""
    return "".join(sorted(_POLISH_GONE_WRONG.intersection(text)))


def _place(data: bytes, error: UnicodeDecodeError, name: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"{name}, line {line}, byte {error.start}"


def _refuse_mixed(data: bytes, name: str) -> None:
    """Two files of different encodings, put one after the other, would be half unreadable."""
    utf8: list[int] = []
    other: list[int] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.isascii():
            (utf8 if _is_utf8(line) else other).append(number)
    if utf8 and other:
        raise BadInput(
            f"{name}: mixes encodings: line {utf8[0]} is UTF-8, line {other[0]} is not; "
            "save each part as UTF-8 before they are put together"
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
