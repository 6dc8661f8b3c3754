"""The first tables"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("worker", sa.String(80), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("available_at", UtcDateTime(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('speak', 'grade', 'debrief')", name=op.f("ck_job_kind")),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_kind_subject_id", "job", ["kind", "subject_id"])
    op.create_index("ix_job_state_available_at", "job", ["state", "available_at"])

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('trainee', 'trainer')", name=op.f("ck_person_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", "role", name=op.f("uq_person_name_role")),
    )
    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'published', 'retired')", name=op.f("ck_rubric_version_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint("key", "hash", name=op.f("uq_rubric_version_key_hash")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_rubric_version_key_number")),
    )
    op.create_table(
        "scenario_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'published', 'retired')", name=op.f("ck_scenario_version_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_version")),
        sa.UniqueConstraint("key", "hash", name=op.f("uq_scenario_version_key_hash")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_scenario_version_key_number")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scenario_version_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("head_turn_id", sa.String(32), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'fi', 'pl', 'sv')", name=op.f("ck_conversation_language")),
        sa.CheckConstraint("outcome IN ('open', 'resolved', 'left')", name=op.f("ck_conversation_outcome")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_conversation_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(
            ["scenario_version_id"],
            ["scenario_version.id"],
            name=op.f("fk_conversation_scenario_version_id_scenario_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index("ix_conversation_person_id_started_at", "conversation", ["person_id", "started_at"])

    op.create_table(
        "debrief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("points", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem_key", sa.String(40), nullable=True),
        sa.Column("problem_detail", sa.String(), nullable=True),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("prompt_hash", sa.String(64), nullable=False),
        sa.Column("raw_answer", sa.String(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_debrief_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_debrief_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
        sa.UniqueConstraint("job_id", name=op.f("uq_debrief_job_id")),
    )
    op.create_index("ix_debrief_conversation_id", "debrief", ["conversation_id"])

    op.create_table(
        "turn",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.String(32), nullable=True),
        sa.Column("speaker", sa.String(20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(64), nullable=True),
        sa.Column("reply_seconds", sa.Float(), nullable=True),
        sa.Column("mood", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("effects", sa.JSON(), nullable=False),
        sa.Column("move", sa.String(40), nullable=True),
        sa.Column("not_believed", sa.JSON(), nullable=False),
        sa.Column("checked", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem_key", sa.String(40), nullable=True),
        sa.Column("problem_detail", sa.String(), nullable=True),
        sa.CheckConstraint(
            "speaker = 'customer' OR client_key IS NOT NULL", name=op.f("ck_turn_trainee_has_client_key")
        ),
        sa.CheckConstraint("speaker IN ('customer', 'trainee')", name=op.f("ck_turn_speaker")),
        sa.CheckConstraint("status IN ('speaking', 'said', 'stopped', 'failed')", name=op.f("ck_turn_status")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_turn_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["turn.id"], name=op.f("fk_turn_parent_id_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
        sa.UniqueConstraint("conversation_id", "client_key", name=op.f("uq_turn_conversation_id_client_key")),
    )
    op.create_index("ix_turn_conversation_id", "turn", ["conversation_id"])
    op.create_index("ix_turn_parent_id", "turn", ["parent_id"])

    op.create_table(
        "usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_usage_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage")),
    )
    op.create_index("ix_usage_conversation_id", "usage", ["conversation_id"])

    op.create_table(
        "grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("problem_key", sa.String(40), nullable=True),
        sa.Column("problem_detail", sa.String(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("prompt_hash", sa.String(64), nullable=False),
        sa.Column("raw_answer", sa.String(), nullable=True),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(status = 'not_graded') = (problem_key IS NOT NULL)", name=op.f("ck_grade_not_graded_says_why")
        ),
        sa.CheckConstraint("status IN ('graded', 'not_graded')", name=op.f("ck_grade_status")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_grade_job_id_job")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_version.id"],
            name=op.f("fk_grade_rubric_version_id_rubric_version"),
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_grade_turn_id_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade")),
        sa.UniqueConstraint("job_id", name=op.f("uq_grade_job_id")),
    )
    op.create_index("ix_grade_turn_id", "grade", ["turn_id"])

    op.create_table(
        "criterion_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grade_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(), nullable=True),
        sa.Column("quote_found", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("advice", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'scored') = (score IS NOT NULL)", name=op.f("ck_criterion_score_score_where_scored")
        ),
        sa.CheckConstraint("status IN ('scored', 'not_shown')", name=op.f("ck_criterion_score_status")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_criterion_score_score_on_scale")),
        sa.ForeignKeyConstraint(["grade_id"], ["grade.id"], name=op.f("fk_criterion_score_grade_id_grade")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_score")),
        sa.UniqueConstraint("grade_id", "criterion", name=op.f("uq_criterion_score_grade_id_criterion")),
    )
    op.create_index("ix_criterion_score_grade_id", "criterion_score", ["grade_id"])
    # The two tables point at each other: this key can only come after both.
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.create_foreign_key(op.f("fk_conversation_head_turn_id_turn"), "turn", ["head_turn_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.drop_constraint(op.f("fk_conversation_head_turn_id_turn"), type_="foreignkey")
    op.drop_table("criterion_score")
    op.drop_table("grade")
    op.drop_table("usage")
    op.drop_table("turn")
    op.drop_table("debrief")
    op.drop_table("conversation")
    op.drop_table("scenario_version")
    op.drop_table("rubric_version")
    op.drop_table("person")
    op.drop_table("job")
