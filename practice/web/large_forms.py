"""Lets a text's form send more than other requests may: the whole text, and the fields of a part that it has already.

Proxies before the service must let as much through, and so must `MAX_FORM_MEMORY_SIZE`, which is 500,000 bytes.
"""

from flask import Flask, request

from practice.services.versions import LONGEST_TEXT
from practice.web.edited import RUBRICS, SCENARIOS

#: Twice the text, with the names of its fields and what else a form holds.
LARGEST_FORM = 2 * LONGEST_TEXT + 64 * 1024
_LARGE = frozenset(f"{edited.form}.change" for edited in (RUBRICS, SCENARIOS))


def attach(app: Flask) -> None:
    """Before anything that reads a form."""
    app.before_request(_let_through)


def _let_through() -> None:
    if request.endpoint in _LARGE:
        request.max_content_length = LARGEST_FORM
