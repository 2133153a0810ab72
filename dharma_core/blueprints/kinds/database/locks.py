"""What keeps a database from being deleted where the service itself has no such switch."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["azure_lock"]


def azure_lock(database: Draft) -> None:
    """Add Azure's lock against deletion when the design asks for protection."""
    if database.now("deletion_protection"):
        database.add(
            "lock",
            "azurerm_management_lock",
            name=database.named("lock"),
            scope=database.me(),
            lock_level="CanNotDelete",
            notes="Holds production data",
        )
