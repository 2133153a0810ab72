"""The first tables: blueprints, their versions, deployments, their log, the chain of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blueprints",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("resources", sa.Integer(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("updated", sa.String(length=27), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blueprints")),
    )
    op.create_index(
        "ix_blueprints_list", "blueprints", ["tenant", "deleted", "updated", "id"], unique=False
    )
    op.create_index(
        "uq_blueprints_live_name",
        "blueprints",
        ["tenant", "name"],
        unique=True,
        sqlite_where=sa.text("deleted = 0"),
        postgresql_where=sa.text("deleted = false"),
    )
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "deployments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("environment", sa.String(length=100), nullable=False),
        sa.Column("executor", sa.String(length=40), nullable=False),
        sa.Column("budget", sa.String(length=64), nullable=True),
        sa.Column("auto_approve", sa.Boolean(), nullable=False),
        sa.Column("rollback_on_failure", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("estimate", sa.String(length=64), nullable=True),
        sa.Column("violations", sa.Integer(), nullable=False),
        sa.Column("resources", sa.JSON(), nullable=False),
        sa.Column("outputs", sa.JSON(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("blueprint_id", sa.String(length=40), nullable=False),
        sa.Column("blueprint_version", sa.String(length=64), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("updated", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployments")),
    )
    op.create_index("ix_deployments_list", "deployments", ["tenant", "created", "id"], unique=False)
    op.create_index(
        "ix_deployments_name", "deployments", ["tenant", "name", "state", "updated"], unique=False
    )
    op.create_table(
        "events",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("aggregate_type", sa.String(length=64), nullable=False),
        sa.Column("aggregate_id", sa.String(length=200), nullable=False),
        sa.Column("time", sa.String(length=27), nullable=False),
        sa.Column("success", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.String(length=64), nullable=False),
        sa.Column("causation_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("commitments", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index(
        "ix_events_aggregate", "events", ["tenant", "aggregate_id", "seq"], unique=False
    )
    op.create_index("ix_events_causation", "events", ["causation_id"], unique=False)
    op.create_index("ix_events_type", "events", ["tenant", "type", "seq"], unique=False)
    op.create_index("uq_events_id", "events", ["id"], unique=True)
    op.create_table(
        "blueprint_versions",
        sa.Column("blueprint_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["blueprint_id"], ["blueprints.id"], name=op.f("fk_blueprint_versions_blueprints")
        ),
        sa.PrimaryKeyConstraint("blueprint_id", "number", name=op.f("pk_blueprint_versions")),
    )
    op.create_index(
        "uq_blueprint_versions_version",
        "blueprint_versions",
        ["blueprint_id", "version"],
        unique=True,
    )
    op.create_table(
        "deployment_log",
        sa.Column("deployment_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("time", sa.String(length=27), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployments.id"], name=op.f("fk_deployment_log_deployments")
        ),
        sa.PrimaryKeyConstraint("deployment_id", "number", name=op.f("pk_deployment_log")),
    )
    head = sa.table(
        "chain_head",
        *(sa.column(name) for name in ("id", "tenant", "user", "seq", "hash")),
    )
    first = {"id": 1, "tenant": "default", "user": "local", "seq": 0, "hash": "0" * 64}
    op.bulk_insert(head, [first])


def downgrade() -> None:
    op.drop_table("deployment_log")
    op.drop_index("uq_blueprint_versions_version", table_name="blueprint_versions")
    op.drop_table("blueprint_versions")
    op.drop_index("uq_events_id", table_name="events")
    op.drop_index("ix_events_type", table_name="events")
    op.drop_index("ix_events_causation", table_name="events")
    op.drop_index("ix_events_aggregate", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_deployments_name", table_name="deployments")
    op.drop_index("ix_deployments_list", table_name="deployments")
    op.drop_table("deployments")
    op.drop_table("chain_head")
    op.drop_index(
        "uq_blueprints_live_name",
        table_name="blueprints",
        sqlite_where=sa.text("deleted = 0"),
        postgresql_where=sa.text("deleted = false"),
    )
    op.drop_index("ix_blueprints_list", table_name="blueprints")
    op.drop_table("blueprints")
