"""`practice recalibration`: what is kept of them, and which move levels."""

import json
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from practice.services.recalibrating import ListedRecalibration, RecalibrationService
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current

_DIGITS = 4


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.pass_context
def recalibration(context: click.Context, form: str | None) -> None:
    """List every recalibration that `practice agreement LABELS --recalibrate --keep` kept, oldest first.

    For each rubric version, grader and criterion the newest counts. Grades in talks are moved by it where it applies;
    `practice grade` and `practice agreement` give the grader's own levels.
    """
    if context.invoked_subcommand is not None:
        return
    listed = _service().listed()
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    if not as_table:
        click.echo(json.dumps([_as_json(one) for one in listed], ensure_ascii=False, indent=2))
    elif listed:
        Console().print(_table(listed))
    else:
        click.echo("none is kept; `practice agreement LABELS --recalibrate --keep` keeps them")


@recalibration.command()
@click.argument("rubric_key")
@click.argument("criterion", required=False)
@click.option(
    "--org", "--organisation", "organisation", metavar="KEY", help="Only in versions of this organisation's own."
)
def off(rubric_key: str, criterion: str | None, organisation: str | None) -> None:
    """Switch off what is applied for RUBRIC_KEY, in all versions and for all graders, or of CRITERION alone.

    Grades already given stay as they are, and what was kept stays in the list.
    """
    for one in (switched := _service().switch_off(rubric_key, criterion, organisation)):
        click.echo(f"switched off: {one.recalibration.criterion}, rubric {_version(one)}, {one.grader}")
    if not switched:
        click.echo(f"nothing to switch off: none is applied for rubric {rubric_key}")


def _service() -> RecalibrationService:
    database = Database(load_settings().database_url)
    require_current(database)
    return RecalibrationService(database)


def _as_json(one: ListedRecalibration) -> dict[str, Any]:
    found = one.recalibration
    return {
        "rubric": one.rubric,
        "version": one.version,
        "organisation": one.organisation,
        "grader": one.grader,
        "criterion": found.criterion,
        "n": found.n,
        "mae_before": round(found.mae_before, _DIGITS),
        "mae_after": round(found.mae_after, _DIGITS),
        "steps": [{"raw": step.raw, "level": step.level, "fitted": step.fitted, "n": step.n} for step in found.steps],
        "applies": one.applies,
        "newest": one.newest,
        "why": one.why,
        "when": one.when.isoformat(),
    }


def _table(listed: list[ListedRecalibration]) -> Table:
    heads = ("rubric", "grader", "criterion", "n", "error (leave one out)", "levels", "applies", "when")
    table = Table(*[Column(head, overflow="fold") for head in heads])
    for one in listed:
        found = one.recalibration
        cells = (
            _version(one),
            one.grader,
            found.criterion,
            str(found.n),
            f"{found.mae_before:.3f} → {found.mae_after:.3f}",
            " ".join(f"{step.raw}→{step.level}" for step in found.steps),
            _applies(one),
            one.when.isoformat(" ", "minutes"),
        )
        table.add_row(*[Text(cell) for cell in cells])
    return table


def _version(one: ListedRecalibration) -> str:
    return f"{one.rubric} version {one.version}{f' of {one.organisation}' if one.organisation else ''}"


def _applies(one: ListedRecalibration) -> str:
    if not one.newest:
        return "no longer: a newer one counts"
    return "yes" if one.applies else f"no: {one.why}"
