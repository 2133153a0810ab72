"""What a database says when it fails, turned into one sentence and the next step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from dharma_core.errors import AdapterError, ConflictError, DharmaError

__all__ = ["translated"]

_OTHER_PROGRAM = "Close the other program that uses it, or wait, then try again."
_SQLITE: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "is locked by another program: no lock within the waiting time",
        _OTHER_PROGRAM,
    ),
    sqlite3.SQLITE_LOCKED: (
        "is locked by another program: no lock within the waiting time",
        _OTHER_PROGRAM,
    ),
    sqlite3.SQLITE_READONLY: (
        "is read-only",
        "Make the file and its folder writable, or set DHARMA_HOME to a folder that is.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not a database file",
        "Set DHARMA_DATABASE_URL to another file, or move this one away to start afresh.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "Restore the copy beside it (*.bak) or a backup; keep the damaged file for a look.",
    ),
    sqlite3.SQLITE_FULL: ("has no room: the disk is full", "Free some space and try again."),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "Check that its folder exists and that you may write in it.",
    ),
}
_POSTGRES: Mapping[str, tuple[str, str]] = {
    "55P03": ("is locked by another program: no lock within the waiting time", _OTHER_PROGRAM),
    "25006": ("is read-only", "Connect to the primary server with a user that may write."),
    "28P01": ("refuses the password", "Check user and password in DHARMA_DATABASE_URL."),
    "28000": ("refuses this user", "Check the user in DHARMA_DATABASE_URL and pg_hba.conf."),
    "3D000": ("does not exist on that server", "Create it with createdb, then try again."),
    "42501": ("does not let this user in", "Grant the user CREATE on the schema."),
    "53100": ("has no room: the disk is full", "Free some space and try again."),
    "22021": ("cannot hold this text", "Remove NUL characters from the input."),
    "22001": ("cannot hold this text: a name is too long", "Shorten it and try again."),
}
_UNREACHABLE = (
    "cannot be reached",
    "Check DHARMA_DATABASE_URL and that the server runs, then try again.",
)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn any error of the database inside the block into one of ours; the cause is kept.

    Parameters
    ----------
    where : str
        The database as people know it: a file, or a URL without its password.

    Raises
    ------
    ConflictError
        If a uniqueness rule of the database refused the write.
    InputError
        If a value cannot be stored at all.
    AdapterError
        For anything else.
    """
    try:
        yield
    except IntegrityError as error:
        raise ConflictError(
            f"The database {where} refused the write: somebody else wrote the same record first.",
            next_step="Read the record again and repeat the change.",
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        raise _explained(where, getattr(error, "orig", error)) from error
    except StatementError as error:
        # Our own column types refused a value before it was sent.
        if isinstance(error.orig, DharmaError):
            raise error.orig from None
        raise


def _explained(where: str, cause: Any) -> DharmaError:
    code = getattr(cause, "sqlite_errorcode", None)
    state = getattr(cause, "sqlstate", None)
    if code is not None:
        found = _SQLITE.get(code & 0xFF)
    elif state is None and type(cause).__name__ in ("OperationalError", "ConnectionTimeout"):
        found = _POSTGRES.get(_state_in_text(cause), _UNREACHABLE)
    else:
        found = _POSTGRES.get(state or "")
    first_line = (str(cause).strip().splitlines() or [""])[0]
    what, step = found or ("failed", "Run `dharma doctor` to see the state of the store.")
    return AdapterError(
        f"The database {where} {what} ({first_line}).",
        next_step=step,
        details={"database": where, "cause": type(cause).__name__},
    )


def _state_in_text(cause: object) -> str:
    # psycopg gives no SQLSTATE for a refused connection, only the server's sentence.
    text = str(cause)
    signs = {
        "password authentication failed": "28P01",
        "no pg_hba.conf entry": "28000",
        "does not exist": "3D000",
    }
    return next((state for sign, state in signs.items() if sign in text), "")
