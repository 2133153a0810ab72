"""Run the tests that policy authors write: rules ``test_...`` of ``*_test.rego``, as OPA does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dharma_core.errors import InputError
from dharma_core.policies.library import Library
from dharma_core.policies.metadata import Policy, parse_policy
from dharma_core.policies.ports import PolicySource, RegoRunner, RegoSession, RegoUnit
from dharma_core.policies.with_clauses import Asked, RewrittenTest, rewrite_tests

__all__ = ["TestOutcome", "TestResult", "run_policy_tests"]


class TestOutcome(StrEnum):
    """How a test ended."""

    PASSED = "passed"
    FAILED = "failed"  # false or undefined
    SKIPPED = "skipped"  # its name begins with todo_
    ERROR = "error"  # its file cannot be read, compiled or run

    __test__ = False  # no class of pytest's


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test of a policy folder.

    Parameters
    ----------
    file : str
    name : str
        ``test_...``; empty where the whole file is at fault.
    line : int
        Where it begins, from 1.
    reason : str
        What went wrong; empty when it passed.
    """

    __test__ = False

    file: str
    name: str
    line: int
    outcome: TestOutcome
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "file": self.file,
            "name": self.name,
            "line": self.line,
            "outcome": self.outcome.value,
            "reason": self.reason,
        }


def run_policy_tests(
    sources: Sequence[PolicySource],
    tests: Sequence[PolicySource],
    runner: RegoRunner,
    *,
    data: Mapping[str, Any] | None = None,
) -> tuple[TestResult, ...]:
    """Run every test of some files; each file with the policies it needs, apart from the others.

    Parameters
    ----------
    sources : sequence of PolicySource
        The policies under test.
    tests : sequence of PolicySource
        The files with rules ``test_...``; ``todo_test_...`` is told as skipped.
    data : mapping, optional
        What policies read as ``data`` besides their own packages.
    """
    policies = _parsed(sources)
    with runner.session() as session:
        return tuple(
            result for test in tests for result in _of_file(test, policies, session, data or {})
        )


def _parsed(sources: Sequence[PolicySource]) -> list[Policy]:
    """Return the policies that can be read; a test that needs another one says so itself."""
    policies: list[Policy] = []
    for source in sources:
        with suppress(InputError):
            policies.append(parse_policy(source))
    return policies


def _of_file(
    test: PolicySource, policies: list[Policy], session: RegoSession, data: Mapping[str, Any]
) -> Iterator[TestResult]:
    if test.problem:
        yield TestResult(test.file, "", 1, TestOutcome.ERROR, test.problem)
        return
    try:
        policy = parse_policy(test)
    except InputError as error:
        line = error.details.get("line") or 1
        yield TestResult(test.file, "", line, TestOutcome.ERROR, error.message)
        return
    text, tests = rewrite_tests(test.text)
    needed = Library([policy, *policies]).needed_by(policy, whole=True)
    file = _File(replace(test, text=text), policy.path, needed, session, data)
    for one in tests:
        yield file.result(one)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of tests, without its ``with`` clauses, and what it needs."""

    source: PolicySource
    path: str
    needed: tuple[PolicySource, ...]
    session: RegoSession
    data: Mapping[str, Any]

    def result(self, test: RewrittenTest) -> TestResult:
        """Run one test: all of its questions must hold."""
        if test.left_out:
            name = f"todo_{test.name}"
            return TestResult(self.source.file, name, test.line, TestOutcome.SKIPPED)
        try:
            for asked in test.asked:
                value = self._answer(asked)
                if value is None or value is False:
                    return self._ended(test, TestOutcome.FAILED, _WHY[value])
        except _FaultError as fault:
            return self._ended(test, TestOutcome.ERROR, fault.reason, fault.line)
        return self._ended(test, TestOutcome.PASSED, "")

    def _ended(
        self, test: RewrittenTest, outcome: TestOutcome, reason: str, line: int | None = None
    ) -> TestResult:
        return TestResult(self.source.file, test.name, line or test.line, outcome, reason)

    def _answer(self, asked: Asked) -> Any:
        """Return what a question answers over its mocks; None when it is undefined."""
        document: Any = {}
        data: Any = self.data
        for mock in asked.mocks:
            value = self._ask(mock.rule, {}, self.data)
            if value is None:
                raise _FaultError(f"what stands for {mock.target} is undefined")
            path = tuple(mock.target.split("."))
            if path[0] == "input":
                document = _put(document, path[1:], value)
            elif path[0] == "data" and len(path) > 1:
                data = _put(data, path[1:], value)
            else:
                reason = f"a mock of {mock.target} needs OPA; input and data can be mocked here"
                raise _FaultError(reason)
        return self._ask(asked.rule, document, data)

    def _ask(self, rule: str, document: Any, data: Mapping[str, Any]) -> Any:
        key = f"{self.source.file}:{rule}"
        unit = RegoUnit(key, (self.source, *self.needed), (f"{self.path}/{rule}",), data)
        result = self.session.evaluate((unit,), [json.dumps(document, ensure_ascii=False)])[key]
        if result.problem is None:
            return result.values[0].get(rule)
        problem = result.problem
        if problem.file != self.source.file:
            raise _FaultError(f"{problem.file}: {problem.reason}")
        written = problem.line and problem.line <= self.source.text.count("\n", 0, self._end())
        raise _FaultError(problem.reason, problem.line if written else None)

    def _end(self) -> int:
        """Return where the author's own lines end."""
        found = self.source.text.find("\ndharma_0_")
        return found if found >= 0 else len(self.source.text)


class _FaultError(Exception):
    """A test cannot be run; ``line`` where its file tells one."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


_WHY = {None: "it is undefined: a line of it does not hold", False: "it is false"}


def _put(value: Any, path: tuple[str, ...], inner: Any) -> Any:
    """Return a mapping with a value at a path; the whole when the path is empty."""
    if not path:
        return inner
    level = dict(value) if isinstance(value, Mapping) else {}
    level[path[0]] = _put(level.get(path[0]), path[1:], inner)
    return level
