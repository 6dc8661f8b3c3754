"""`practice review`: the grades that a trainer should look at."""

import json
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from practice.domain.grade import Grade
from practice.domain.rubric import Scope
from practice.services.review import ReviewQueue, review_queue
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current
from practice.store.review_reading import OpenReview

_FIRST_WORDS = 60  #: characters


@click.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), help="Default: table on a terminal.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="At most so many.")
def review(form: str | None, limit: int) -> None:
    """Show the grades that wait for a trainer's look, newest first, and why each does. Changes nothing."""
    database = Database(load_settings().database_url)
    require_current(database)
    queue = review_queue(database, limit)
    as_table = form == "table" or (form is None and sys.stdout.isatty())
    _print_table(queue) if as_table else click.echo(json.dumps(_as_json(queue), ensure_ascii=False, indent=2))


def _as_json(queue: ReviewQueue) -> dict[str, Any]:
    return {"open": queue.open, "items": [_item_as_json(item) for item in queue.newest]}


def _item_as_json(item: OpenReview) -> dict[str, Any]:
    return {
        "turn": item.turn_id,
        "conversation": item.conversation_id,
        "scope": item.scope.value,
        "language": item.language.value,
        "when": item.asked_at.isoformat(timespec="seconds"),
        "reasons": list(item.reasons),
        "levels": {score.criterion: score.level or score.status.value for score in item.grade.scores},
        "problem": item.grade.problem.detail if item.grade.problem else None,
        "first_words": _first_words(item.text),
    }


def _print_table(queue: ReviewQueue) -> None:
    if not queue.open:
        click.echo("The queue is empty: no grade waits for a look.")
        return
    table = Table("turn, conversation", "language", "when (UTC)", "reasons", "levels", "first words")
    for item in queue.newest:
        whole = "(whole talk) " if item.scope is Scope.CONVERSATION else ""
        cells = [
            f"{item.turn_id}\n{item.conversation_id}",
            item.language.value,
            f"{item.asked_at:%Y-%m-%d %H:%M}",
            "\n".join(item.reasons),
            _levels(item.grade),
            whole + _first_words(item.text),
        ]
        table.add_row(*[Text(cell) for cell in cells])
    Console().print(table)
    click.echo(f"{len(queue.newest)} of {queue.open} open")


def _levels(grade: Grade) -> str:
    shown = [f"{score.criterion} {score.level or score.status.value.replace('_', ' ')}" for score in grade.scores]
    return "\n".join(shown) or "not graded"


def _first_words(text: str) -> str:
    """One line, without the signs that steer a terminal."""
    line = "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))
    return line if len(line) <= _FIRST_WORDS else line[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
