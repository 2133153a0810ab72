"""Whether an owner exists, asked before every command: without SQLAlchemy where it can be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

__all__ = ["owner_exists"]

_SQLITE = "sqlite:///"


def owner_exists(store_url: str) -> bool:
    """Return whether the store has an account; a store that is not there has none.

    The first account is the owner's, and the last owner cannot be deleted.

    Raises
    ------
    AdapterError
        If the database cannot be read: then nobody is let in.
    """
    if not store_url.startswith(_SQLITE):
        return _asked_of_store(store_url)
    file = Path(store_url.removeprefix(_SQLITE))
    if not file.exists():
        return False
    # Read only: looking must neither make nor change a file.
    place = f"file:{quote(str(file.absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True)) as connection:
            return connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return False
        return _asked_of_store(store_url)
    except sqlite3.DatabaseError:
        return _asked_of_store(store_url)


def _asked_of_store(store_url: str) -> bool:
    from dharma_core.storage.store import Store

    with Store.open(store_url) as store, store.reading() as uow:
        return uow.identity.accounts.any_tenant_has_one()
