"""The engine that a team's trust policies are asked in: started once, kept open, asked in turn.

A check of a design starts an engine and ends it; an access question cannot wait for that. Policies
stay compiled, so that a question costs a round trip to the child. After a problem the engine is
ended, and for a few seconds the same problem is the answer: a policy that hangs holds up one
question and not each.
"""

from __future__ import annotations

import atexit
import math
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache

from dharma_core.policies.ports import (
    PolicySource,
    RegoProblem,
    RegoResult,
    RegoRunner,
    RegoSession,
)
from dharma_core.runners.rego import ChildRego
from dharma_core.trust.tightening import TeamPolicies

__all__ = ["TrustRego", "shared_trust_rego"]

_REST_S = 5.0
_QUESTION_S = 2.0
_NO_SECOND_CHANCE = "was not asked: it failed less than {:g} s ago ({})"


class TrustRego:
    """One engine for all access questions of a process.

    Parameters
    ----------
    runner : RegoRunner
        Starts sessions.
    monotonic : callable
        Seconds that only go forward.
    """

    def __init__(
        self, runner: RegoRunner, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._runner = runner
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._session: RegoSession | None = None
        self._failed: dict[tuple[PolicySource, ...], tuple[float, RegoProblem]] = {}

    def ask(self, policies: TeamPolicies, text: str) -> Mapping[str, RegoResult]:
        """Return the answer of each policy to one input; a problem is an answer too."""
        with self._lock:
            resting = {u.key: self._resting(u.modules) for u in policies.units}
            asked = [u for u in policies.units if resting[u.key] is None]
            found = dict(self._ask(TeamPolicies(tuple(asked)), [text])) if asked else {}
            for unit in asked:
                problem = found[unit.key].problem
                if problem is not None:
                    self._failed[unit.modules] = (self._monotonic(), problem)
            return found | {key: result for key, result in resting.items() if result is not None}

    def warm(self, policies: TeamPolicies) -> None:
        """Start the engine and compile the policies: the first person does not wait for that."""
        with self._lock:
            if policies.units and self._session is None:
                self._ask(policies, [])

    def stop(self) -> None:
        """End the engine; the next question starts another."""
        with self._lock:
            self._end()

    def _ask(self, policies: TeamPolicies, texts: list[str]) -> Mapping[str, RegoResult]:
        try:
            if self._session is None:
                self._session = self._stack.enter_context(self._runner.session())
            found = self._session.evaluate(policies.units, texts)
        except Exception as error:  # noqa: BLE001 - whatever the engine does, the answer is no
            self._end()
            problem = RegoProblem("", None, f"could not be asked ({type(error).__name__}: {error})")
            return {unit.key: RegoResult(problem=problem) for unit in policies.units}
        except BaseException:
            # Stopped half-way: the answer to this question must not become that of the next.
            self._end()
            raise
        if any(result.problem for result in found.values()):
            self._end()
        return found

    def _resting(self, modules: tuple[PolicySource, ...]) -> RegoResult | None:
        """Return the problem of a policy that failed a moment ago."""
        if modules not in self._failed:
            return None
        failed_at, problem = self._failed[modules]
        if self._monotonic() - failed_at >= _REST_S:
            del self._failed[modules]
            return None
        reason = _NO_SECOND_CHANCE.format(_REST_S, problem.reason)
        return RegoResult(problem=RegoProblem(problem.file, problem.line, reason))

    def _end(self) -> None:
        self._session = None
        stack, self._stack = self._stack, ExitStack()
        stack.close()


@cache
def shared_trust_rego(process: int) -> TrustRego:  # noqa: ARG001 - a forked process has its own
    """Return the one of this process; it is stopped when the process ends.

    Parameters
    ----------
    process : int
        ``os.getpid()``.
    """
    engine = TrustRego(ChildRego(timeout_seconds=_QUESTION_S, budget_seconds=math.inf))
    atexit.register(engine.stop)
    return engine
