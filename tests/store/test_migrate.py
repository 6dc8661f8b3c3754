"""The migrations make exactly the schema that the tables describe, on both databases."""

from pathlib import Path

import pytest
from alembic import autogenerate
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from practice.errors import BadSettings, DatabaseUnusable
from practice.store.database import Database
from practice.store.migrate import SchemaState, require_current, schema_state, upgrade
from practice.store.tables import METADATA


def test_the_migrations_and_the_tables_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert autogenerate.compare_metadata(context, METADATA) == []


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    assert upgrade(database) is SchemaState.CURRENT


def test_an_empty_database_asks_to_be_upgraded(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(DatabaseUnusable, match="practice db upgrade"):
        require_current(database)
    database.close()


def test_a_schema_from_a_newer_program_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        assert schema_state(database) is SchemaState.TOO_NEW
        with pytest.raises(DatabaseUnusable, match="newer version"):
            upgrade(database)
    finally:
        with database.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (id INTEGER)"))
    with pytest.raises(DatabaseUnusable, match="something else"):
        upgrade(database)
    database.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, not a database " * 64)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(DatabaseUnusable, match=r"notes\.db"):
        require_current(database)
    database.close()
    assert path.read_bytes().startswith(b"these are notes")


def test_an_unknown_kind_of_database_names_the_choices() -> None:
    with pytest.raises(BadSettings, match="sqlite:///"):
        Database("mysql://somewhere/else")
