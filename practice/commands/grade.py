"""`practice grade`: replies in, grades out."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from practice.commands.bulk import SOME_NOT_GRADED, grading_settings, rubric_document, with_progress
from practice.domain.grade import Grade, GradeStatus
from practice.domain.rubric import Rubric, Scope
from practice.errors import BadInput
from practice.library import Document, Library, find_content, read_rubric
from practice.services.bulk_grading import BulkResult, BulkTask, grade_items
from practice.services.bulk_input import read_items
from practice.store.version import text_hash


@dataclass(frozen=True)
class _Graded:
    """What is needed to write a result: the rubric and where it came from."""

    rubric: Rubric
    document: Document


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True), default="-")
@click.option("--rubric", "rubric_name", help="A rubric's key, or the path of a rubric file.")
@click.option("--model", help="Another grader than the settings name.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table on a terminal.")
@click.option("--jobs", default=8, show_default=True, type=click.IntRange(1, 512), help="Replies at once.")
def grade(file: str, rubric_name: str | None, model: str | None, form: str | None, jobs: int) -> None:
    """Grade the replies in FILE (JSON lines; `-` reads standard input). Levels are the graders' own, not recalibrated.

    Each line: {"id", "language", "channel", "situation", "customer", "reply"}. Exit 0 when all were graded, 3 when
    some could not be, 2 when the input cannot be used.
    """
    settings = grading_settings(model)
    document = rubric_document(Library(find_content(settings.content)), rubric_name or settings.rubric)
    graded = _Graded(read_rubric(document.text, str(document.path)), document)
    items = read_items(_lines(file), "standard input" if file == "-" else file)
    results = grade_items(items, BulkTask(settings, document.text, str(document.path), jobs))
    shown = with_progress(results, len(items))
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    counts = _print_table(shown, graded) if as_table else _print_lines(shown, graded)
    sys.exit(SOME_NOT_GRADED if counts else 0)


def _lines(file: str) -> list[str]:
    try:
        with click.open_file(file, encoding="utf-8") as stream:
            return list(stream)
    except UnicodeDecodeError as error:
        raise BadInput(f"{file}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error


def _print_lines(results: Iterator[BulkResult], graded: _Graded, out: TextIO | None = None) -> int:
    """How many could not be graded."""
    failed = 0
    for result in results:
        failed += result.grade.status is GradeStatus.NOT_GRADED
        print(json.dumps(_as_json(result, graded), ensure_ascii=False), file=out or sys.stdout, flush=True)
    return failed


def _as_json(result: BulkResult, graded: _Graded) -> dict[str, Any]:
    given = result.grade
    return {
        "id": result.item.id,
        "status": given.status.value,
        "problem": given.problem.detail if given.problem else None,
        "scores": {
            score.criterion: {
                "status": score.status.value,
                "score": score.level,
                "quotes": [{"text": quote.text, "found": quote.found} for quote in score.quotes],
                "checks": {check.key: check.yes for check in score.checks},
                "reason": score.reason,
            }
            for score in given.scores
        },
        "flags": list(given.flags),
        "rubric": {"key": graded.document.key, "hash": text_hash(graded.document.text)},
        "model": given.model,
        "attempts": given.attempts,
        "tokens": {"prompt": given.prompt_tokens, "completion": given.completion_tokens},
        "ms": given.milliseconds,
    }


def _print_table(results: Iterator[BulkResult], graded: _Graded) -> int:
    """How many could not be graded."""
    criteria = graded.rubric.keys_of(Scope.REPLY)
    table = Table("id", *[graded.rubric.criterion(key).name.en for key in criteria], "evidence or problem")
    failed = 0
    for result in results:
        failed += result.grade.status is GradeStatus.NOT_GRADED
        cells = [result.item.id, *[_cell(result.grade, key) for key in criteria], _evidence(result.grade)]
        table.add_row(*[Text(cell) for cell in cells])
    Console().print(table)
    return failed


def _cell(given: Grade, criterion: str) -> str:
    score = given.score(criterion)
    return "not graded" if score is None else str(score.level or "not shown")


def _evidence(given: Grade) -> str:
    if given.problem:
        return given.problem.detail
    return " · ".join(f"“{quote.text}”" for score in given.scores for quote in score.quotes)
