"""One lane of the engine: a process that is replaced when it dies, and what it has compiled.

Each request names one policy file, so when the process hangs or crashes the guilty file is known:
it gets a problem, a fresh process goes on with the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dharma_core.policies.ports import PolicySource, RegoProblem, RegoResult, RegoUnit
from dharma_core.runners.rego_process import RegoProcess, RegoStopped

__all__ = ["Compiled", "Limits", "RegoLane", "compiled_name"]

_INPUT_SECONDS = 60.0  # the input is ours and parses in linear time: about 3 MB a second
_NOT_RUN = "was not run: other policies had used up the {:g} s that one check may take"


class Limits:
    """What the policies of one session may take, over all its lanes.

    Parameters
    ----------
    timeout_seconds, budget_seconds : float
        For one question, and for all of them together.
    memory_bytes : int
        Of each lane.
    """

    def __init__(self, timeout_seconds: float, budget_seconds: float, memory_bytes: int) -> None:
        self.timeout_seconds = timeout_seconds
        self.budget_seconds = budget_seconds
        self.memory_bytes = memory_bytes
        self._left = budget_seconds
        self._guard = threading.Lock()

    def next_timeout(self) -> float:
        """Return how long the next question may take; raise RegoStopped when no time is left."""
        if self._left <= 0:
            raise RegoStopped(_NOT_RUN.format(self.budget_seconds), crashed=False)
        return min(self._left, self.timeout_seconds)

    def close(self) -> None:
        """Let no question begin any more."""
        self._left = 0.0

    def spend(self, seconds: float) -> None:
        """Count what a question took."""
        with self._guard:
            self._left -= seconds


Compiled = tuple[tuple[PolicySource, ...], tuple[str, ...]]


def compiled_name(unit: RegoUnit) -> Compiled:
    """Return what tells units apart that are compiled into different bundles."""
    return unit.modules, unit.shared or unit.entrypoints


@dataclass
class _Progress:
    """What is known of the units of one evaluation."""

    alive: dict[str, RegoUnit]
    values: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    problems: dict[str, RegoProblem] = field(default_factory=dict)

    def fail(self, unit: RegoUnit, problem: RegoProblem) -> None:
        self.problems[unit.key] = problem
        self.alive.pop(unit.key, None)


class RegoLane:
    """Answers one question at a time; see ``RegoSession``.

    Parameters
    ----------
    limits : Limits
        Shared with the other lanes of the session.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child = RegoProcess(limits.memory_bytes)
        self._loaded: set[str] = set()
        self._names: dict[Compiled, str] = {}
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

    def interrupt(self) -> None:
        """End the process under a question that another thread waits for."""
        self._child.interrupt()

    def close(self) -> None:
        """Stop the process; nobody may be waiting for it."""
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
            except RegoStopped as stop:
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
        compiled = compiled_name(unit)
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
        except RegoStopped as stop:
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
        seconds = self._limits.next_timeout()
        started = time.monotonic()
        try:
            return self._child.ask(request, seconds=seconds)
        finally:
            self._limits.spend(time.monotonic() - started)

    def _restart(self) -> None:
        self._child.kill()
        self._child = RegoProcess(self._limits.memory_bytes)
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
