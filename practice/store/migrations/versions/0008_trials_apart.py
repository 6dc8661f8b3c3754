"""Talks that a trainer tries a scenario in are told apart from practice"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Only a trial plays what was not published when it began. One of a published version looks like private practice; what
#: was handed in stays open to those it was handed to.
_KNOWN = """
UPDATE conversation SET trial = true
WHERE private AND handed_in_at IS NULL AND assignment_id IS NULL AND scenario_version_id IN (
    SELECT id FROM scenario_version
    WHERE organisation_id IS NOT NULL AND (published_at IS NULL OR published_at > conversation.started_at)
)
"""


def upgrade() -> None:
    op.add_column("conversation", sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_KNOWN)
