"""Opening the store that the settings name, with the keys of DHARMA_HOME."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from dharma_core.storage.master_keys import MasterKeys
from dharma_core.storage.settings import Settings
from dharma_core.storage.store import KEYS_FOLDER, Store

__all__ = ["open_store"]


def open_store(
    settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Store:
    """Return the store, migrated; raises as `Store.open`."""
    return Store.open(
        settings.store_url,
        wait_seconds=settings.store.wait_seconds,
        clock=clock,
        masters=MasterKeys(settings.home / KEYS_FOLDER),
    )
