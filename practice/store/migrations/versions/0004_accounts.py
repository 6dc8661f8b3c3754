"""People with accounts: organisations, e-mail and password, sign-in links, sessions, failed tries"""

import sqlalchemy as sa
from alembic import op

from practice.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LOCAL = sa.text("organisation_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    _extend_person()
    _sign_in_tables()


def _extend_person() -> None:
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("uq_person_name_role"), type_="unique")
        person.drop_constraint(op.f("ck_person_role"), type_="check")
        person.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        person.add_column(sa.Column("email", sa.String(254), nullable=True))
        person.add_column(sa.Column("password_hash", sa.String(200), nullable=True))
        person.add_column(sa.Column("disabled_at", UtcDateTime(), nullable=True))
        person.create_foreign_key(
            op.f("fk_person_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        person.create_unique_constraint(op.f("uq_person_email"), ["email"])
        person.create_check_constraint(op.f("ck_person_role"), "role IN ('trainee', 'trainer', 'admin')")
        person.create_check_constraint(
            op.f("ck_person_email_with_organisation"), "(organisation_id IS NULL) = (email IS NULL)"
        )
        person.create_check_constraint(
            op.f("ck_person_admin_of_organisation"), "role <> 'admin' OR organisation_id IS NOT NULL"
        )
    op.create_index("ix_person_organisation_id", "person", ["organisation_id"])
    op.create_index(
        "uq_person_name_role_of_local_people",
        "person",
        ["name", "role"],
        unique=True,
        sqlite_where=_LOCAL,
        postgresql_where=_LOCAL,
    )


def _sign_in_tables() -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index("ix_sign_in_link_person_id", "sign_in_link", ["person_id"])
    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_web_session_person_id_person")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    op.create_index("ix_web_session_person_id", "web_session", ["person_id"])
    op.create_index("ix_web_session_ends_at", "web_session", ["ends_at"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_account_hash_at", "sign_in_attempt", ["account_hash", "at"])
    op.create_index("ix_sign_in_attempt_address_at", "sign_in_attempt", ["address", "at"])
    op.create_index("ix_sign_in_attempt_at", "sign_in_attempt", ["at"])
