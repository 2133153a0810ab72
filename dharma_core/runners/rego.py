"""Run Rego in a guarded child process: bounded in time and memory, restarted when it dies.

Each request names one policy file, so when the child hangs or crashes the guilty file is known:
it gets a problem, a fresh child goes on with the others.

=====================  =========================================================
bound                  default, and what happens beyond it
=====================  =========================================================
one query or compile   5 s; the child is killed, the policy reported
all of them together   60 s (our own work not counted); the rest is reported as not run
memory                 2 GB of address space above the engine's own (Linux)
output of one rule     8 MB
=====================  =========================================================
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from dharma_core.errors import AdapterError
from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult, RegoUnit
from dharma_core.runners.rego_child import HEADER

__all__ = ["ChildRego"]

_ANSWER_BYTES = 64 * 1024 * 1024
_INPUT_SECONDS = 60.0  # the input is ours and parses in linear time: about 3 MB a second
_NOT_RUN = "was not run: other policies had used up the {:g} s that one check may take"


@dataclass(frozen=True, slots=True)
class ChildRego:
    r"""A RegoRunner on ``regopy`` in a child process.

    Parameters
    ----------
    timeout_seconds : float
        Longest time for compiling one file or running it over one input.
    memory_bytes : int
        Address space that policies may use above what the engine itself maps.
    budget_seconds : float
        Longest time for compiling and running all policies of one session.

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

    @contextmanager
    def session(self) -> Iterator[_Session]:
        """Start a child at once (it loads while the caller prepares) and stop it at the end."""
        session = _Session(self)
        try:
            yield session
        finally:
            session.close()


class _Stopped(Exception):  # noqa: N818 - the end of a child, not an error of the caller
    """The child was killed or died; the text says why."""

    def __init__(self, reason: str, *, crashed: bool) -> None:
        super().__init__(reason)
        self.crashed = crashed


class _Child:
    """One process and its two pipes."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        command = [sys.executable, "-I", "-m", "dharma_core.runners.rego_child", str(memory_bytes)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        self._selector = selectors.DefaultSelector()
        self._selector.register(_pipe(self._process.stdout), selectors.EVENT_READ)

    def ask(self, request: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
        """Send one request and wait for its answer; raise _Stopped when none comes in time."""
        deadline = time.monotonic() + seconds
        text = json.dumps(request, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            sink = _pipe(self._process.stdin)
            sink.write(HEADER.pack(len(text)) + text)
            sink.flush()
        except BrokenPipeError:
            raise _Stopped(self._epitaph(), crashed=True) from None
        (size,) = HEADER.unpack(self._read(HEADER.size, deadline, seconds))
        if size > _ANSWER_BYTES:
            raise _Stopped("returned far too much", crashed=False)
        answer: dict[str, Any] = json.loads(self._read(size, deadline, seconds))
        return answer

    def _read(self, size: int, deadline: float, seconds: float) -> bytes:
        source = _pipe(self._process.stdout)
        chunks = bytearray()
        while len(chunks) < size:
            if not self._selector.select(max(0.0, deadline - time.monotonic())):
                reason = f"did not finish within {seconds:.3g} s and was stopped"
                raise _Stopped(reason, crashed=False)
            chunk = os.read(source.fileno(), min(size - len(chunks), 1 << 20))
            if not chunk:
                raise _Stopped(self._epitaph(), crashed=True)
            chunks += chunk
        return bytes(chunks)

    def _epitaph(self) -> str:
        code = self._process.wait(timeout=5)
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        bound = f"{self._memory_bytes / 1024**2:.0f} MB"
        return f"crashed the policy engine ({name}): too deep, or more memory than {bound}"

    def kill(self) -> None:
        """End the process, whatever it does, and free its pipes."""
        self._process.kill()
        self._process.wait()
        self._selector.close()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                _pipe(stream).close()
            except BrokenPipeError:  # unsent bytes of a request that killed it
                continue


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise AdapterError("The policy engine started without its pipes.")
    return stream


@dataclass
class _Progress:
    """What is known of the units of one evaluation."""

    alive: dict[str, RegoUnit]
    values: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    problems: dict[str, RegoProblem] = field(default_factory=dict)

    def fail(self, unit: RegoUnit, problem: RegoProblem) -> None:
        self.problems[unit.key] = problem
        self.alive.pop(unit.key, None)


class _Session:
    """A child that is replaced when it dies; see ``RegoSession``."""

    def __init__(self, limits: ChildRego) -> None:
        self._limits = limits
        self._seconds_left = limits.budget_seconds
        self._child = _Child(limits.memory_bytes)
        self._loaded: set[str] = set()
        self._names: dict[tuple[tuple[PolicySource, ...], tuple[str, ...]], str] = {}
        self._input = ""
        self._input_is_set = False

    def evaluate(
        self, units: Sequence[RegoUnit], inputs: Iterable[str]
    ) -> Mapping[str, RegoResult]:
        """Run every unit over every input document (JSON texts); results by unit key."""
        progress = _Progress({unit.key: unit for unit in units})
        for unit in units:
            self._guarded(progress, unit, ask_input=False)
        for text in inputs:
            self._input, self._input_is_set = text, False
            if not self._take_input(progress):
                break
            for unit in tuple(progress.alive.values()):
                answer = self._guarded(progress, unit, ask_input=True)
                if answer is not None:
                    progress.values.setdefault(unit.key, []).append(answer)
        for unit in units:
            self._drop(unit)
        self._input = ""
        return {u.key: _result(progress, u) for u in units}

    def close(self) -> None:
        """Stop the child."""
        self._child.kill()

    def _guarded(
        self, progress: _Progress, unit: RegoUnit, *, ask_input: bool
    ) -> dict[str, Any] | None:
        """Load (and query) one unit; a problem ends it. A crash is tried again in a fresh child."""
        for last in (False, True):
            try:
                answer = self._load(unit)
                if "ok" in answer and ask_input:
                    self._set_input()
                    answer = self._query(unit)
            except _Stopped as stop:
                self._restart()
                if stop.crashed and not last:
                    continue
                progress.fail(unit, RegoProblem(unit.modules[0].file, None, str(stop)))
                return None
            if "ok" in answer:
                ok: dict[str, Any] = answer["ok"]
                return ok
            progress.fail(unit, _named(answer["problem"], unit))
            return None
        return None  # pragma: no cover - the second round always returns

    def _load(self, unit: RegoUnit) -> dict[str, Any]:
        name, entrypoints = self._bundle(unit)
        if name in self._loaded:
            return {"ok": {}}
        # the engine does not know OPA's %q (a text in quotes)
        modules = [module.text.replace("%q", "'%s'") for module in unit.modules]
        answer = self._ask(
            {
                "op": "load",
                "key": name,
                "modules": modules,
                "entrypoints": entrypoints,
                "data": unit.data,
                "trusted": unit.trusted,
            }
        )
        if "ok" in answer:
            self._loaded.add(name)
        return answer

    def _query(self, unit: RegoUnit) -> dict[str, Any]:
        name, _ = self._bundle(unit)
        return self._ask({"op": "query", "key": name, "entrypoints": unit.entrypoints})

    def _bundle(self, unit: RegoUnit) -> tuple[str, tuple[str, ...]]:
        """Return the child's name of what a unit is compiled into, and its entrypoints."""
        compiled = (unit.modules, unit.shared or unit.entrypoints)
        return self._names.setdefault(compiled, f"b{len(self._names)}"), compiled[1]

    def _drop(self, unit: RegoUnit) -> None:
        name, _ = self._bundle(unit)
        if name in self._loaded and not unit.shared:
            self._loaded.discard(name)
            self._child.ask({"op": "drop", "key": name}, seconds=_INPUT_SECONDS)

    def _take_input(self, progress: _Progress) -> bool:
        """Give the child the input; when that kills it, no unit can be run."""
        try:
            self._set_input()
        except _Stopped as stop:
            self._restart()
            for unit in tuple(progress.alive.values()):
                reason = f"was not run: the plan is too large for the engine, it {stop}"
                progress.fail(unit, RegoProblem(unit.modules[0].file, None, reason))
            return False
        return True

    def _set_input(self) -> None:
        if not self._input_is_set:
            self._child.ask({"op": "input", "text": self._input}, seconds=_INPUT_SECONDS)
            self._input_is_set = True

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Ask on behalf of a policy, at the cost of the session's budget."""
        if self._seconds_left <= 0:
            reason = _NOT_RUN.format(self._limits.budget_seconds)
            raise _Stopped(reason, crashed=False)
        started = time.monotonic()
        seconds = min(self._seconds_left, self._limits.timeout_seconds)
        try:
            return self._child.ask(request, seconds=seconds)
        finally:
            self._seconds_left -= time.monotonic() - started

    def _restart(self) -> None:
        self._child.kill()
        self._child = _Child(self._limits.memory_bytes)
        self._loaded.clear()
        self._input_is_set = False


def _named(problem: Mapping[str, Any], unit: RegoUnit) -> RegoProblem:
    """Give the child's module number its file name back."""
    names = {f"m{i}.rego": module.file for i, module in enumerate(unit.modules)}
    file = names.get(problem["file"], unit.modules[0].file)
    return RegoProblem(file, problem["line"], problem["reason"])


def _result(progress: _Progress, unit: RegoUnit) -> RegoResult:
    problem = progress.problems.get(unit.key)
    values = () if problem else tuple(progress.values.get(unit.key, ()))
    return RegoResult(values, problem)
