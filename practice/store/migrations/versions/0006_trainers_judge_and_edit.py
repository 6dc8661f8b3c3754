"""Versions that people write, levels that trainers set, and disputes"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REASONS = "reason IN ('wrong_level', 'wrong_evidence', 'missing_evidence', 'not_shown', 'rubric_unclear')"


def upgrade() -> None:
    for table in ("rubric_version", "scenario_version"):
        _extend_versions(table)
    _judgements()


def _extend_versions(table: str) -> None:
    with op.batch_alter_table(table) as versions:
        versions.drop_constraint(op.f(f"uq_{table}_key_hash"), type_="unique")
        versions.drop_constraint(op.f(f"uq_{table}_key_number"), type_="unique")
        versions.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        versions.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        versions.add_column(sa.Column("based_on_id", sa.Integer(), nullable=True))
        versions.add_column(sa.Column("note", sa.String(400), nullable=False, server_default=""))
        versions.add_column(sa.Column("published_at", UtcDateTime(), nullable=True))
        versions.create_foreign_key(
            op.f(f"fk_{table}_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        versions.create_foreign_key(op.f(f"fk_{table}_author_id_person"), "person", ["author_id"], ["id"])
        versions.create_foreign_key(op.f(f"fk_{table}_based_on_id_{table}"), table, ["based_on_id"], ["id"])
    ours, shared = sa.text("organisation_id IS NOT NULL"), sa.text("organisation_id IS NULL")
    for column in ("hash", "number"):
        op.create_index(
            f"uq_{table}_{column}_of_files",
            table,
            ["key", column],
            unique=True,
            sqlite_where=shared,
            postgresql_where=shared,
        )
    op.create_index(
        f"uq_{table}_number_of_organisation",
        table,
        ["organisation_id", "key", "number"],
        unique=True,
        sqlite_where=ours,
        postgresql_where=ours,
    )
    published = sa.text("organisation_id IS NOT NULL AND status = 'published'")
    op.create_index(
        f"uq_{table}_published_of_organisation",
        table,
        ["organisation_id", "key"],
        unique=True,
        sqlite_where=published,
        postgresql_where=published,
    )


def _judgements() -> None:
    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _points("override", "grade_id", "grade"),
        _points("override", "person_id", "person"),
        sa.CheckConstraint(_REASONS, name=op.f("ck_override_reason")),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_override_level_on_scale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
    )
    op.create_index("ix_override_grade_id", "override", ["grade_id"])
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.String(1000), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        _points("dispute", "grade_id", "grade"),
        _points("dispute", "person_id", "person"),
        _points("dispute", "answered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("grade_id", "criterion", name=op.f("uq_dispute_grade_id_criterion")),
    )


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
