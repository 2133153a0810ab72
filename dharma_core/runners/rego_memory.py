"""Rego answers kept between checks of a design under work: only what changed is asked again.

A policy's answer depends on its files, its data and its input alone. Inputs hold some fifty
resources each, so an edit of one resource asks a few policies about one input; without a change
no engine is asked at all. The engine stays for a while with the policies it has compiled, which
takes longer than asking them.
"""

from __future__ import annotations

import hashlib
import json
import threading
import weakref
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any

from dharma_core.policies.ports import (
    PolicySource,
    RegoAsk,
    RegoResult,
    RegoRunner,
    RegoSession,
    RegoUnit,
)

__all__ = ["RememberingRego", "SharedRego", "shared_rego"]

_MOST_ANSWERS = 20_000
_IDLE_S = 30.0
# A session of the engine may take so much time in all: a new one begins well before.
_MOST_QUESTIONS = 5_000
# What stands for "it compiles" in the place of an input.
_COMPILED = ""

_Program = tuple[tuple[PolicySource, ...], tuple[str, ...], tuple[str, ...], str]


@dataclass
class RememberingRego:
    r"""A RegoRunner that asks another one only what it has not answered before.

    A problem (a policy that does not compile, stops or fails) is never kept.

    Examples
    --------
    >>> from dharma_core.runners.rego import ChildRego
    >>> policy = PolicySource("a.rego", "package a\ndeny contains input.x if input.x > 1")
    >>> unit = RegoUnit("a.rego", (policy,), ("a/deny",))
    >>> rego = RememberingRego(ChildRego())
    >>> for _ in range(2):
    ...     with rego.session() as session:
    ...         values = session.evaluate([unit], ['{"x": 3}'])["a.rego"].values
    >>> values, rego.asked
    (({'deny': [3]},), 1)
    """

    inner: RegoRunner
    asked: int = 0
    _answers: OrderedDict[tuple[int, str], Mapping[str, Any]] = field(default_factory=OrderedDict)
    _programs: dict[_Program, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._engine = _Engine(self.inner)
        weakref.finalize(self, self._engine.stop)

    @contextmanager
    def session(self) -> Iterator[_Session]:
        """Give a session that starts an engine at the first question nobody asked before.

        The first session of all starts it at once: it loads while the caller prepares.
        """
        with self._engine.used():
            if not self._programs:
                self._engine.start()
            yield _Session(self, self._engine)

    def start(self) -> None:
        """Start the engine ahead of the first session; it ends when none comes in a while."""
        with self._engine.used():
            self._engine.start()

    def stop(self) -> None:
        """End the engine; what it answered stays known."""
        self._engine.stop()

    def program(self, unit: RegoUnit) -> int:
        """Return a number for what a unit runs, the same for the same files, rules and data."""
        data = json.dumps(unit.data, sort_keys=True, default=str)
        key = (unit.modules, unit.entrypoints, unit.shared, data)
        return self._programs.setdefault(key, len(self._programs))

    def recall(self, program: int, text: str) -> Mapping[str, Any] | None:
        """Return the answer kept for a program and an input, None when there is none."""
        found = self._answers.get((program, text))
        if found is not None:
            self._answers.move_to_end((program, text))
        return found

    def keep(self, program: int, text: str, answer: Mapping[str, Any]) -> None:
        """Keep an answer; the one that was not used for longest makes place."""
        self._answers[program, text] = answer
        if len(self._answers) > _MOST_ANSWERS:
            self._answers.popitem(last=False)


@dataclass
class SharedRego:
    """One memory for every check of a process; a check that finds it busy runs beside it.

    So a slow or hostile policy holds nobody else up.
    """

    inner: RegoRunner
    _memory: RememberingRego = field(init=False)
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._memory = RememberingRego(self.inner)

    def start(self) -> None:
        """Start the engine, so that it loads while a plan is read; not while a check has it."""
        if self._busy.acquire(blocking=False):
            try:
                self._memory.start()
            finally:
                self._busy.release()

    @contextmanager
    def session(self) -> Iterator[RegoSession]:
        """Give a session of the memory, or one of its own while another check has that."""
        if not self._busy.acquire(blocking=False):
            with self.inner.session() as session:
                yield session
            return
        try:
            with self._memory.session() as session:
                yield session
        finally:
            self._busy.release()


@cache
def shared_rego(process: int) -> SharedRego:  # noqa: ARG001 - a forked process has its own
    """Return the one of this process.

    Parameters
    ----------
    process : int
        ``os.getpid()``.
    """
    from dharma_core.runners.rego import ChildRego

    return SharedRego(ChildRego())


class _Engine:
    """The other runner's session, kept between checks and ended when it is idle.

    After a problem, or many questions, the next check gets a new one.
    """

    def __init__(self, runner: RegoRunner) -> None:
        self._runner = runner
        self._lock = threading.RLock()
        self._stack = ExitStack()
        self._session: RegoSession | None = None
        self._questions = 0
        self._faulty = False
        self._timer: threading.Timer | None = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keep the engine to one check at a time, and from ending meanwhile."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._questions >= _MOST_QUESTIONS or self._faulty:
                self.stop()
            try:
                yield
            finally:
                if self._session is not None:
                    self._timer = threading.Timer(_IDLE_S, self.stop)
                    self._timer.daemon = True
                    self._timer.start()

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Sequence[str]
    ) -> Mapping[str, RegoResult]:
        """Ask the engine."""
        found = self.start().evaluate(units, inputs)
        for result in found.values():
            self._count(result)
        return found

    def each(self, asks: Iterable[RegoAsk]) -> Iterator[RegoResult]:
        """Ask the engine; it starts when there is something to ask."""
        for result in self.start().each(asks):
            self._count(result)
            yield result

    def start(self) -> RegoSession:
        """Return the engine's session, started when none is."""
        if self._session is None:
            self._session = self._stack.enter_context(self._runner.session())
        return self._session

    def _count(self, result: RegoResult) -> None:
        self._questions += 1
        self._faulty = self._faulty or result.problem is not None

    def stop(self) -> None:
        """End the engine."""
        with self._lock:
            self._stack.close()
            self._session, self._questions, self._faulty = None, 0, False
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A question on its way: what it is made of, and which of its inputs must be asked."""

    program: int
    digests: list[str]
    wanted: list[str]
    asked: bool


class _Session:
    def __init__(self, memory: RememberingRego, engine: _Engine) -> None:
        self._memory = memory
        self._engine = engine

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Iterable[str]
    ) -> Mapping[str, RegoResult]:
        """Run every unit over every input, as far as it is not known; results by unit key."""
        texts = list(inputs)
        digests = [_digest(t) for t in texts]
        programs = {unit.key: self._memory.program(unit) for unit in units}
        wanted = {u.key: self._unknown(programs[u.key], digests) for u in units}
        open_units = [u for u in units if wanted[u.key]]
        fresh: Mapping[str, RegoResult] = {}
        asked = [d for d in digests if any(d in wanted[u.key] for u in open_units)]
        if open_units:
            self._memory.asked += 1
            fresh = self._engine.evaluate(
                open_units, [t for t, d in zip(texts, digests, strict=True) if d in asked]
            )
            for unit in open_units:
                self._learn(programs[unit.key], fresh[unit.key], asked)
        return {u.key: self._result(programs[u.key], digests, fresh.get(u.key)) for u in units}

    def each(self, asks: Iterable[RegoAsk]) -> Iterator[RegoResult]:
        """Answer questions in their order; only those that are not known are asked."""
        drawn: deque[_Drawn] = deque()
        open_ones = self._open_ones(asks, drawn)
        first = next(open_ones, None)
        if first is not None:
            self._memory.asked += 1
            for fresh in self._engine.each(chain((first,), open_ones)):
                while not drawn[0].asked:
                    yield self._answer(drawn.popleft(), None)
                yield self._answer(drawn.popleft(), fresh)
        while drawn:
            yield self._answer(drawn.popleft(), None)

    def _open_ones(self, asks: Iterable[RegoAsk], drawn: deque[_Drawn]) -> Iterator[RegoAsk]:
        """Yield what must be asked; note every question as it is drawn."""
        for unit, texts in asks:
            program, digests = self._memory.program(unit), [_digest(t) for t in texts]
            unknown = self._unknown(program, digests)
            asked = [d for d in digests if d in unknown] if unknown else []
            drawn.append(_Drawn(program, digests, asked, bool(unknown)))
            if unknown:
                yield unit, [t for t, d in zip(texts, digests, strict=True) if d in unknown]

    def _answer(self, drawn: _Drawn, fresh: RegoResult | None) -> RegoResult:
        if fresh is not None:
            self._learn(drawn.program, fresh, drawn.wanted)
        return self._result(drawn.program, drawn.digests, fresh)

    def _unknown(self, program: int, digests: Sequence[str]) -> set[str]:
        return {d for d in (*digests, _COMPILED) if self._memory.recall(program, d) is None}

    def _learn(self, program: int, result: RegoResult, digests: Sequence[str]) -> None:
        if result.problem is not None:
            return
        self._memory.keep(program, _COMPILED, {})
        for digest, answer in zip(digests, result.values, strict=True):
            self._memory.keep(program, digest, answer)

    def _result(self, program: int, digests: Sequence[str], fresh: RegoResult | None) -> RegoResult:
        if fresh is not None and fresh.problem is not None:
            return fresh
        found = (self._memory.recall(program, d) for d in digests)
        return RegoResult(tuple(answer for answer in found if answer is not None))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
