"""Quotes, checks and votes for a level; each question to a grader kept; regrading, review, recalibration"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_A_CALL = ("raw_answer", "parameters", "prompt_tokens", "completion_tokens", "cost", "milliseconds", "attempts")
_MANY = 500


def upgrade() -> None:
    _new_tables()
    _move_calls()
    _move_quotes()
    with op.batch_alter_table("job") as job:
        job.drop_constraint(op.f("ck_job_kind"), type_="check")
        job.create_check_constraint(
            op.f("ck_job_kind"), "kind IN ('speak', 'grade', 'debrief', 'grade_talk', 'regrade')"
        )


def _new_tables() -> None:
    op.create_table(
        "grading_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(80), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(64), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("raw_answer", sa.String(), nullable=True),
        sa.Column("problem_key", sa.String(40), nullable=True),
        sa.Column("problem_detail", sa.String(), nullable=True),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grade_id"], ["grade.id"], name=op.f("fk_grading_call_grade_id_grade")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grading_call")),
    )
    op.create_index("ix_grading_call_grade_id", "grading_call", ["grade_id"])
    op.create_table(
        "prompt_version",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_prompt_version")),
    )
    op.create_table(
        "recalibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("grader", sa.String(400), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("mae_before", sa.Float(), nullable=True),
        sa.Column("mae_after", sa.Float(), nullable=True),
        sa.Column("labels_hash", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_recalibration_rubric_version_id_rubric_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalibration")),
    )
    op.create_index("ix_recalibration_rubric_version_id", "recalibration", ["rubric_version_id"])
    op.create_table(
        "regrading",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=True),
        sa.Column("model", sa.String(200), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("only", sa.String(20), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"], ["rubric_version.id"], name=op.f("fk_regrading_rubric_version_id_rubric_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrading")),
    )
    op.create_table(
        "regrading_item",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("regrading_id", sa.String(32), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("grade_before_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["regrading_id"], ["regrading.id"], name=op.f("fk_regrading_item_regrading_id_regrading")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_regrading_item_job_id_job")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_regrading_item_turn_id_turn")),
        sa.ForeignKeyConstraint(
            ["grade_before_id"], ["grade.id"], name=op.f("fk_regrading_item_grade_before_id_grade")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrading_item")),
        sa.UniqueConstraint("job_id", name=op.f("uq_regrading_item_job_id")),
    )
    op.create_index("ix_regrading_item_regrading_id", "regrading_item", ["regrading_id"])
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'overtaken')", name=op.f("ck_review_state")),
        sa.ForeignKeyConstraint(["grade_id"], ["grade.id"], name=op.f("fk_review_grade_id_grade")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_review_turn_id_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("grade_id", name=op.f("uq_review_grade_id")),
    )
    op.create_index("ix_review_turn_id", "review", ["turn_id"])
    op.create_index("ix_review_state", "review", ["state"])


def _move_calls() -> None:
    """What was kept of a grade's one question becomes a row of its own."""
    columns = ", ".join(("model", "problem_key", "problem_detail", *_OF_A_CALL))
    op.execute(
        f"INSERT INTO grading_call (grade_id, part, repeat, request_key, {columns}) "  # noqa: S608 - names of columns
        f"SELECT id, '', 1, '', {columns} FROM grade WHERE prompt_hash <> ''"
    )
    with op.batch_alter_table("grade") as grade:
        for name in _OF_A_CALL:
            grade.drop_column(name)
        grade.add_column(sa.Column("scope", sa.String(20), nullable=False, server_default="reply"))
        grade.alter_column("model", existing_type=sa.String(200), type_=sa.String(400))
        grade.create_check_constraint(op.f("ck_grade_scope"), "scope IN ('reply', 'conversation')")


def _move_quotes() -> None:
    """One quote becomes a list of them; the grader's own level stands beside the one shown."""
    with op.batch_alter_table("criterion_score") as score:
        score.add_column(sa.Column("raw_score", sa.Integer(), nullable=True))
        for name in ("quotes", "checks", "votes"):
            score.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        score.add_column(sa.Column("problem_key", sa.String(40), nullable=True))
        score.add_column(sa.Column("problem_detail", sa.String(), nullable=True))
    op.execute("UPDATE criterion_score SET raw_score = score")
    _fill_quotes()
    with op.batch_alter_table("criterion_score") as score:
        score.drop_column("quote")
        score.drop_column("quote_found")
        score.drop_constraint(op.f("ck_criterion_score_status"), type_="check")
        score.create_check_constraint(
            op.f("ck_criterion_score_status"), "status IN ('scored', 'not_shown', 'not_graded')"
        )
        score.create_check_constraint(
            op.f("ck_criterion_score_raw_score_with_score"), "(score IS NULL) = (raw_score IS NULL)"
        )
        score.create_check_constraint(
            op.f("ck_criterion_score_not_graded_says_why"), "(status = 'not_graded') = (problem_key IS NOT NULL)"
        )


def _fill_quotes() -> None:
    score = sa.table(
        "criterion_score",
        sa.column("id", sa.Integer),
        sa.column("quote", sa.String),
        sa.column("quote_found", sa.Boolean),
        sa.column("quotes", sa.JSON),
    )
    connection = op.get_bind()
    fill = score.update().where(score.c.id == sa.bindparam("of")).values(quotes=sa.bindparam("list", type_=sa.JSON))
    kept = connection.execute(sa.select(score).where(score.c.quote.is_not(None))).mappings().all()
    for start in range(0, len(kept), _MANY):
        connection.execute(fill, [_filled(row) for row in kept[start : start + _MANY]])


def _filled(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {"of": row["id"], "list": [{"text": row["quote"], "found": bool(row["quote_found"]), "reply": None}]}
