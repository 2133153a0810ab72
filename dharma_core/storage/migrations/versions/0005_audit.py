"""The program of an event, signed checkpoints of the chain, and files of old events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HAS_CAUSE = sa.text("causation_id <> ''")


def upgrade() -> None:
    op.add_column(
        "events", sa.Column("agent", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.drop_index("ix_events_causation", table_name="events")
    op.create_index(
        "ix_events_causation", "events", ["causation_id"],
        sqlite_where=_HAS_CAUSE, postgresql_where=_HAS_CAUSE,
    )  # fmt: skip
    op.create_table(
        "audit_checkpoints",
        sa.Column("number", _SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("event_hash", sa.String(length=64), nullable=False),
        sa.Column("time", sa.String(length=27), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_checkpoints")),
    )
    op.create_table(
        "audit_archives",
        sa.Column("first_seq", _SEQUENCE, autoincrement=False, nullable=False),
        sa.Column("last_seq", _SEQUENCE, nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("newest", sa.String(length=27), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("deleted", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("first_seq", name=op.f("pk_audit_archives")),
    )


def downgrade() -> None:
    op.drop_table("audit_archives")
    op.drop_table("audit_checkpoints")
    op.drop_index("ix_events_causation", table_name="events")
    op.create_index("ix_events_causation", "events", ["causation_id"])
    with op.batch_alter_table("events") as events:
        events.drop_column("agent")
