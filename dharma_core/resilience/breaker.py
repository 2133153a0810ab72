"""A breaker: stops calling what fails half the time, and lets one call try after a rest."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from dharma_core.resilience.policy import Policy

__all__ = ["Breaker", "BreakerState"]


class BreakerState(StrEnum):
    """Whether calls pass."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """Counts the calls to one thing that can fail; safe for many threads.

    Parameters
    ----------
    policy : Policy
    clock : callable
        Seconds that never go back.

    Examples
    --------
    >>> breaker = Breaker(Policy(minimum_calls=2), clock=lambda: 0.0)
    >>> for _ in range(2):
    ...     breaker.record(failed=True)
    >>> breaker.state.value, breaker.admit(), breaker.rest_left
    ('open', False, 30.0)
    """

    def __init__(self, policy: Policy, *, clock: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: deque[tuple[float, bool]] = deque()
        self._opened: float | None = None
        self._trial = False

    @property
    def state(self) -> BreakerState:
        """Closed: calls pass. Open: none does. Half open: one may try, or is trying."""
        with self._lock:
            return self._state()

    @property
    def rest_left(self) -> float:
        """Seconds until a call may try; 0 when it may."""
        with self._lock:
            if self._opened is None:
                return 0.0
            return max(0.0, self._opened + self._policy.rest - self._clock())

    def admit(self) -> bool:
        """Return whether a call may be made now; whoever is let in must `record` its end."""
        with self._lock:
            state = self._state()
            if state is BreakerState.CLOSED:
                return True
            if state is BreakerState.OPEN or self._trial:
                return False
            self._trial = True
            return True

    def record(self, *, failed: bool) -> None:
        """Say how a call ended."""
        with self._lock:
            now = self._clock()
            if self._opened is not None:
                self._end_trial(now, failed=failed)
                return
            self._calls.append((now, failed))
            while self._calls[0][0] <= now - self._policy.window:
                self._calls.popleft()
            failures = sum(bad for _, bad in self._calls)
            enough = len(self._calls) >= self._policy.minimum_calls
            if enough and failures >= self._policy.failure_share * len(self._calls):
                self._opened = now

    def _state(self) -> BreakerState:
        if self._opened is None:
            return BreakerState.CLOSED
        rested = self._clock() >= self._opened + self._policy.rest
        return BreakerState.HALF_OPEN if rested else BreakerState.OPEN

    def _end_trial(self, now: float, *, failed: bool) -> None:
        # A call that began before the breaker opened says nothing about now.
        if not self._trial:
            return
        self._trial = False
        self._calls.clear()
        self._opened = now if failed else None
