"""The tables of trust: every evaluation, and what is usual for each person and group."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, String, Table

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["trust_evaluations", "trust_habits"]


# A score is text: exactly what was decided on, whatever the database thinks of fractions.
trust_evaluations = Table(
    "trust_evaluations",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("subject", String(200), nullable=False),
    Column("session", String(64), nullable=False),
    Column("at", UtcText, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("score", String(40), nullable=False),
    Column("with_second_factor", String(40), nullable=False),
    Column("second_factor", Boolean, nullable=False),
    Column("device_part", String(40), nullable=False),
    Column("user_part", String(40), nullable=False),
    Column("context_part", String(40), nullable=False),
    Column("required", String(10), nullable=False),
    Column("resource", String(200), nullable=False),
    Column("action", String(100), nullable=False),
    Column("rule", String(200), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("lowered", JSON, nullable=False),
)
Index(
    "ix_trust_evaluations_subject",
    trust_evaluations.c.tenant,
    trust_evaluations.c.subject,
    trust_evaluations.c.at,
    trust_evaluations.c.id,
)
Index(
    "ix_trust_evaluations_list",
    trust_evaluations.c.tenant,
    trust_evaluations.c.at,
    trust_evaluations.c.id,
)
Index(
    "ix_trust_evaluations_session",
    trust_evaluations.c.tenant,
    trust_evaluations.c.session,
    trust_evaluations.c.at,
)

trust_habits = Table(
    "trust_habits",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("user", String(200), nullable=False),
    Column("habit", JSON, nullable=False),
    Column("seen", JSON(none_as_null=True)),
    Column("updated", UtcText, nullable=False),
)
