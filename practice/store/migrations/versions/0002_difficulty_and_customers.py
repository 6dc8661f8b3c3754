"""Difficulty, mode and time for a talk; who speaks, where several customers do; a talk can be escalated"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversation") as conversation:
        conversation.add_column(sa.Column("difficulty", sa.Integer(), nullable=False, server_default="3"))
        conversation.add_column(sa.Column("mode", sa.String(20), nullable=False, server_default="practice"))
        conversation.add_column(sa.Column("unhurried", sa.Boolean(), nullable=False, server_default=sa.true()))
        conversation.drop_constraint(op.f("ck_conversation_outcome"), type_="check")
        conversation.create_check_constraint(
            op.f("ck_conversation_outcome"), "outcome IN ('open', 'resolved', 'left', 'escalated')"
        )
        conversation.create_check_constraint(op.f("ck_conversation_mode"), "mode IN ('practice', 'check')")
        conversation.create_check_constraint(op.f("ck_conversation_difficulty"), "difficulty BETWEEN 1 AND 5")
    with op.batch_alter_table("turn") as turn:
        turn.add_column(sa.Column("customer", sa.String(40), nullable=False, server_default=""))
        turn.add_column(sa.Column("beside", sa.JSON(), nullable=False, server_default="[]"))
