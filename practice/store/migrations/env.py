"""Run by Alembic; the connection is handed in by practice.store.migrate."""

from alembic import context

from practice.store.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    # SQLite cannot alter a table in place: https://alembic.sqlalchemy.org/en/latest/batch.html
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
