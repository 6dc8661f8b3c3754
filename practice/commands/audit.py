"""`practice audit`: who did what, for whoever runs the service."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from practice.domain.audit import AuditAct, AuditEntry, Wanted
from practice.errors import BadInput
from practice.services.audit import AuditService, ExportForm, exported, record
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current


@click.command()
@click.option(
    "--org",
    "--organisation",
    "organisation",
    metavar="KEY",
    help="What the administrators of this organisation are shown.",
)
@click.option("--since", metavar="DATE", help="Only since this day, YYYY-MM-DD in UTC.")
@click.option("--act", type=click.Choice([act.value for act in AuditAct]), help="Only this.")
@click.option("--words", default="", help="Only where each of these words stands in who, to what or details.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), help="Default: table on a terminal.")
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="So many at most; 0: all.")
def audit(
    organisation: str | None, since: str | None, act: str | None, words: str, form: str | None, limit: int
) -> None:
    """Show who did what, newest first."""
    wanted = Wanted(words, AuditAct(act) if act else None, since=_day(since) if since is not None else None)
    database = Database(load_settings().database_url)
    require_current(database)
    found = AuditService(database).everything(wanted, limit or None, organisation)
    form = form or ("table" if sys.stdout.isatty() else "json")
    if form == "csv":
        for text in exported(([entry] for entry in found), ExportForm.CSV):
            click.echo(text, nl=False)
    elif form == "json":
        click.echo(json.dumps([record(entry) for entry in found], ensure_ascii=False, indent=2))
    else:
        Console().print(_table(found))


def _day(given: str) -> datetime:
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"--since {given!r}: is no day; write YYYY-MM-DD, such as 2026-01-31 (UTC)") from error


def _table(found: Iterable[AuditEntry]) -> Table:
    heads = ("when (UTC)", "who", "what", "to what", "details", "address")
    table = Table(*[Column(head, overflow="fold") for head in heads])
    for entry in found:
        cells = (
            entry.at.strftime("%Y-%m-%d %H:%M:%S"),
            entry.actor,
            entry.act,
            f"{entry.kind} {entry.object_name or entry.object_id}",
            entry.detail,
            entry.address,
        )
        table.add_row(*[Text(_shown(cell)) for cell in cells])
    return table


def _shown(text: str) -> str:
    """What people wrote must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
