"""Keeps trust decisions: an allow in a batch within a tenth of a second, anything else at once.

One thread writes for a whole process. Whoever is refused waits for the transaction that says so;
whoever is allowed goes on, and is on record 100 ms later at most. When the store cannot be written
that changes: from then on an allow waits too, so that nobody is let in without a record. Waiting
allows are kept and tried again, so many at most; beyond that nothing is taken any more.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from dharma_core.errors import AdapterError, DharmaError
from dharma_core.storage.store import Store
from dharma_core.storage.trust_history import TrustRecord

__all__ = ["TrustRecorder", "recorder_of"]

_LOG = logging.getLogger("dharma_core.trust")
_GATHER_S = 0.05
"""How long a batch gathers; with its own transaction it stays below 100 ms."""
_IDLE_S = 2.0
_MOST_WAITING = 20_000
_BATCH = 2_000


@dataclass(slots=True)
class _Ticket:
    """A decision on its way; somebody waits for it where ``done`` is there."""

    record: TrustRecord
    done: threading.Event | None = None
    error: DharmaError | None = None

    def tell(self, error: DharmaError | None = None) -> None:
        if self.done is not None:
            self.error = error
            self.done.set()


class TrustRecorder:
    """The one writer of trust decisions to one store.

    Parameters
    ----------
    open_store : callable
        Opens the store; the writer's thread opens it, and closes it when it rests.
    patience_s : float
        How long a refusal waits to be on record.
    most_waiting : int
        How many decisions may wait to be written.
    """

    def __init__(
        self,
        open_store: Callable[[], Store],
        *,
        patience_s: float = 15.0,
        most_waiting: int = _MOST_WAITING,
    ) -> None:
        self._open_store = open_store
        self._patience_s = patience_s
        self._most_waiting = most_waiting
        self._state = threading.Condition()
        self._queue: deque[_Ticket] = deque()
        self._thread: threading.Thread | None = None
        self._hurry = False
        self._writing = False
        self._closing = False
        self._failure: DharmaError | None = None

    def keep(self, record: TrustRecord, *, at_once: bool) -> None:
        """Keep a decision; return when it is on record (``at_once``) or will be soon.

        Raises
        ------
        AdapterError
            If it cannot be written, or too many wait: it counts as not decided then.
        """
        with self._state:
            # After a failure an allow waits as well, until a batch has been written again.
            waits = at_once or self._failure is not None
            if len(self._queue) >= self._most_waiting:
                raise _full(self._most_waiting, self._failure)
            done = threading.Event() if waits else None
            ticket = _Ticket(record, done)
            self._queue.append(ticket)
            self._hurry = self._hurry or waits
            self._start()
            if waits or len(self._queue) == 1:
                self._state.notify_all()
        if done is not None and not done.wait(self._patience_s):
            raise _too_slow(self._patience_s)
        if ticket.error is not None:
            raise ticket.error

    def flush(self) -> None:
        """Return when everything kept so far is on record.

        Raises
        ------
        AdapterError
            If it cannot be written.
        """
        give_up = time.monotonic() + self._patience_s
        with self._state:
            while self._queue or self._writing:
                self._hurry = True
                self._start()
                self._state.notify_all()
                self._state.wait(0.05)
                if self._failure is not None:
                    raise self._failure
                if time.monotonic() > give_up:
                    raise _too_slow(self._patience_s)

    def close(self) -> None:
        """Write what waits and end the thread; a later decision starts it again."""
        with self._state:
            thread, self._closing = self._thread, True
            self._state.notify_all()
        if thread is not None:
            thread.join(self._patience_s)
        with self._state:
            self._closing = False

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="trust-recorder", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        store: Store | None = None
        try:
            while True:
                batch = self._next_batch()
                if batch is None:
                    return
                try:
                    store = store or self._open_store()
                    _write(store, batch)
                except AdapterError as error:
                    self._failed(batch, error)
                except Exception as error:  # noqa: BLE001 - the thread's outermost edge
                    self._one_by_one(store, batch, error)
                else:
                    self._written(batch)
        finally:
            if store is not None:
                store.close()

    def _next_batch(self) -> list[_Ticket] | None:
        """Wait for decisions and for a batch to gather; None when the thread may end."""
        with self._state:
            self._writing = False
            self._state.notify_all()
            rests_from = time.monotonic()
            while not self._queue:
                if self._closing or time.monotonic() - rests_from >= _IDLE_S:
                    self._thread = None
                    return None
                self._state.wait(_IDLE_S)
            ready = time.monotonic() + _GATHER_S
            while not self._hurry and not self._closing and len(self._queue) < _BATCH:
                left = ready - time.monotonic()
                if left <= 0:
                    break
                self._state.wait(left)
            batch = [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]
            self._hurry, self._writing = any(t.done for t in self._queue), True
            return batch

    def _written(self, batch: list[_Ticket]) -> None:
        with self._state:
            self._failure = None
        for ticket in batch:
            ticket.tell()

    def _one_by_one(self, store: Store | None, batch: list[_Ticket], error: Exception) -> None:
        """Find the record that cannot be kept: it must not hold up the others for ever."""
        if store is None:
            self._failed(batch, _unexpected(error))
            return
        for ticket in batch:
            try:
                _write(store, [ticket])
            except AdapterError as failure:
                self._failed([ticket], failure)
            except Exception as failure:  # noqa: BLE001 - as above
                lost = _unexpected(failure)
                _LOG.error("A trust decision was lost: %s", lost)
                ticket.tell(lost)
            else:
                self._written([ticket])

    def _failed(self, batch: list[_Ticket], error: DharmaError) -> None:
        """Tell those who wait; keep the others for the next try, unless the process ends."""
        with self._state:
            self._failure = error
            if not self._closing:
                self._queue.extendleft(reversed([t for t in batch if t.done is None]))
        for ticket in batch:
            ticket.tell(error)
        if self._closing:
            _LOG.error("%d allowed trust decisions were lost: %s", len(batch), error)
        else:
            time.sleep(_GATHER_S)


def _write(store: Store, batch: list[_Ticket]) -> None:
    with store.transaction() as uow:
        uow.trust.add([ticket.record for ticket in batch])


@cache
def recorder_of(url: str, wait_seconds: float, process: int) -> TrustRecorder:  # noqa: ARG001 - a forked process has its own
    """Return this process's recorder of a store; it writes what waits when the process ends.

    Parameters
    ----------
    process : int
        ``os.getpid()``.
    """
    recorder = TrustRecorder(
        lambda: Store.open(url, wait_seconds=wait_seconds), patience_s=wait_seconds + 5.0
    )
    atexit.register(recorder.close)
    return recorder


def _full(most: int, failure: DharmaError | None) -> AdapterError:
    why = f": {failure.message}" if failure else ""
    return AdapterError(
        f"{most} trust decisions wait to be recorded, and no more are taken{why}",
        next_step="Nothing was allowed. Make the database writable, then ask again.",
    )


def _too_slow(seconds: float) -> AdapterError:
    return AdapterError(
        f"The trust decision was not on record after {seconds:g} s, and so does not count.",
        next_step="See whether another program holds the database, then ask again.",
    )


def _unexpected(error: Exception) -> AdapterError:
    return AdapterError(
        f"The trust decision could not be recorded: {type(error).__name__}: {error}.",
        next_step="Nothing was allowed; `dharma doctor` looks at the store.",
    )
