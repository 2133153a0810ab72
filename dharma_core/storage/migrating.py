"""Bringing a store's tables to the shape this Dharma knows; a copy of the file is made first."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from dharma_core.errors import AdapterError
from dharma_core.storage.engine import WRITES, database_file, database_name
from dharma_core.storage.failures import translated

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["HEAD_REVISION", "alembic_config", "current_revision", "migrate"]

HEAD_REVISION = "0012"
# Any number does, as long as all Dharmas take the same one.
_LOCK_KEY = 4_412_731
_VERSIONS = table("alembic_version", column("version_num"))


def migrate(engine: Engine, *, wait_seconds: float = 10.0) -> None:
    """Bring the database to ``HEAD_REVISION``; nothing changes when it is there already.

    Parameters
    ----------
    wait_seconds : float
        How long to wait for another program that holds a new SQLite file.

    Raises
    ------
    AdapterError
        If the database belongs to a newer Dharma or another program, or cannot be written.
    """
    with translated(database_name(engine.url)):
        with engine.connect() as connection:
            found = current_revision(connection)
        if found == HEAD_REVISION:
            return
        if engine.dialect.name == "sqlite":
            _use_wal(engine, wait_seconds)
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            _upgrade(connection)


def current_revision(connection: Connection) -> str | None:
    """Return the revision the tables are at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar_one_or_none()


def alembic_config(connection: Connection) -> Config:
    """Return alembic's configuration for this connection: no file is needed."""
    from alembic.config import Config

    config = Config()
    place = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(place).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    # Somebody else may have migrated while we waited for the lock.
    found = current_revision(connection)
    if found == HEAD_REVISION:
        return
    config = alembic_config(connection)
    name = database_name(connection.engine.url)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is None:
        _refuse_foreign(connection, name)
    elif found not in known:
        raise AdapterError(
            f"The database {name} was written by a newer Dharma (its schema is {found}, this one "
            f"knows up to {HEAD_REVISION}).",
            next_step="Update Dharma, or set DHARMA_DATABASE_URL to another database.",
            details={"found": found, "known": HEAD_REVISION},
        )
    else:
        _copy_file(connection, found)
    command.upgrade(config, HEAD_REVISION)


def _refuse_foreign(connection: Connection, name: str) -> None:
    if connection.dialect.name == "sqlite" and inspect(connection).get_table_names():
        raise AdapterError(
            f"The database {name} belongs to another program: it has tables, and none of Dharma's.",
            next_step="Set DHARMA_DATABASE_URL to another file.",
        )


def _copy_file(connection: Connection, found: str) -> None:
    path = database_file(connection.engine.url)
    if path is None:
        return
    copy = path.with_name(f"{path.name}.{found}.bak")
    draft = copy.with_name(f"{copy.name}.tmp")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
    draft.replace(copy)


def _use_wal(engine: Engine, wait_seconds: float) -> None:
    # SQLite does not wait for a lock when it changes the journal's mode: we do.
    give_up = time.monotonic() + wait_seconds
    while True:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            try:
                raw.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
            else:
                return
        time.sleep(0.05)
