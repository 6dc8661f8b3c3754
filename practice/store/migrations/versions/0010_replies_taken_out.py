"""A reply can be taken out of its gold set: it stays with its labels, and counts nowhere"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gold_item", sa.Column("taken_out_at", UtcDateTime(), nullable=True))
