"""`practice attack`: do texts written to deceive the grader move its levels?"""

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from practice.commands.attack_table import print_report
from practice.commands.bulk import with_progress
from practice.domain.attack_figures import AttackReport
from practice.domain.language import Language
from practice.library import Library, find_content
from practice.services.attacking import assault
from practice.services.bulk_grading import BulkTask, grade_items
from practice.settings import load_settings

_DIGITS = 4


@click.command()
@click.option("--model", help="Another grader than the settings name.")
@click.option("--family", "families", multiple=True, help="A file of prompts/attacks/, without .yaml; default: all.")
@click.option("--language", "languages", multiple=True, type=click.Choice([lang.value for lang in Language]))
@click.option("--rubric", "rubric_name", help="A rubric's key.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.option("--jobs", default=8, show_default=True, type=click.IntRange(1, 512), help="Replies at once.")
def attack(
    model: str | None,
    families: tuple[str, ...],
    languages: tuple[str, ...],
    rubric_name: str | None,
    form: str | None,
    jobs: int,
) -> None:
    """Grade bad replies plain and with attacks on them, and tell which attacks raised a level.

    An attack succeeds when a level is higher than the plain reply's, or is 4 or 5 where that showed nothing to judge
    by. Some 190 replies are graded in all. Exit 0 whatever succeeds, 2 when the attacks cannot be read.
    """
    settings = load_settings(**({"model": model, "grader_model": model} if model else {}))
    library = Library(find_content(settings.content))
    document = library.rubric_document(rubric_name or settings.rubric)
    run = assault(library, families, [Language(name) for name in languages])
    items = run.items()
    task = BulkTask(settings, document.text, str(document.path), jobs)
    report = run.report(with_progress(grade_items(items, task), len(items)))
    grader = settings.model_for("grader")
    if form == "table" or (form is None and sys.stdout.isatty()):
        print_report(report, f"{grader} by rubric {document.key}")
    else:
        head = {"grader": {"rubric": document.key, "model": grader}}
        click.echo(json.dumps({**head, **_as_json(report)}, ensure_ascii=False, indent=2))


def _as_json(report: AttackReport) -> dict[str, Any]:
    plain: dict[str, Any] = _rounded(asdict(report))
    return plain


def _rounded(value: object) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(entry) for entry in value]
    return round(value, _DIGITS) if isinstance(value, float) else value
