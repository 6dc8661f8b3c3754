"""`practice xapi`: what happened in talks as xAPI statements, and the outbox that sends them."""

import json
from typing import TextIO

import click

from practice.domain.audit import AuditAct, Audited, AuditedKind
from practice.domain.counting import counted
from practice.errors import NotFound
from practice.services.statements import site_of, statements_kept
from practice.settings import load_settings
from practice.store.audit import add_audit
from practice.store.database import Database
from practice.store.migrate import require_current
from practice.store.organisation import organisation_with_key
from practice.store.statement import outbox, send_again


@click.group()
def xapi() -> None:
    """Statements for learning record stores: docs/exports.md says what they hold."""


@xapi.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=False))
@click.option("--org", "--organisation", "organisation", metavar="KEY", help="Only of this organisation; else of all.")
def export_command(file: TextIO, organisation: str | None) -> None:
    """Write the statements of every kept talk to FILE, or to standard output for -, one a line.

    Also those of talks from before statements were switched on; private practice that was not handed in stays out.
    """
    settings = load_settings()
    database = _database(settings.database_url)
    organisation_id = _told(database, organisation)
    kept = statements_kept(database, site_of(settings), organisation_id, texts=settings.xapi_texts)
    for statement in kept:
        file.write(json.dumps(statement.body, ensure_ascii=False) + "\n")


@xapi.command("status")
def status_command() -> None:
    """Show how many statements were sent, wait or were refused, and the newest reason."""
    with _database(load_settings().database_url).reading() as session:
        found = outbox(session)
    click.echo(f"sent {found.sent}, waiting {found.waiting}, refused {found.refused}")
    if found.trouble:
        click.echo(f"newest trouble: {found.trouble}")


@xapi.command("send-again")
def send_again_command() -> None:
    """Let statements that were refused be tried once more, when what was wrong is mended."""
    with _database(load_settings().database_url).writing() as session:
        again = send_again(session)
    click.echo(f"{counted(again, 'statement is', 'statements are')} tried again")


def _told(database: Database, organisation_key: str | None) -> int | None:
    """The organisation's id; the audit is told before the first statement is given."""
    with database.writing() as session:
        found = organisation_with_key(session, organisation_key) if organisation_key is not None else None
        if organisation_key is not None and found is None:
            raise NotFound(f"no organisation {organisation_key!r}; `practice org list` shows them")
        organisation_id = found.id if found else None
        about = Audited(AuditedKind.ORGANISATION, str(organisation_id or ""), organisation_key or "all")
        add_audit(session, None, AuditAct.EXPORTED, about, "xAPI statements", organisation_id=organisation_id)
    return organisation_id


def _database(url: str) -> Database:
    database = Database(url)
    require_current(database)
    return database
