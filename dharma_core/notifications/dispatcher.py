"""Sends alerts from a thread of its own: no action waits for it or fails by it."""

from __future__ import annotations

import atexit

# Apprise imports it, and it cannot be imported any more while a program ends.
import concurrent.futures.thread  # noqa: F401
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import tenacity

from dharma_core.audit.alarms import Alarm
from dharma_core.audit.security import Severity
from dharma_core.notifications.messages import message_of
from dharma_core.notifications.targets import Delivery, Target, deliver

__all__ = ["Dispatcher", "Record"]

_LOG = logging.getLogger(__name__)
_MOST_WAITING = 1000
_DRAIN_S = 10.0
_TRIES = 4
Record = Callable[[Alarm, str, str], None]
"""Keeps, in the store that told of an alarm, that a target did not get it, and why."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    alarm: Alarm
    record: Record


class Dispatcher:
    """One queue and one thread for the alerts of a process.

    Parameters
    ----------
    targets : iterable of Target
    at_least : Severity
        From which weight security events alert.
    wait : tenacity wait, optional
        Between tries: 1 s doubling to 10 s, with jitter.
    """

    def __init__(
        self,
        targets: Iterable[Target],
        *,
        at_least: Severity = Severity.HIGH,
        wait: tenacity.wait.wait_base | None = None,
    ) -> None:
        self.at_least = at_least
        self._targets = tuple(targets)
        self._wait = wait or tenacity.wait_exponential_jitter(initial=1, max=10, jitter=0.1)
        self._queue: queue.Queue[_Waiting] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    def tell(self, alarms: Iterable[Alarm], record: Record) -> None:
        """Send alarms soon; returns at once."""
        for alarm in alarms:
            try:
                self._start()
                self._queue.put_nowait(_Waiting(alarm, record))
            except queue.Full:
                _LOG.warning("An alert is dropped: %d wait already.", _MOST_WAITING)
            except RuntimeError as error:  # no thread starts while a program ends
                _LOG.warning("An alert is dropped: %s.", error)

    def drain(self, seconds: float = _DRAIN_S) -> bool:
        """Wait until nothing is left to send, this long at most; return whether nothing is."""
        give_up = time.monotonic() + seconds
        while self._queue.unfinished_tasks and time.monotonic() < give_up:
            time.sleep(0.02)
        return not self._queue.unfinished_tasks

    def _start(self) -> None:
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)
                self._thread.start()
                atexit.unregister(self.drain)
                atexit.register(self.drain)

    def _run(self) -> None:
        while True:
            waiting = self._queue.get()
            try:
                self._send(waiting)
            finally:
                self._queue.task_done()

    def _send(self, waiting: _Waiting) -> None:
        message = message_of(waiting.alarm)
        for target in self._targets:
            found = self._tried(lambda target=target: deliver(message, target))  # type: ignore[misc]
            if found.arrived:
                continue
            _LOG.warning("An alert did not reach %s: %s.", found.target, found.reason)
            # A store that is closed or locked must not end the thread.
            with contextlib.suppress(Exception):
                waiting.record(waiting.alarm, found.target, found.reason)

    def _tried(self, send: Callable[[], Delivery]) -> Delivery:
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=self._wait,
            retry=tenacity.retry_if_result(lambda found: not found.arrived),
            retry_error_callback=_last,
        )
        return retrying(send)


def _last(state: tenacity.RetryCallState) -> Delivery:
    found: Delivery = state.outcome.result() if state.outcome else Delivery("", "nothing was tried")
    return replace(found, reason=f"{found.reason} ({state.attempt_number} tries)")
