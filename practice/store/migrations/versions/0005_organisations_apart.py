"""Cohorts with join links, remembered browsers, identities elsewhere, letters, limits, and an audit that only grows"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_JOB_KINDS = "kind IN ('speak', 'grade', 'debrief', 'grade_talk', 'regrade', 'letter')"
_REFUSAL = "an audit is added to and never changed"


def upgrade() -> None:
    _extend()
    _cohorts()
    _ways_in()
    _counted_and_kept()
    if op.get_bind().dialect.name == "sqlite":
        _append_only_on_sqlite()
    else:
        _append_only_on_postgresql()


def _extend() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("most_talks_a_day", sa.Integer(), nullable=True))
        organisation.add_column(sa.Column("most_asks_an_hour", sa.Integer(), nullable=True))
        organisation.add_column(sa.Column("password_sign_in", sa.Boolean(), nullable=False, server_default=sa.true()))
        organisation.add_column(sa.Column("link_sign_in", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("email_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in_link") as link:
        link.add_column(sa.Column("purpose", sa.String(20), nullable=False, server_default="account"))
        link.add_column(sa.Column("mailed", sa.Boolean(), nullable=False, server_default=sa.false()))
        link.create_check_constraint(op.f("ck_sign_in_link_purpose"), "purpose IN ('account', 'sign_in')")
    with op.batch_alter_table("job") as job:
        job.drop_constraint(op.f("ck_job_kind"), type_="check")
        job.create_check_constraint(op.f("ck_job_kind"), _JOB_KINDS)


def _cohorts() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        _points("cohort", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index("ix_cohort_organisation_id", "cohort", ["organisation_id"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        _points("membership", "cohort_id", "cohort"),
        _points("membership", "person_id", "person"),
        sa.CheckConstraint("role IN ('trainee', 'trainer')", name=op.f("ck_membership_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_membership_cohort_id_person_id")),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_table(
        "join_link",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("cohort_id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("most_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _points("join_link", "cohort_id", "cohort"),
        _points("join_link", "created_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_join_link_token_hash")),
    )
    op.create_index("ix_join_link_cohort_id", "join_link", ["cohort_id"])


def _ways_in() -> None:
    op.create_table(
        "remembered",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _points("remembered", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_remembered_token_hash")),
    )
    for column in ("person_id", "ends_at"):
        op.create_index(f"ix_remembered_{column}", "remembered", [column])
    # What was remembered by a longer session is not any more: those people sign in once.
    with op.batch_alter_table("web_session") as session:
        session.drop_column("remembered")
        session.add_column(sa.Column("remembered_id", sa.String(32), nullable=True))
        session.create_foreign_key(
            op.f("fk_web_session_remembered_id_remembered"), "remembered", ["remembered_id"], ["id"]
        )
    op.create_index("ix_web_session_remembered_id", "web_session", ["remembered_id"])
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        _points("identity", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"])
    op.create_table(
        "letter",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("site", sa.String(255), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('sign_in', 'account')", name=op.f("ck_letter_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )


def _counted_and_kept() -> None:
    op.create_table(
        "costly_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        _points("costly_act", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_costly_act")),
    )
    op.create_index("ix_costly_act_person_id_act_at", "costly_act", ["person_id", "act", "at"])
    op.create_index("ix_costly_act_at", "costly_act", ["at"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(400), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("object_kind", sa.String(40), nullable=False),
        sa.Column("object_id", sa.String(64), nullable=False),
        sa.Column("object_name", sa.String(400), nullable=False),
        sa.Column("detail", sa.String(1000), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        _points("audit", "organisation_id", "organisation"),
        _points("audit", "actor_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"])
    op.create_index("ix_audit_organisation_id_id", "audit", ["organisation_id", "id"])


def _append_only_on_sqlite() -> None:
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{what.lower()} BEFORE {what} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
    # INSERT OR REPLACE deletes without asking the trigger above.
    known = "EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"
    op.execute(
        f"CREATE TRIGGER audit_refuses_replace BEFORE INSERT ON audit WHEN {known} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION audit_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_refuses_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuses_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change()"
    )


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
