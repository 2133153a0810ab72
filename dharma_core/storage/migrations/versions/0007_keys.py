"""Tokens, service accounts, answers given once, counts of calls, and the tenants' data keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TABLES = ("data_keys", "rate_limits", "idempotent_answers", "tokens", "service_accounts")


def _owned() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "service_accounts",
        sa.Column("id", sa.String(length=40), nullable=False),
        *_owned(),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_accounts")),
    )
    op.create_index("uq_service_accounts_name", "service_accounts", ["tenant", "name"], unique=True)
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(length=40), nullable=False),
        *_owned(),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("handle", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.Column("last_used", sa.String(length=27), nullable=True),
        sa.Column("spent", sa.String(length=27), nullable=True),
        sa.Column("revoked", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
    )
    op.create_index("uq_tokens_handle", "tokens", ["handle"], unique=True)
    op.create_index("ix_tokens_list", "tokens", ["tenant", "user", "created"])
    op.create_index("ix_tokens_family", "tokens", ["family"])
    op.create_index("ix_tokens_parent", "tokens", ["parent"])
    op.create_table(
        "idempotent_answers",
        *_owned(),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user", "key", name=op.f("pk_idempotent_answers")),
    )
    op.create_index("ix_idempotent_answers_created", "idempotent_answers", ["created"])
    op.create_table(
        "rate_limits",
        *_owned(),
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "user", "bucket", name=op.f("pk_rate_limits")),
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.String(length=40), nullable=False),
        *_owned(),
        sa.Column("master", sa.String(length=40), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
    )
    op.create_index("ix_data_keys_tenant", "data_keys", ["tenant", "created"])


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
