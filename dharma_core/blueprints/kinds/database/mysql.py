"""MySQL, looked after by the cloud."""

from __future__ import annotations

from dharma_core.blueprints.kinds.database.servers import Engine, database_kind

__all__ = ["KIND"]

KIND = database_kind(
    Engine(
        "mysql",
        "MySQL",
        3306,
        ("8.0", "8.4"),
        ("error", "slowquery"),
        "privatelink.mysql.database.azure.com",
    )
)
