"""Blueprints get an owner, a status, who may see them, and tags that name versions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ADDED = (("owner", 200, "local"), ("status", 20, "draft"), ("visibility", 20, "tenant"))


def upgrade() -> None:
    # Columns with a default are added in place: SQLite would have to drop the table otherwise.
    for name, length, default in _ADDED:
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default=default)
        op.add_column("blueprints", column)
    op.execute(
        'UPDATE blueprints SET owner = COALESCE((SELECT v."user" FROM blueprint_versions v '
        'WHERE v.blueprint_id = blueprints.id AND v.number = 1), "user")'
    )
    op.create_table(
        "blueprint_tags",
        sa.Column("blueprint_id", sa.String(length=40), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.String(length=100), nullable=False),
        sa.Column("user", sa.String(length=200), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["blueprint_id"],
            ["blueprints.id"],
            name=op.f("fk_blueprint_tags_blueprints_blueprint_id"),
        ),
        sa.PrimaryKeyConstraint("blueprint_id", "tag", name=op.f("pk_blueprint_tags")),
    )


def downgrade() -> None:
    op.drop_table("blueprint_tags")
    for name, *_ in reversed(_ADDED):
        op.drop_column("blueprints", name)
