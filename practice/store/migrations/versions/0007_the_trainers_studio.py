"""Gold sets and previews, assignments and comments, a queue that is worked through, simulations, xAPI statements"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_JOB_KINDS = (
    "kind IN ('speak', 'grade', 'debrief', 'grade_talk', 'regrade', 'letter', 'preview', 'simulate', 'statement')"
)
_LANGUAGES = "language IN ('en', 'fi', 'pl', 'sv')"


def upgrade() -> None:
    with op.batch_alter_table("job") as job:
        job.drop_constraint(op.f("ck_job_kind"), type_="check")
        job.create_check_constraint(op.f("ck_job_kind"), _JOB_KINDS)
    _gold()
    _previews()
    _assignments()
    _comments()
    _reviews()
    _simulations()
    _statements()


def _gold() -> None:
    op.create_table(
        "gold_set",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("rubric_key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        _points("gold_set", "organisation_id", "organisation"),
        _points("gold_set", "created_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_set")),
    )
    op.create_index("ix_gold_set_organisation_id", "gold_set", ["organisation_id"])
    op.create_table(
        "gold_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gold_set_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("held_out", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=True),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _points("gold_item", "gold_set_id", "gold_set"),
        _points("gold_item", "turn_id", "turn"),
        _points("gold_item", "added_by", "person"),
        sa.CheckConstraint(_LANGUAGES, name=op.f("ck_gold_item_language")),
        sa.CheckConstraint(
            "channel IN ('web_chat', 'phone', 'email', 'shop_counter', 'public_thread')",
            name=op.f("ck_gold_item_channel"),
        ),
        sa.CheckConstraint(
            "source IN ('imported', 'conversation', 'override', 'dispute')", name=op.f("ck_gold_item_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_item")),
        sa.UniqueConstraint("gold_set_id", "name", name=op.f("uq_gold_item_gold_set_id_name")),
    )
    op.create_index("ix_gold_item_gold_set_id", "gold_item", ["gold_set_id"])
    op.create_index("ix_gold_item_turn_id", "gold_item", ["turn_id"])
    op.create_table(
        "gold_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gold_item_id", sa.Integer(), nullable=False),
        sa.Column("rater", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("labelled_at", UtcDateTime(), nullable=False),
        _points("gold_label", "gold_item_id", "gold_item"),
        _points("gold_label", "person_id", "person"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_gold_label_level_on_scale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_label")),
        sa.UniqueConstraint(
            "gold_item_id", "rater", "criterion", name=op.f("uq_gold_label_gold_item_id_rater_criterion")
        ),
    )
    op.create_index("ix_gold_label_gold_item_id", "gold_label", ["gold_item_id"])


def _previews() -> None:
    op.create_table(
        "preview",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("gold_set_id", sa.String(32), nullable=False),
        sa.Column("before_version_id", sa.Integer(), nullable=False),
        sa.Column("after_version_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=True),
        _points("preview", "organisation_id", "organisation"),
        _points("preview", "gold_set_id", "gold_set"),
        _points("preview", "before_version_id", "rubric_version"),
        _points("preview", "after_version_id", "rubric_version"),
        _points("preview", "created_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview")),
    )
    for column in ("organisation_id", "gold_set_id", "after_version_id"):
        op.create_index(f"ix_preview_{column}", "preview", [column])
    op.create_table(
        "preview_grade",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("preview_id", sa.String(32), nullable=False),
        sa.Column("gold_item_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=True),
        sa.Column("grade", sa.JSON(), nullable=True),
        sa.Column("graded_at", UtcDateTime(), nullable=True),
        _points("preview_grade", "preview_id", "preview"),
        _points("preview_grade", "gold_item_id", "gold_item"),
        _points("preview_grade", "rubric_version_id", "rubric_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preview_grade")),
        sa.UniqueConstraint(
            "preview_id",
            "gold_item_id",
            "rubric_version_id",
            name=op.f("uq_preview_grade_preview_id_gold_item_id_rubric_version_id"),
        ),
    )
    for column in ("gold_item_id", "rubric_version_id"):
        op.create_index(f"ix_preview_grade_{column}", "preview_grade", [column])


def _assignments() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("cohort_id", sa.String(32), nullable=False),
        sa.Column("scenario_key", sa.String(80), nullable=False),
        sa.Column("language", sa.String(5), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        _points("assignment", "cohort_id", "cohort"),
        _points("assignment", "created_by", "person"),
        sa.CheckConstraint(_LANGUAGES, name=op.f("ck_assignment_language")),
        sa.CheckConstraint("mode IN ('practice', 'check')", name=op.f("ck_assignment_mode")),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 5", name=op.f("ck_assignment_difficulty")),
        sa.CheckConstraint("attempts >= 1", name=op.f("ck_assignment_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_cohort_id", "assignment", ["cohort_id"])
    with op.batch_alter_table("conversation") as conversation:
        conversation.add_column(sa.Column("assignment_id", sa.String(32), nullable=True))
        conversation.add_column(sa.Column("handed_in_at", UtcDateTime(), nullable=True))
        conversation.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
        conversation.create_foreign_key(
            op.f("fk_conversation_assignment_id_assignment"), "assignment", ["assignment_id"], ["id"]
        )
    op.create_index("ix_conversation_assignment_id", "conversation", ["assignment_id"])
    with op.batch_alter_table("cohort") as cohort:
        cohort.add_column(sa.Column("private_until_handed_in", sa.Boolean(), nullable=False, server_default=sa.false()))
        cohort.add_column(sa.Column("open_since", UtcDateTime(), nullable=True))


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(2000), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        _points("comment", "turn_id", "turn"),
        _points("comment", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_turn_id", "comment", ["turn_id"])


def _reviews() -> None:
    with op.batch_alter_table("review") as review:
        review.drop_constraint(op.f("ck_review_state"), type_="check")
        review.create_check_constraint(op.f("ck_review_state"), "state IN ('open', 'done', 'overtaken')")
        review.add_column(sa.Column("assigned_to", sa.Integer(), nullable=True))
        review.add_column(sa.Column("done_by", sa.Integer(), nullable=True))
        review.add_column(sa.Column("done_at", UtcDateTime(), nullable=True))
        review.create_foreign_key(op.f("fk_review_assigned_to_person"), "person", ["assigned_to"], ["id"])
        review.create_foreign_key(op.f("fk_review_done_by_person"), "person", ["done_by"], ["id"])
    op.drop_index("ix_review_state", "review")
    op.create_index("ix_review_state_created_at", "review", ["state", "created_at"])


def _simulations() -> None:
    op.create_table(
        "simulation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("scenario_version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("talks", sa.JSON(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        _points("simulation", "organisation_id", "organisation"),
        _points("simulation", "scenario_version_id", "scenario_version"),
        _points("simulation", "created_by", "person"),
        sa.CheckConstraint(_LANGUAGES, name=op.f("ck_simulation_language")),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 5", name=op.f("ck_simulation_difficulty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
    )
    op.create_index("ix_simulation_scenario_version_id", "simulation", ["scenario_version_id"])


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("about", sa.String(80), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        _points("statement", "organisation_id", "organisation"),
        _points("statement", "conversation_id", "conversation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("about", name=op.f("uq_statement_about")),
    )
    op.create_index("ix_statement_organisation_id", "statement", ["organisation_id"])
    op.create_index("ix_statement_conversation_id", "statement", ["conversation_id"])


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
