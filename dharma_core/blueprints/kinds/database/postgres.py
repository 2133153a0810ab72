"""PostgreSQL, looked after by the cloud."""

from __future__ import annotations

from dharma_core.blueprints.kinds.database.servers import Engine, database_kind

__all__ = ["KIND"]

KIND = database_kind(
    Engine(
        "postgres",
        "PostgreSQL",
        5432,
        ("16", "15", "14"),
        ("postgresql", "upgrade"),
        "privatelink.postgres.database.azure.com",
    )
)
