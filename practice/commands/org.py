"""`practice org`: organisations, to which people with accounts belong."""

import click

from practice.services.accounts import AccountService
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current


@click.group()
def org() -> None:
    """Add or list the organisations that people with accounts belong to."""


@org.command("add")
@click.argument("key")
@click.option("--name", required=True, help="What people call it.")
def add_command(key: str, name: str) -> None:
    """Add an organisation; KEY is its short name, such as north-shop."""
    added = _accounts().add_organisation(key, name)
    click.echo(f"{added.key}: {added.name}")


@org.command("list")
def list_command() -> None:
    """Show every organisation."""
    for organisation in _accounts().organisations():
        click.echo(f"{organisation.key}\t{organisation.name}")


def _accounts() -> AccountService:
    database = Database(load_settings().database_url)
    require_current(database)
    return AccountService(database)
