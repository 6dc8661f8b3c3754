"""What a check of an edited text finds, told so that its writer can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from practice.domain.mistake import Mistake, Wrong
from practice.domain.yaml_text import Path, read_yaml
from practice.library import Document


@dataclass(frozen=True)
class Finding:
    """What is wrong at a key of a text."""

    path: Path
    wrong: Wrong


def mistakes_at(document: Document, found: Iterable[Finding]) -> list[Mistake]:
    """With the lines that they stand on."""
    name = str(document.path)
    read = read_yaml(document.text, name)
    return [Mistake(name, read.line_of(one.path), ".".join(map(str, one.path)), one.wrong) for one in found]
