"""`practice user`: people with accounts. A password is never given here: whose it is chooses it behind a link."""

import click

from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.services.ways import set_up_in
from practice.settings import load_settings
from practice.store.database import Database
from practice.store.migrate import require_current
from practice.store.person import Person, PersonRole

_ROLE = click.Choice([role.value for role in PersonRole])
_site = click.option(
    "--site", default="http://127.0.0.1:8000", show_default=True, help="Where the service is; the link begins with it."
)


@click.group()
def user() -> None:
    """Add people with accounts, change what they may, let them in anew."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What others call them.")
@click.option("--org", "--organisation", "organisation", required=True, help="Key of their organisation.")
@click.option("--role", type=_ROLE, default=PersonRole.TRAINEE.value, show_default=True)
@_site
def add_command(email: str, name: str, organisation: str, role: str, site: str) -> None:
    """Add somebody, and print the link behind which they choose a password."""
    database = _database()
    person = AccountService(database).add_person(email, name, organisation, PersonRole(role))
    _print_link(database, person, site)


@user.command("list")
def list_command() -> None:
    """Show everybody with an account."""
    accounts = _accounts()
    keys = {organisation.id: organisation.key for organisation in accounts.organisations()}
    for person in accounts.people():
        organisation = keys.get(person.organisation_id or 0, "")
        click.echo("\t".join((person.email or "", person.name, person.role.value, organisation, _state(person))))


@user.command("role")
@click.argument("email")
@click.argument("role", type=_ROLE)
def role_command(email: str, role: str) -> None:
    """Give somebody another role; where they are signed in, they sign in anew."""
    _say(_accounts().set_role(email, PersonRole(role)))


@user.command("disable")
@click.argument("email")
def disable_command(email: str) -> None:
    """Keep somebody out, from this moment on. What they practised stays."""
    _say(_accounts().disable(email))


@user.command("enable")
@click.argument("email")
def enable_command(email: str) -> None:
    """Let a disabled person in again, with the password they had."""
    _say(_accounts().enable(email))


@user.command("reset")
@click.argument("email")
@_site
def reset_command(email: str, site: str) -> None:
    """Print a link behind which somebody chooses a new password. Until it is used the old one stays."""
    database = _database()
    _print_link(database, AccountService(database).with_email(email), site)


def link_address(site: str, token: str) -> str:
    return f"{site.rstrip('/')}/link/{token}"


def _print_link(database: Database, person: Person, site: str) -> None:
    token = LinkService(database).link_for(person)
    click.echo(f"{person.email}: open this once, within 30 minutes, to choose a password")
    click.echo(link_address(site, token))


def _say(person: Person) -> None:
    click.echo(f"{person.email}: {person.role.value}, {_state(person)}")


def _state(person: Person) -> str:
    return "disabled" if person.disabled else "enabled"


def _accounts() -> AccountService:
    return AccountService(_database(), set_up=set_up_in(load_settings()))


def _database() -> Database:
    database = Database(load_settings().database_url)
    require_current(database)
    return database
