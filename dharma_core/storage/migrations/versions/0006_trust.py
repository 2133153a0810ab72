"""Trust: every evaluation, and what is usual for each person and group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def upgrade() -> None:
    op.create_table(
        "trust_evaluations",
        _text("id", 40),
        _text("tenant", 100),
        _text("user", 200),
        _text("subject", 200),
        _text("session", 64),
        _text("at", 27),
        _text("decision", 10),
        _text("score", 40),
        _text("with_second_factor", 40),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        _text("device_part", 40),
        _text("user_part", 40),
        _text("context_part", 40),
        _text("required", 10),
        _text("resource", 200),
        _text("action", 100),
        _text("rule", 200),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("lowered", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_evaluations")),
    )
    op.create_index(
        "ix_trust_evaluations_subject", "trust_evaluations", ["tenant", "subject", "at", "id"]
    )
    op.create_index("ix_trust_evaluations_list", "trust_evaluations", ["tenant", "at", "id"])
    op.create_index(
        "ix_trust_evaluations_session", "trust_evaluations", ["tenant", "session", "at"]
    )
    op.create_table(
        "trust_habits",
        _text("tenant", 100),
        _text("kind", 10),
        _text("name", 200),
        _text("user", 200),
        sa.Column("habit", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=True),
        _text("updated", 27),
        sa.PrimaryKeyConstraint("tenant", "kind", "name", name=op.f("pk_trust_habits")),
    )


def downgrade() -> None:
    op.drop_table("trust_habits")
    op.drop_index("ix_trust_evaluations_session", table_name="trust_evaluations")
    op.drop_index("ix_trust_evaluations_list", table_name="trust_evaluations")
    op.drop_index("ix_trust_evaluations_subject", table_name="trust_evaluations")
    op.drop_table("trust_evaluations")
