"""Reads a file of labelled replies: all of it is checked before anything is taken."""

from collections.abc import Sequence

from practice.domain import labels_csv, labels_json
from practice.domain.labels import LabelledReply
from practice.domain.labels_record import FIELDS, Mistakes, checked
from practice.domain.labels_text import decode
from practice.errors import BadInput

_JSON_NAMES = (".json", ".jsonl", ".ndjson")


def read_labels(data: bytes, name: str, criteria: Sequence[str]) -> list[LabelledReply]:
    """JSON lines where the name or the first character says so, else CSV. `criteria` are those that may be labelled.

    Raises BadInput that lists every mistake with line and key, at most MOST_TOLD, in the order of the file's reading.
    """
    as_json = name.lower().endswith(_JSON_NAMES) or data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    file = decode(data, name, western=not as_json)
    mistakes = Mistakes(name)
    records = labels_json.records(file.text, criteria, mistakes) if as_json else None
    replies = checked(records or labels_csv.records(file, criteria, mistakes), mistakes)
    mistakes.raise_any()
    if not replies:
        raise BadInput(f"{name}: holds no replies; each needs {', '.join(FIELDS)} and levels for {', '.join(criteria)}")
    if not any(reply.labels for reply in replies):
        raise BadInput(f"{name}: holds {len(replies)} replies and no level; give levels for {', '.join(criteria)}")
    return replies
