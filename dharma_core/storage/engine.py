"""The connection to the store's database: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from dharma_core.audit import ordered_json
from dharma_core.errors import AdapterError, InputError, MissingToolError

__all__ = ["database_file", "database_name", "open_engine", "parse_url"]

WRITES = "dharma_writes"
_CONNECT_SECONDS = 10


def parse_url(text: str) -> URL:
    """Return the database URL a user wrote.

    Raises
    ------
    InputError
        If it is not a URL, not SQLite or PostgreSQL, or names no file.

    Examples
    --------
    >>> parse_url("postgresql://ann@db/dharma").drivername
    'postgresql+psycopg'
    """
    step = "Write sqlite:///folder/dharma.db or postgresql://user:password@host/database."
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise InputError("The database URL cannot be read.", next_step=step) from error
    kind = url.get_backend_name()
    if kind in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise InputError(f"Dharma does not store in {kind}.", next_step=step)
    if url.database in (None, "", ":memory:"):
        raise InputError(
            "A store in memory would be lost at the end of the command.", next_step=step
        )
    return url


def database_name(url: URL) -> str:
    """Return the database as people know it: the file, or the URL without its password.

    Examples
    --------
    >>> database_name(make_url("postgresql+psycopg://ann:secret@db/dharma"))
    'postgresql+psycopg://ann:***@db/dharma'
    """
    path = database_file(url)
    return str(path) if path else url.render_as_string(hide_password=True)


def database_file(url: URL) -> Path | None:
    """Return the file of a SQLite URL, None for a server."""
    if url.get_backend_name() != "sqlite":
        return None
    return Path(str(url.database).removeprefix("file:").partition("?")[0])


def open_engine(url: URL, *, wait_seconds: float) -> Engine:
    """Return an engine whose connections are ready for Dharma.

    Parameters
    ----------
    wait_seconds : float
        How long a writer waits for another one before it gives up.

    Raises
    ------
    AdapterError
        If the SQLite file or its folder cannot be written.
    MissingToolError
        If PostgreSQL is asked for and its driver is not installed.
    """
    path = database_file(url)
    if path is None:
        return _postgres(url, wait_seconds)
    _prepare_file(path)
    engine = create_engine(
        url, connect_args={"timeout": wait_seconds}, json_serializer=ordered_json
    )
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _postgres(url: URL, wait_seconds: float) -> Engine:
    options = f"-c lock_timeout={int(wait_seconds * 1000)} -c timezone=UTC"
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            json_serializer=ordered_json,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "options": options},
        )
    except ModuleNotFoundError as error:
        raise MissingToolError(
            "The store is set to PostgreSQL, and its driver psycopg is not installed.",
            next_step="Run pip install 'dharma[postgres]', or unset DHARMA_DATABASE_URL.",
        ) from error


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    # Python's own transaction control begins late and cannot say IMMEDIATE: we begin ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL a killed process loses nothing. A power cut may take the last transactions, each one
    # whole; `Store.settle` waits for the disk where that matters.
    connection.execute("PRAGMA synchronous = NORMAL")
    # Up to 32 MB of pages: the events' indexes outgrow SQLite's own 2 MB at some 20,000 events.
    connection.execute("PRAGMA cache_size = -32768")


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error
    if not path.is_file():
        raise _unwritable(path, "it is a folder")
    for place in (path, path.parent):
        if not os.access(place, os.W_OK):
            raise _unwritable(path, f"{place} is read-only")


def _unwritable(path: Path, why: str) -> AdapterError:
    return AdapterError(
        f"The database {path} cannot be written: {why}.",
        next_step="Make the file and its folder writable, or set DHARMA_HOME or "
        "DHARMA_DATABASE_URL to a place that is.",
        details={"database": str(path)},
    )
