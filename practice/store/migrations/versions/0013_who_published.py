"""A version knows who published and who retired it, what was said then, and which other scenario it began as"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

#: Until now only the audit told who published.
_PUBLISHERS = """
    UPDATE {table} SET published_by_id = (
        SELECT audit.actor_id FROM audit WHERE audit.id = (
            SELECT max(told.id) FROM audit AS told
            WHERE told.organisation_id = {table}.organisation_id AND told.act = '{act}'
            AND told.object_id = substr({table}.key, 1, 64)
            AND told.detail LIKE 'version ' || CAST({table}.number AS VARCHAR) || ' published in place of %'
        )
    )
    WHERE published_at IS NOT NULL AND organisation_id IS NOT NULL
"""


def upgrade() -> None:
    for table, act in (("scenario_version", "scenario_changed"), ("rubric_version", "rubric_changed")):
        with op.batch_alter_table(table) as versions:
            versions.add_column(sa.Column("published_by_id", sa.Integer(), nullable=True))
            versions.add_column(sa.Column("published_note", sa.String(400), nullable=False, server_default=""))
            versions.add_column(sa.Column("retired_by_id", sa.Integer(), nullable=True))
            versions.add_column(sa.Column("retired_at", UtcDateTime(), nullable=True))
            versions.add_column(sa.Column("like_key", sa.String(80), nullable=True))
            for column in ("published_by_id", "retired_by_id"):
                versions.create_foreign_key(op.f(f"fk_{table}_{column}_person"), "person", [column], ["id"])
        op.execute(_PUBLISHERS.format(table=table, act=act))
