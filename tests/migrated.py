"""A new store of a test begins as the copy of one that was migrated once in this process.

Tests marked ``migrates`` are about making and migrating a store: theirs begins with nothing.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import Engine

from dharma_core.storage import store
from dharma_core.storage.engine import database_file, open_engine, parse_url
from dharma_core.storage.migrating import migrate

__all__ = ["migrated_stores"]

_LOCK = Lock()


@pytest.fixture(autouse=True)
def migrated_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill a new SQLite file with its tables at once; ten migrations take a tenth of a second."""
    if request.node.get_closest_marker("migrates") is None:
        monkeypatch.setattr(store, "migrate", _migrate_a_copy)


def _migrate_a_copy(engine: Engine, *, wait_seconds: float = 10.0) -> None:
    file = database_file(engine.url)
    with _LOCK:
        if file is not None and file.is_file() and file.stat().st_size == 0:
            file.write_bytes(_migrated())
    migrate(engine, wait_seconds=wait_seconds)


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "dharma.db"
        engine = open_engine(parse_url(f"sqlite:///{file}"), wait_seconds=10)
        migrate(engine)
        engine.dispose()
        return file.read_bytes()
