"""The tables of budgets: what may be spent, and which thresholds people were told of."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["budget_alerts", "budgets"]


budgets = Table(
    "budgets",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("said", JSON, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index("uq_budgets_name", budgets.c.tenant, budgets.c.name, unique=True)

budget_alerts = Table(
    "budget_alerts",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("budget_id", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("period", String(40), nullable=False),
    Column("threshold", String(40), nullable=False),
    Column("at", UtcText, nullable=False),
)
Index(
    "uq_budget_alerts_once",
    budget_alerts.c.tenant,
    budget_alerts.c.budget_id,
    budget_alerts.c.revision,
    budget_alerts.c.period,
    budget_alerts.c.threshold,
    unique=True,
)
