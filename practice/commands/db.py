"""`practice db`: the database's schema."""

import click

from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import SchemaState, require_current, upgrade


@click.group()
def db() -> None:
    """Create, migrate or check the database."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Create the database or bring it to the newest schema; safe to repeat."""
    database = Database(load_settings().database_url)
    before = upgrade(database)
    done = {SchemaState.EMPTY: "created", SchemaState.BEHIND: "migrated"}.get(before, "already current")
    click.echo(f"{database.shown_url()}: {done}")


@db.command("check")
def check_command() -> None:
    """Say whether this program can use the database as it is."""
    database = Database(load_settings().database_url)
    require_current(database)
    click.echo(f"{database.shown_url()}: current")
