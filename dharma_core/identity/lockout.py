"""Lock-out with back-off: how long a name or an address waits after failed sign-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["NO_FAILURES", "Failures", "LockLimits"]


@dataclass(frozen=True, slots=True)
class LockLimits:
    """When the waiting starts and how it grows.

    Parameters
    ----------
    after : int
        Failures in a row that are free.
    first, longest : timedelta
        The first wait, doubled with each further failure, up to the longest. After the longest
        without a failure the count starts again.
    """

    after: int = 5
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins in a row of one name or address.

    Parameters
    ----------
    count : int
    last, locked_until : datetime, optional
        UTC.
    """

    count: int = 0
    last: datetime | None = None
    locked_until: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """Return how long to wait, zero when nothing stands against a try.

        A clock that was set back lengthens the wait and never ends it early.
        """
        if self.locked_until is None or now >= self.locked_until:
            return timedelta()
        return self.locked_until - now

    def failed(self, now: datetime, limits: LockLimits) -> Failures:
        """Return the count after one more failure.

        Examples
        --------
        >>> from datetime import UTC
        >>> now, limits, failures = datetime(2026, 3, 1, tzinfo=UTC), LockLimits(), NO_FAILURES
        >>> for _ in range(6):
        ...     failures = failures.failed(now, limits)
        >>> failures.count, failures.wait(now)
        (6, datetime.timedelta(seconds=120))
        """
        rested = self._rested(now, limits)
        count = 1 if rested else self.count + 1
        if count < limits.after:
            return Failures(count, now)
        doublings = min(count - limits.after, 32)
        return Failures(count, now, now + min(limits.first * 2**doublings, limits.longest))

    def _rested(self, now: datetime, limits: LockLimits) -> bool:
        since = max((t for t in (self.last, self.locked_until) if t is not None), default=now)
        return now - since >= limits.longest


NO_FAILURES = Failures()
