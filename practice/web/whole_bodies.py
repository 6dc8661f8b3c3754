"""Reads a form's body as one piece.

Werkzeug 3.1.9 reads multipart bodies in pieces of 64 KiB. Where a piece ends at an empty field, the field swallows the
next one (https://github.com/pallets/werkzeug/issues/3285): a long text with many fields would come back with words that
nobody typed. No body is larger than `request.max_content_length`.
"""

from dataclasses import dataclass
from typing import IO, cast

from flask import Flask, Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


@dataclass(frozen=True)
class _Whole:
    stream: IO[bytes]

    def read(self, _size: int = -1) -> bytes:
        # One byte more: a body that tells no size and exceeds the limit is cut there, and refused only if read on.
        return self.stream.read() + self.stream.read(1)


class _FormParser(FormDataParser):
    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> _Parsed:
        _whole, form, files = super().parse(cast(IO[bytes], _Whole(stream)), mimetype, content_length, options)
        return stream, form, files


class _Request(Request):
    form_data_parser_class = _FormParser


def attach(app: Flask) -> None:
    app.request_class = _Request
