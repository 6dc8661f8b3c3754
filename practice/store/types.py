"""Column types and names that behave the same on SQLite and PostgreSQL."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, Dialect, Table, TypeDecorator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

#: Constraints need names before batch migrations can change them: https://alembic.sqlalchemy.org/en/latest/naming.html
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """An identifier that cannot be guessed: it stands in addresses."""
    return uuid.uuid4().hex


def one_of(column: str, choices: type[StrEnum]) -> CheckConstraint:
    """VARCHAR with a CHECK: a database enum cannot be changed in one migration on both databases."""
    allowed = ", ".join(f"'{choice.value}'" for choice in choices)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)


def table_of(rows: type[SQLModel]) -> Table:
    """For statements that every turn makes: without an object for each row they take a third of the time."""
    return SQLModel.metadata.tables[str(rows.__tablename__)]


def storable(text: str) -> str:
    """`text` with what PostgreSQL cannot store, NUL and lone surrogates, replaced by U+FFFD."""
    return text.replace("\0", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def added(session: Session, row: SQLModel) -> bool:
    """False where another process has added the same meanwhile: read it again."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
