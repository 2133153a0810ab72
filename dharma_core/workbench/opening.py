"""Opening the store that the settings name, with the keys and the notary of DHARMA_HOME."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dharma_core.storage.audit_home import open_audit_home
from dharma_core.storage.master_keys import MasterKeys
from dharma_core.storage.store import KEYS_FOLDER, Store

if TYPE_CHECKING:
    from dharma_core.storage.checkpoints import Notary
    from dharma_core.storage.settings import Settings

__all__ = ["open_store"]


def open_store(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    notary: Notary | None = None,
) -> Store:
    """Return the store, migrated; raises as `Store.open`.

    Parameters
    ----------
    notary : Notary, optional
        Signs the chain of events; the one of DHARMA_HOME when left out.
    """
    return Store.open(
        settings.store_url,
        wait_seconds=settings.store.wait_seconds,
        clock=clock,
        masters=MasterKeys(settings.home / KEYS_FOLDER),
        notary=notary or open_audit_home(settings, os.environ).notary,
    )
