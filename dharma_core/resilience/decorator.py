"""One decorator around every call that can fail: retry, breaker, and the last known answer."""

from __future__ import annotations

import functools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

from dharma_core.errors import AdapterError
from dharma_core.resilience.breaker import Breaker
from dharma_core.resilience.policy import Clockwork, Policy

__all__ = ["Answer", "Resilient", "resilient"]

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a call gave.

    Parameters
    ----------
    stale : bool
        The call failed, and this is what it gave the last time.
    age : float
        Seconds since it was true.
    problem : str
        Why the call failed; empty when it did not.
    """

    value: T
    stale: bool = False
    age: float = 0.0
    problem: str = ""


class Resilient(Protocol[P, T_co]):
    """A function under care.

    Calling it returns the plain value (a stale one is logged as a warning); ``ask`` returns the
    value with whether it is stale.
    """

    breaker: Breaker
    ask: Callable[..., Answer[Any]]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co:
        """Call it."""


def resilient(
    name: str,
    *,
    policy: Policy | None = None,
    fallback: bool = False,
    breaker: Breaker | None = None,
    clockwork: Clockwork | None = None,
) -> Callable[[Callable[P, T]], Resilient[P, T]]:
    """Return a decorator that retries, breaks and falls back.

    Parameters
    ----------
    name : str
        What is called, for messages: ``"the sandbox"``.
    policy : Policy, optional
        The numbers: 3 retries, 1 s doubling to 10 s ...
    fallback : bool
        Whether the last answer to the same arguments (hashable) may stand in for a failed call.
        Only for calls that read: a write must not look done.
    breaker : Breaker, optional
        One that several functions of the same service share.
    clockwork : Clockwork, optional
        Time and chance, for tests.

    Raises
    ------
    AdapterError
        By the decorated function, when the breaker is open and there is no answer to fall back
        to. Any other error is the function's own, after the retries.

    Examples
    --------
    >>> tries = iter([TimeoutError(), "here"])
    >>> @resilient("the cloud", clockwork=Clockwork(sleep=lambda _: None))
    ... def ask_cloud() -> str:
    ...     result = next(tries)
    ...     if isinstance(result, Exception):
    ...         raise result
    ...     return result
    >>> ask_cloud()
    'here'
    """
    policy, clockwork = policy or Policy(), clockwork or Clockwork()
    guard = breaker or Breaker(policy, clock=clockwork.clock)
    care = _Care(name, policy, clockwork, guard)

    def decorate(function: Callable[P, T]) -> Resilient[P, T]:
        memory = _Memory[T](policy.remembered, clockwork.clock) if fallback else None

        def ask(*args: P.args, **kwargs: P.kwargs) -> Answer[T]:
            call = functools.partial(function, *args, **kwargs)
            if memory is None:
                return Answer(care.call(call))
            return _with_memory(care, call, memory, (args, tuple(sorted(kwargs.items()))))

        @functools.wraps(function)
        def plain(*args: P.args, **kwargs: P.kwargs) -> T:
            return ask(*args, **kwargs).value

        plain.ask, plain.breaker = ask, guard  # type: ignore[attr-defined]
        return cast("Resilient[P, T]", plain)

    return decorate


@dataclass(frozen=True, slots=True)
class _Care:
    name: str
    policy: Policy
    clockwork: Clockwork
    breaker: Breaker

    def call(self, function: Callable[[], T]) -> T:
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        retrying = Retrying(
            stop=stop_after_attempt(self.policy.retries + 1),
            wait=lambda state: self.policy.wait_before(
                state.attempt_number, self.clockwork.chance()
            ),
            retry=retry_if_exception(self.policy.transient),
            sleep=self.clockwork.sleep,
            reraise=True,
        )
        value: T = retrying(self._attempt, function)
        return value

    def _attempt(self, function: Callable[[], T]) -> T:
        if not self.breaker.admit():
            raise self._resting()
        try:
            value = function()
        except BaseException as error:
            # An interrupted trial has not shown that the other side is well.
            interrupted = not isinstance(error, Exception)
            self.breaker.record(failed=interrupted or self.policy.transient(error))
            raise
        self.breaker.record(failed=False)
        return value

    def _resting(self) -> AdapterError:
        return AdapterError(
            f"Calls to {self.name} are stopped for {self.breaker.rest_left:.0f} s: "
            f"{self.policy.failure_share:.0%} or more of the last ones failed.",
            next_step="Check that it runs and can be reached, then try again.",
            details={"breaker": self.name},
        )


class _Memory(Generic[T]):
    """The last answers by arguments, a bounded number of them."""

    def __init__(self, size: int, clock: Callable[[], float]) -> None:
        self._size = size
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def keep(self, key: Hashable, value: T) -> None:
        with self._lock:
            self._answers[key] = (self._clock(), value)
            self._answers.move_to_end(key)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def recall(self, key: Hashable, problem: str) -> Answer[T] | None:
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            return Answer(found[1], stale=True, age=self._clock() - found[0], problem=problem)


def _with_memory(
    care: _Care, call: Callable[[], T], memory: _Memory[T], key: Hashable
) -> Answer[T]:
    hash(key)
    try:
        value = care.call(call)
    except Exception as error:
        down = isinstance(error, AdapterError) and error.details.get("breaker") == care.name
        stale = memory.recall(key, str(error)) if down or care.policy.transient(error) else None
        if stale is None:
            raise
        _LOG.warning(
            "%s does not answer (%s): using its answer of %.0f s ago",
            care.name,
            type(error).__name__,
            stale.age,
        )
        return stale
    memory.keep(key, value)
    return Answer(value)
