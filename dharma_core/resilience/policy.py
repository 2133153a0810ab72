"""How patient Dharma is with what can fail, and which failures may pass by themselves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Clockwork", "Policy", "is_transient"]


def is_transient(error: BaseException) -> bool:
    """Return whether trying again may help: refused, timed out, or a 5xx answer.

    What the error was raised from counts too, so an error that wraps a refused connection is
    transient. Everything else (a wrong argument, a 4xx answer, a broken pipe) is not.

    Examples
    --------
    >>> is_transient(ConnectionRefusedError()), is_transient(ValueError())
    (True, False)
    """
    return any(
        isinstance(each, (ConnectionRefusedError, TimeoutError)) or 500 <= _status(each) <= 599
        for each in _chain(error)
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of retry and breaker.

    Parameters
    ----------
    retries : int
        How often to try again after the first call.
    first_wait, longest_wait : float
        Seconds before the first retry, doubled for each further one up to the longest.
    jitter : float
        Share by which a wait is made longer or shorter at random.
    window : float
        Seconds of calls the breaker looks back on.
    minimum_calls : int
        Fewer calls than this in the window never open it.
    failure_share : float
        Share of failed calls that opens it.
    rest : float
        Seconds it stays open before one call may try.
    remembered : int
        How many answers are kept for the fallback, the ones longest unused dropped first.
    transient : callable
        Which errors are worth a retry and count as failures of the other side.
    """

    retries: int = 3
    first_wait: float = 1.0
    longest_wait: float = 10.0
    jitter: float = 0.1
    window: float = 10.0
    minimum_calls: int = 10
    failure_share: float = 0.5
    rest: float = 30.0
    remembered: int = 256
    transient: Callable[[BaseException], bool] = is_transient

    def wait_before(self, retry: int, chance: float) -> float:
        """Return the seconds before a retry (from 1), given a number from 0 to 1 for the jitter.

        Examples
        --------
        >>> [Policy().wait_before(n, 0.5) for n in (1, 2, 3, 4, 5)]
        [1.0, 2.0, 4.0, 8.0, 10.0]
        """
        plain = min(self.longest_wait, self.first_wait * 2.0 ** (retry - 1))
        return plain * (1 + self.jitter * (2 * chance - 1))


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Time and chance, given by hand in tests.

    Parameters
    ----------
    clock : callable
        Seconds that never go back.
    sleep : callable
    chance : callable
        A number from 0 to 1.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        # urllib keeps the cause in ``reason``.
        waiting += [each.__cause__, getattr(each, "reason", None)]
        waiting += [] if each.__suppress_context__ else [each.__context__]


def _status(error: BaseException) -> int:
    """Return the HTTP status of an error of urllib, requests, httpx or botocore; 0 for none."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        found = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    elif response is not None:
        found = getattr(response, "status_code", None)
    else:
        found = getattr(error, "code", None)
    return found if isinstance(found, int) else 0
