"""What the commands share that grade many replies at once."""

import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from practice.errors import BadInput
from practice.library import Document, Library
from practice.services.bulk_grading import BulkResult
from practice.settings import Settings, load_settings

#: Exit code where some replies could not be graded.
SOME_NOT_GRADED = 3


def rubric_document(library: Library, name: str, option: str = "--rubric") -> Document:
    """A rubric's key or the path of a file. Raises BadInput that names `option`, or NotFound."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        try:
            return Document(path.stem, path, path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{option} {name}: cannot be read: {error}") from error
    return library.rubric_document(name)


def grading_settings(model: str | None) -> Settings:
    """`model` grades alone and once, whatever graders the settings name."""
    alone = {"model": model, "grader_model": model, "grader_panel": None, "grader_repeats": 1} if model else {}
    return load_settings(**alone)


def with_progress(results: Iterator[BulkResult], total: int, doing: str = "grading") -> Iterator[BulkResult]:
    """A bar on standard error, where somebody watches it."""
    if not sys.stderr.isatty():
        yield from results
        return
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(results, total=total, description=doing)
