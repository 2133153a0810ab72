"""The table of the anomalies that people were told of."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, Table

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["anomaly_alerts"]

anomaly_alerts = Table(
    "anomaly_alerts",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("scope", String(1000), nullable=False),
    Column("start", String(40), nullable=False),
    Column("end", String(40), nullable=False),
    Column("upward", Boolean, nullable=False),
    Column("at", UtcText, nullable=False),
)
Index("ix_anomaly_alerts_end", anomaly_alerts.c.tenant, anomaly_alerts.c.end)
