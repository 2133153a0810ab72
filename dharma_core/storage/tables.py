"""Every table of the store; each row says whose it is (tenant) and who wrote it (user)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.engine import Dialect

from dharma_core.audit import time_text

__all__ = [
    "UtcText",
    "anomaly_feedback",
    "blueprint_tags",
    "blueprint_versions",
    "blueprints",
    "chain_head",
    "deployment_log",
    "deployments",
    "events",
    "metadata",
    "owned",
    "waivers",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows of its own accord only in a column that says INTEGER.
_Sequence = BigInteger().with_variant(Integer(), "sqlite")


class UtcText(TypeDecorator[datetime]):
    """A moment as ``2026-03-01T09:30:00.000000Z``: sorts as text, hashes the same everywhere."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write UTC; refuse a time without zone."""
        return None if value is None else time_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read UTC."""
        return None if value is None else datetime.fromisoformat(value)


def owned() -> tuple[Column[str], Column[str]]:
    """Return the columns that every table has: whose a row is, and who wrote it."""
    return (
        Column("tenant", String(100), nullable=False),
        Column("user", String(200), nullable=False),
    )


blueprints = Table(
    "blueprints",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("version", String(64), nullable=False),
    Column("versions", Integer, nullable=False),
    Column("provider", String(20), nullable=False),
    Column("region", String(64), nullable=False),
    Column("description", Text, nullable=False),
    Column("resources", Integer, nullable=False),
    Column("search", Text, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("owner", String(200), nullable=False, server_default="local"),
    Column("status", String(20), nullable=False, server_default="draft"),
    Column("visibility", String(20), nullable=False, server_default="tenant"),
)
Index(
    "uq_blueprints_live_name",
    blueprints.c.tenant,
    blueprints.c.name,
    unique=True,
    sqlite_where=text("deleted = 0"),
    postgresql_where=text("deleted = false"),
)
Index(
    "ix_blueprints_list",
    blueprints.c.tenant,
    blueprints.c.deleted,
    blueprints.c.updated,
    blueprints.c.id,
)

blueprint_versions = Table(
    "blueprint_versions",
    metadata,
    Column("blueprint_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *owned(),
    Column("version", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("document", JSON, nullable=False),
    Column("created", UtcText, nullable=False),
    ForeignKeyConstraint(["blueprint_id"], ["blueprints.id"]),
)
Index(
    "uq_blueprint_versions_version",
    blueprint_versions.c.blueprint_id,
    blueprint_versions.c.version,
    unique=True,
)

blueprint_tags = Table(
    "blueprint_tags",
    metadata,
    Column("blueprint_id", String(40), primary_key=True),
    Column("tag", String(40), primary_key=True),
    *owned(),
    Column("version", String(64), nullable=False),
    Column("created", UtcText, nullable=False),
    ForeignKeyConstraint(["blueprint_id"], ["blueprints.id"]),
)

deployments = Table(
    "deployments",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(200), nullable=False),
    Column("state", String(20), nullable=False),
    Column("target", String(100), nullable=False),
    Column("environment", String(100), nullable=False),
    Column("executor", String(40), nullable=False),
    Column("budget", String(64)),
    Column("auto_approve", Boolean, nullable=False),
    Column("rollback_on_failure", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("estimate", String(64)),
    Column("violations", Integer, nullable=False),
    Column("resources", JSON, nullable=False),
    Column("outputs", JSON, nullable=False),
    Column("history", JSON, nullable=False),
    Column("plan", JSON(none_as_null=True)),
    Column("blueprint_id", String(40), nullable=False),
    Column("blueprint_version", String(64), nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index(
    "ix_deployments_list",
    deployments.c.tenant,
    deployments.c.created,
    deployments.c.id,
)
Index(
    "ix_deployments_name",
    deployments.c.tenant,
    deployments.c.name,
    deployments.c.state,
    deployments.c.updated,
)

deployment_log = Table(
    "deployment_log",
    metadata,
    Column("deployment_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *owned(),
    Column("time", UtcText, nullable=False),
    Column("level", String(20), nullable=False),
    Column("step", String(100), nullable=False),
    Column("message", Text, nullable=False),
    ForeignKeyConstraint(["deployment_id"], ["deployments.id"]),
)

waivers = Table(
    "waivers",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("rule", String(200), nullable=False),
    Column("address", String(1000), nullable=False),
    Column("design", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("until", String(10)),
    Column("owner", String(200), nullable=False),
    Column("ticket", String(200), nullable=False),
    Column("created", UtcText, nullable=False),
)
Index("ix_waivers_list", waivers.c.tenant, waivers.c.created, waivers.c.id)

anomaly_feedback = Table(
    "anomaly_feedback",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("scope", String(1000), nullable=False),
    Column("start", String(40), nullable=False),
    Column("end", String(40), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("score", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", UtcText, nullable=False),
)
Index(
    "ix_anomaly_feedback_list",
    anomaly_feedback.c.tenant,
    anomaly_feedback.c.created,
    anomaly_feedback.c.id,
)

# Text and whole numbers only: the chain hashes what stands here, to the byte.
events = Table(
    "events",
    metadata,
    Column("seq", _Sequence, primary_key=True, autoincrement=False),
    Column("id", String(40), nullable=False),
    *owned(),
    Column("address", String(200), nullable=False),
    Column("type", String(64), nullable=False),
    Column("aggregate_type", String(64), nullable=False),
    Column("aggregate_id", String(200), nullable=False),
    Column("time", String(27), nullable=False),
    Column("success", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("data", Text, nullable=False),
    Column("correlation_id", String(64), nullable=False),
    Column("causation_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("format", Integer, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("commitments", Text, nullable=False),
    Column("salts", Text, nullable=False),
    Column("agent", Text, nullable=False, server_default=text("''")),
)
Index("uq_events_id", events.c.id, unique=True)
Index("ix_events_type", events.c.tenant, events.c.type, events.c.seq)
Index("ix_events_aggregate", events.c.tenant, events.c.aggregate_id, events.c.seq)
Index(
    "ix_events_causation",
    events.c.causation_id,
    sqlite_where=text("causation_id <> ''"),
    postgresql_where=text("causation_id <> ''"),
)

chain_head = Table(
    "chain_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    *owned(),
    Column("seq", _Sequence, nullable=False),
    Column("hash", String(64), nullable=False),
)
