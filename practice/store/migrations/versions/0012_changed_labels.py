"""A label that is changed after its rater could see what others say stands beside the first one, which stays"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("gold_label") as gold_label:
        gold_label.add_column(sa.Column("changed_level", sa.Integer(), nullable=True))
        gold_label.add_column(sa.Column("changed_at", UtcDateTime(), nullable=True))
        gold_label.create_check_constraint(
            op.f("ck_gold_label_changed_level_on_scale"), "changed_level BETWEEN 1 AND 5"
        )  # fmt: skip
