"""Answers and levels by trainers are told to whose talk it is until they have seen them"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: What was said before is old news: nobody knows who has seen it.
_OLD = (
    "UPDATE dispute SET answer_seen_at = answered_at WHERE answer IS NOT NULL",
    "UPDATE override SET seen_at = created_at",
)


def upgrade() -> None:
    op.add_column("dispute", sa.Column("answer_seen_at", UtcDateTime(), nullable=True))
    op.add_column("override", sa.Column("seen_at", UtcDateTime(), nullable=True))
    for statement in _OLD:
        op.execute(statement)
