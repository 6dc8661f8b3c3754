"""Brings a database to this program's schema, and says how far one is."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

from practice.errors import DatabaseUnusable
from practice.store.database import Database

_FOLDER = Path(__file__).parent / "migrations"
#: Held while migrating on PostgreSQL, so that two processes starting at once do not both migrate. Any fixed number.
_ADVISORY_LOCK = 71_530_227


class SchemaState(StrEnum):
    CURRENT = "current"
    EMPTY = "empty"
    BEHIND = "behind"
    TOO_NEW = "too new"
    FOREIGN = "foreign"  #: holds other tables and has never been ours


def schema_state(database: Database) -> SchemaState:
    """Raises DatabaseUnusable where it cannot be read at all."""
    try:
        with database.engine.connect() as connection:
            return _state(connection)
    except DatabaseError as error:
        raise DatabaseUnusable(_cannot_be_read(database, error)) from error


def require_current(database: Database) -> None:
    """Raises DatabaseUnusable that says what to do."""
    state = schema_state(database)
    if state is SchemaState.CURRENT:
        return
    if state is SchemaState.TOO_NEW:
        raise DatabaseUnusable(_too_new(database))
    raise DatabaseUnusable(f"the database {database.shown_url()} is {state.value}; run `practice db upgrade`")


def upgrade(database: Database) -> SchemaState:
    """Migrates to the newest schema; the state it was in before. Raises DatabaseUnusable."""
    state = schema_state(database)
    if state is SchemaState.TOO_NEW:
        raise DatabaseUnusable(_too_new(database))
    if state is SchemaState.FOREIGN:
        raise DatabaseUnusable(
            f"the database {database.shown_url()} holds tables of something else; "
            "point DATABASE_URL at an empty database"
        )
    if state is SchemaState.CURRENT:
        return state
    writing = database.engine.execution_options(practice_writes=True)
    with writing.connect() as connection, _foreign_keys_at_rest(connection), connection.begin():
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _require_whole(database, connection)
    return state


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it; with keys enforced, dropping the old one would fail or take rows along.

    https://www.sqlite.org/lang_altertable.html#otheralter; the switch does nothing inside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _require_whole(database: Database, connection: Connection) -> None:
    """Raises DatabaseUnusable, which undoes the migration, where a row points at nothing."""
    if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DatabaseUnusable(
            f"the database {database.shown_url()} holds rows that point at nothing; nothing was changed. "
            "Restore a backup, or ask for help with this message"
        )


def _state(connection: Connection) -> SchemaState:
    current = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    if current is None:
        tables = inspect(connection).get_table_names()
        return SchemaState.FOREIGN if set(tables) - {"alembic_version"} else SchemaState.EMPTY
    if current == script.get_current_head():
        return SchemaState.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState.BEHIND if current in known else SchemaState.TOO_NEW


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _too_new(database: Database) -> str:
    return (
        f"the database {database.shown_url()} was made by a newer version of this program; "
        "install that version, or point DATABASE_URL at another database"
    )


def _cannot_be_read(database: Database, error: DatabaseError) -> str:
    return f"the database {database.shown_url()} cannot be read: {error.orig}; check DATABASE_URL and the file's rights"
