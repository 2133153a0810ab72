"""Run Rego in guarded child processes: bounded in time and memory, restarted when they die.

=====================  =========================================================
bound                  default, and what happens beyond it
=====================  =========================================================
one query or compile   5 s; the child is killed, the policy reported
all of them together   60 s (our own work not counted); the rest is reported as not run
memory                 2 GB of address space above the engine's own (Linux), for each child
output of one rule     8 MB
=====================  =========================================================
"""

from __future__ import annotations

import os
import resource
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from dharma_core.policies.ports import RegoAsk, RegoResult, RegoUnit
from dharma_core.runners.rego_lane import Compiled, Limits, RegoLane, compiled_name

__all__ = ["ChildRego"]

# Questions that wait for a lane; beyond it the caller waits, so that memory stays bounded.
_WAITING_CHARACTERS = 4_000_000
# What waits for one lane longer than a second one takes to start: some 0.4 s.
_MUCH_CHARACTERS = 300_000
# A process that has grown beyond this starts no second lane: 10,000 resources stay in 400 MB.
_SLIM_BYTES = 192 * 1024**2
_QUESTION_CHARACTERS = 2_000  # what a question costs beside its input


@dataclass(frozen=True, slots=True)
class ChildRego:
    r"""A RegoRunner on ``regopy`` in child processes.

    Parameters
    ----------
    timeout_seconds : float
        Longest time for compiling one file or running it over one input.
    memory_bytes : int
        Address space that policies may use above what the engine itself maps.
    budget_seconds : float
        Longest time for compiling and running all policies of one session.
    lanes : int
        How many processes answer side by side at most; a second one starts when there is work and
        this process is slim.

    Examples
    --------
    >>> from dharma_core.policies.ports import PolicySource
    >>> policy = PolicySource("a.rego", "package a\ndeny contains input.x if input.x > 1")
    >>> unit = RegoUnit("a.rego", (policy,), ("a/deny",))
    >>> with ChildRego().session() as session:
    ...     session.evaluate([unit], ['{"x": 3}'])["a.rego"].values
    ({'deny': [3]},)
    """

    timeout_seconds: float = 5.0
    memory_bytes: int = 2 * 1024**3
    budget_seconds: float = 60.0
    lanes: int = field(default_factory=lambda: min(2, os.cpu_count() or 1))

    @contextmanager
    def session(self) -> Iterator[_Session]:
        """Start a child at once (it loads while the caller prepares) and stop it at the end."""
        session = _Session(self)
        try:
            yield session
        finally:
            session.close()


@dataclass
class _Worker:
    """A lane, the thread that talks to it side by side, and how many characters wait for it."""

    lane: RegoLane
    talking: Lock = field(default_factory=Lock)
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    waiting: int = 0

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Iterable[str]
    ) -> Mapping[str, RegoResult]:
        with self.talking:
            return self.lane.evaluate(units, inputs)

    def close(self) -> None:
        """End the process under whoever talks to it."""
        self.lane.interrupt()
        self.thread.shutdown(cancel_futures=True)
        with self.talking:
            self.lane.close()


class _Session:
    """Lanes side by side; see ``RegoSession``."""

    def __init__(self, limits: ChildRego) -> None:
        self._most = limits.lanes
        self._limits = Limits(limits.timeout_seconds, limits.budget_seconds, limits.memory_bytes)
        self._workers = [_Worker(RegoLane(self._limits))]
        self._places: dict[Compiled, _Worker] = {}

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Iterable[str]
    ) -> Mapping[str, RegoResult]:
        """Run every unit over every input document (JSON texts); results by unit key.

        In the caller's own thread: to hand a question over and back may cost what it takes.
        """
        return self._workers[0].evaluate(units, inputs)

    def each(self, asks: Iterable[RegoAsk]) -> Iterator[RegoResult]:
        """Answer questions in their order; the next ones are drawn while the lanes are at work."""
        waiting: deque[tuple[RegoAsk, _Worker, Future[Mapping[str, RegoResult]]]] = deque()
        for ask in asks:
            worker = self._worker(ask[0])
            worker.waiting += _size(ask)
            answer = worker.thread.submit(worker.evaluate, [ask[0]], ask[1])
            waiting.append((ask, worker, answer))
            while waiting and (self._is_full() or waiting[0][2].done()):
                yield _taken(waiting.popleft())
        while waiting:
            yield _taken(waiting.popleft())

    def _is_full(self) -> bool:
        return self._waiting() > _WAITING_CHARACTERS

    def _waiting(self) -> int:
        return sum(worker.waiting for worker in self._workers)

    def close(self) -> None:
        """Stop the children, whatever they do."""
        self._limits.close()
        for worker in self._workers:
            worker.close()

    def _worker(self, unit: RegoUnit) -> _Worker:
        """Return the lane that has compiled a unit, or the one with the least to do."""
        place = compiled_name(unit)
        if place not in self._places:
            much = self._waiting() > _MUCH_CHARACTERS
            if much and len(self._workers) < self._most and _peak_bytes() < _SLIM_BYTES:
                self._workers.append(_Worker(RegoLane(self._limits)))
            self._places[place] = min(self._workers, key=lambda w: w.waiting)
        return self._places[place]


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _size(ask: RegoAsk) -> int:
    return sum(map(len, ask[1]), _QUESTION_CHARACTERS)


def _taken(
    waited: tuple[RegoAsk, _Worker, Future[Mapping[str, RegoResult]]],
) -> RegoResult:
    ask, worker, answer = waited
    found = answer.result()
    worker.waiting -= _size(ask)
    return found[ask[0].key]
