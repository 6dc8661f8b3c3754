"""Checks the texts that people edit and prints what is found, for every command that does so."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import click

from practice.domain.mistake import Mistake
from practice.errors import BadInput
from practice.library import Document


def check_all(documents: Sequence[Document], check: Callable[[Document], list[Mistake]]) -> NoReturn:
    """Ends the program: 0 when all is well, 1 when something has to be mended."""
    wrong = False
    for document in documents:
        mistakes = check(document)
        wrong = wrong or bool(mistakes)
        for mistake in mistakes:
            click.echo(mistake.text)
        if not mistakes:
            click.echo(f"{document.path}: well")
    sys.exit(1 if wrong else 0)


def read_files(paths: Sequence[Path]) -> list[Document]:
    return [_document(path) for path in paths]


def _document(path: Path) -> Document:
    try:
        return Document(path.stem, path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from error
