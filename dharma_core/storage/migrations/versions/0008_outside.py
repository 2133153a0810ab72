"""Accounts of outside providers, and the proofs of theirs that have served."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_links",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=50), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("last_used", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_links")),
    )
    op.create_index(
        "uq_outside_links_subject", "outside_links", ["tenant", "issuer", "subject"], unique=True
    )
    op.create_index("ix_outside_links_account", "outside_links", ["tenant", "account_id"])
    op.create_table(
        "outside_proofs",
        sa.Column("proof_hash", sa.String(length=64), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("proof_hash", name=op.f("pk_outside_proofs")),
    )


def downgrade() -> None:
    op.drop_table("outside_proofs")
    op.drop_index("ix_outside_links_account", table_name="outside_links")
    op.drop_index("uq_outside_links_subject", table_name="outside_links")
    op.drop_table("outside_links")
