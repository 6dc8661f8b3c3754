"""Opens the database and hands out short transactions, for reading or for writing."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from practice.errors import BadSettings, DatabaseUnusable
from practice.store.one_writer import OneWriter
from practice.store.tables import METADATA

_WRITES = "practice_writes"


class Database:
    """One database. `reading()` and `writing()` are transactions: keep them short, never across a model call."""

    #: All tables are known wherever there is a database: a row may point at a table that its user never asks for.
    metadata = METADATA

    def __init__(self, url: str) -> None:
        self.url = _normal(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.engine = _engine(self.url, self.is_sqlite)
        self._read = sessionmaker(self.engine, class_=Session, expire_on_commit=False)
        self._write = sessionmaker(
            self.engine.execution_options(**{_WRITES: True}), class_=Session, expire_on_commit=False
        )
        self._one_writer = OneWriter(_file_of(self.url)) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._opened(), self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commits at the end; an exception rolls everything back."""
        with self._opened(), self._one_writer or nullcontext(), self._write.begin() as session:
            yield session

    @contextmanager
    def _opened(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise DatabaseUnusable(f"the database {self.shown_url()} cannot be used: {error.orig}") from error

    def shown_url(self) -> str:
        """Without the password."""
        return make_url(self.url).render_as_string(hide_password=True)

    def after_fork(self) -> None:
        """A forked process must not share its parent's connections."""
        self.engine.dispose(close=False)
        if self._one_writer:
            self._one_writer.after_fork()

    def close(self) -> None:
        self.engine.dispose()


def _file_of(url: str) -> Path | None:
    path = make_url(url).database
    return Path(path) if path and path != ":memory:" else None


def _normal(url: str) -> str:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadSettings(_not_a_database(url)) from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise BadSettings(_not_a_database(url))
    return parsed.render_as_string(hide_password=False)


def _not_a_database(url: str) -> str:
    return (
        f"DATABASE_URL={url.partition('://')[0]!r}…: not a database this service knows; use sqlite:///var/practice.db "
        "or postgresql://user:password@host/name"
    )


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return create_engine(
            url,
            pool_size=16,
            max_overflow=16,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": 5},
        )
    path = _file_of(url)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Transactions are short and take turns at Python's lock, so a few connections serve hundreds of threads; each
    # would keep pages of its own in memory, and opening one for the moment costs more than waiting for one.
    engine = create_engine(url, pool_size=12, max_overflow=0, pool_timeout=60, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own object
    # The driver must not open transactions of its own, or BEGIN IMMEDIATE would come too late.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
    connection.isolation_level = None
    cursor = connection.cursor()
    # busy_timeout first: switching to WAL itself needs the lock.
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # Kilobytes of each connection's own; the system keeps the file's pages for all of them.
        "cache_size = -512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred BEGIN that later wants to write fails at once with "database is locked", whatever the timeout.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
