"""Fixtures that every test may ask for. A test that asks for `database` runs on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from practice.library import Library
from practice.services.assembly import Services, assemble
from practice.settings import Settings, load_settings
from practice.store.database import Database
from practice.store.migrate import upgrade
from practice.store.person import Person, PersonRole
from practice.store.tables import METADATA
from tests.fakes import Cast
from tests.require import lack

ROOT = Path(__file__).parent.parent
POSTGRES = os.environ.get("PRACTICE_TEST_POSTGRES", "postgresql://root@127.0.0.1:5432/test")


def pytest_report_header() -> str:
    """Says before anything runs which databases the suite will meet."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return f"databases: SQLite only; no PostgreSQL answers at {POSTGRES}, so its half of the suite is not run"
    return f"databases: SQLite and PostgreSQL ({POSTGRES})"


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the developer's settings, .env or var folder."""
    for name in [name for name in os.environ if name.startswith("PRACTICE_") and "_TEST_" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this run's own on the PostgreSQL at hand, migrated."""
    name = f"practice_test_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        lack("postgres", f"no server answers at {POSTGRES} ({str(error).splitlines()[0]}); set PRACTICE_TEST_POSTGRES")
    with server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        # What a power cut would lose is no part of any test, and waiting for the disk is most of a short transaction.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        url = POSTGRES.rsplit("/", 1)[0] + f"/{name}"
        database = Database(url)
        upgrade(database)
        database.close()
        yield url
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "practice.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    _empty(url)
    return url


def _empty(url: str) -> None:
    """Rows go and counters start anew. A TRUNCATE of all tables takes 100 times as long; triggers and keys rest.

    Letting them rest is a superuser's right; to others the slow way is left.
    """
    tables = [sql.Identifier(table.name) for table in METADATA.sorted_tables]
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() != (True,):
            connection.execute("ALTER TABLE audit DISABLE TRIGGER USER")
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(tables)))
            connection.execute("ALTER TABLE audit ENABLE TRIGGER USER")
            return
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(table))
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences "
            "WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def library() -> Library:
    return Library(ROOT)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return load_settings(DATABASE_URL=database_url, content=ROOT, var=tmp_path / "var", job_threads=8, lease_seconds=10)


@pytest.fixture
def cast() -> Cast:
    """The models behind `services`: tell them what to say."""
    return Cast()


@pytest.fixture
def services(settings: Settings, cast: Cast) -> Iterator[Services]:
    """Everything put together over a real database, with its worker running and models that say what they are told."""
    services = assemble(settings, cast.voices())
    services.worker.start()
    yield services
    services.worker.stop()
    services.database.close()


@pytest.fixture
def alice(services: Services) -> Person:
    """The trainee whose talk it is."""
    return services.people.called("Alice", PersonRole.TRAINEE)


@pytest.fixture
def charlie(services: Services) -> Person:
    """A stranger to Alice's talks."""
    return services.people.called("Charlie", PersonRole.TRAINEE)
