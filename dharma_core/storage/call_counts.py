"""How often somebody called: one number each in a database that every process of the server shares.

The number is the moment at which their quota is whole again (the generic cell rate algorithm): a
call moves it on by one share of the window, and is refused when that would be more than a window
ahead. It slides, needs one row a caller and one statement a call.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import BigInteger, Engine, case, delete, event, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from dharma_core.storage.engine import WRITES, open_engine, parse_url
from dharma_core.storage.failures import translated
from dharma_core.storage.settings import Settings
from dharma_core.storage.token_tables import rate_limits

__all__ = ["CallCounts", "Limit", "Quota"]

FILE_NAME = "calls.db"
_SWEEP_EVERY = 5_000
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in a window.

    Parameters
    ----------
    bucket : str
        What is counted: ``api``, ``costly`` or ``address``.
    """

    bucket: str
    calls: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Quota:
    """What a call found: whether it is within the limit, and what is left.

    Parameters
    ----------
    reset_s : int
        Seconds until all of the limit is there again.
    retry_after_s : int
        Seconds until the next call is let through; 0 when this one was.
    """

    limit: Limit
    allowed: bool
    remaining: int
    reset_s: int
    retry_after_s: int = 0


class CallCounts:
    """Counts calls; safe for many threads and processes.

    Parameters
    ----------
    engine : Engine
        Of a database with the table ``rate_limits``; use `CallCounts.open`.
    clock : callable
        Gives the present moment, UTC.
    """

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._engine = engine.execution_options(**{WRITES: True})
        self._clock = clock
        self._calls = itertools.count(1)

    @staticmethod
    def open(
        settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> CallCounts:
        """Open the counts: in PostgreSQL when the store is there, else in a file of their own.

        The file is not the store's: counting must not wait for its one writer, and what a power
        cut takes of it is a few calls.

        Raises
        ------
        AdapterError
            If the database cannot be written.
        """
        url = parse_url(settings.store_url)
        if url.get_backend_name() != "sqlite":
            return CallCounts(open_engine(url, wait_seconds=2), clock=clock)
        own = parse_url(f"sqlite:///{settings.home / FILE_NAME}")
        engine = open_engine(own, wait_seconds=2)
        event.listen(engine, "connect", _fast)
        with translated(FILE_NAME), engine.begin() as connection:
            rate_limits.create(connection, checkfirst=True)
        return CallCounts(engine, clock=clock)

    def take(self, tenant: str, user: str, limit: Limit) -> Quota:
        """Count one call of a user, or of an address of no tenant, and say whether it may pass."""
        now = int(self._clock().timestamp() * _MICROS)
        window = limit.window_s * _MICROS
        share = window // limit.calls
        key = {"tenant": tenant, "user": user[:200], "bucket": limit.bucket}
        with translated("of calls"), self._engine.begin() as connection:
            full_at = connection.execute(self._count(key, now, share, window)).scalar_one_or_none()
            if full_at is None:
                wanted = [rate_limits.c[name] == value for name, value in key.items()]
                waits = connection.execute(select(rate_limits.c.full_at).where(*wanted))
                return _refused(limit, waits.scalar_one() - now, share, window)
            if next(self._calls) % _SWEEP_EVERY == 0:
                connection.execute(delete(rate_limits).where(rate_limits.c.full_at < now))
        ahead = full_at - now
        return Quota(limit, True, max(0, (window - ahead) // share), _seconds(ahead))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _count(self, key: dict[str, str], now: int, share: int, window: int) -> sqlite.Insert:
        insert = sqlite.insert if self._engine.dialect.name == "sqlite" else postgresql.insert
        kept, this = rate_limits.c.full_at, literal(now, BigInteger)
        # A quota in the past is whole; one past the window tells that the clock was put back.
        start = case((kept < now, this), (kept > now + window, this), else_=kept)
        row = insert(rate_limits).values(**key, full_at=now + share)
        return row.on_conflict_do_update(  # type: ignore[return-value]
            index_elements=list(key),
            set_={"full_at": start + share},
            where=start + share <= now + window,
        ).returning(kept)


def _refused(limit: Limit, ahead: int, share: int, window: int) -> Quota:
    return Quota(limit, False, 0, _seconds(ahead), max(1, _seconds(ahead + share - window)))


def _seconds(micros: int) -> int:
    """Return whole seconds, rounded up: who comes back then is not too early."""
    return -(-micros // _MICROS)


def _fast(connection: object, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[attr-defined]
    connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
