"""What a run that graded replies again has moved, as a table or as JSON."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from practice.domain.counting import counted
from practice.domain.regrading import Comparison, CriterionMoves, LevelChange

_MOST_LISTED = 10


def print_json(run_id: str | None, comparison: Comparison) -> None:
    """Every change is listed."""
    told = {
        "run": run_id,
        "replies": comparison.replies,
        "graded": comparison.graded,
        "not_graded": comparison.not_graded,
        "reasons": [asdict(reason) for reason in comparison.reasons],
        "criteria": [asdict(moves) for moves in comparison.criteria],
        "changes": [_change_as_json(change) for change in comparison.changes],
    }
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _change_as_json(change: LevelChange) -> dict[str, str | int | None]:
    return {"turn": change.turn_id, "criterion": change.criterion, "from": change.before, "to": change.after}


def print_table(run_id: str | None, comparison: Comparison) -> None:
    if run_id is None:
        click.echo("No kept reply is as asked for; nothing was graded.")
        return
    replies = counted(comparison.replies, "reply", "replies")
    click.echo(f"run {run_id}: {replies}, {comparison.graded} graded, {comparison.not_graded} not graded")
    for reason in comparison.reasons:
        click.echo(f"  {reason.count} not graded, {reason.key}: {reason.detail}")
    console = Console()
    if comparison.criteria:
        console.print(_moves(comparison.criteria))
    if comparison.changes:
        listed, changes = comparison.changes[:_MOST_LISTED], counted(len(comparison.changes), "change")
        console.print(_changes(listed))
        click.echo(f"{len(listed)} of {changes}, largest first")


def _moves(criteria: tuple[CriterionMoves, ...]) -> Table:
    table = Table("criterion")
    for heading in ("up", "down", "stayed", "shown or not", "newly graded", "not graded"):
        table.add_column(heading, justify="right")
    for moves in criteria:
        counts = (moves.up, moves.down, moves.stayed, moves.shown_or_not, moves.newly_graded, moves.not_graded)
        table.add_row(Text(moves.criterion), *map(str, counts))
    return table


def _changes(changes: tuple[LevelChange, ...]) -> Table:
    table = Table("turn", "criterion", "from", "to")
    for change in changes:
        levels = [str(level or "not shown") for level in (change.before, change.after)]
        table.add_row(Text(change.turn_id, no_wrap=True), Text(change.criterion), *levels)
    return table
