"""What a check of an edited text finds, told so that its writer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from practice.domain.yaml_text import Path, read_yaml
from practice.errors import BadDocument
from practice.library import Document


@dataclass(frozen=True)
class Mistake:
    """In words for whoever writes the text: file, line, key and what to do."""

    text: str


def format_mistakes(error: BadDocument) -> list[Mistake]:
    return [Mistake(line) for line in str(error).splitlines()]


def mistakes_at(document: Document, found: Iterable[tuple[Path, str]]) -> list[Mistake]:
    """Each of `found`, a key and what is wrong there, with the line that it stands on."""
    read = read_yaml(document.text, str(document.path))
    return [
        Mistake(f"{document.path}, line {read.line_of(path)}: key '{'.'.join(map(str, path))}': {what}")
        for path, what in found
    ]
