"""Raters label some replies a second time, apart from their labels, to see how far they agree with themselves"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gold_label_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gold_item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("labelled_at", UtcDateTime(), nullable=False),
        _points("gold_item_id", "gold_item"),
        _points("person_id", "person"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_gold_label_again_level_on_scale")),
        sa.CheckConstraint("earlier BETWEEN 1 AND 5", name=op.f("ck_gold_label_again_earlier_on_scale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_label_again")),
        sa.UniqueConstraint(
            "gold_item_id", "person_id", "criterion", name=op.f("uq_gold_label_again_gold_item_id_person_id_criterion")
        ),
    )


def _points(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_gold_label_again_{column}_{to}"))
