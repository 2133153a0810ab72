"""The tables of scheduled reports: what is to be made, and each time it was due."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from dharma_core.storage.tables import UtcText, metadata, owned

__all__ = ["report_runs", "report_schedules"]


report_schedules = Table(
    "report_schedules",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("name", String(100), nullable=False),
    Column("said", JSON, nullable=False),
    Column("token", String(40), nullable=False),
    Column("since", UtcText, nullable=False),
    Column("stopped", Text, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index("uq_report_schedules_name", report_schedules.c.tenant, report_schedules.c.name, unique=True)

report_runs = Table(
    "report_runs",
    metadata,
    Column("id", String(40), primary_key=True),
    *owned(),
    Column("schedule_id", String(40), nullable=False),
    Column("due", UtcText, nullable=False),
    Column("state", String(20), nullable=False),
    Column("missed", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("token", String(40), nullable=False),
    Column("path", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created", UtcText, nullable=False),
    Column("updated", UtcText, nullable=False),
)
Index("uq_report_runs_due", report_runs.c.schedule_id, report_runs.c.due, unique=True)
Index("ix_report_runs_state", report_runs.c.state)
