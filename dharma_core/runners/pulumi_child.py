"""The process that a generated Pulumi program runs in, under mocks: no cloud, no CLI, no secrets.

It reads one program as JSON from its first pipe, runs it statement by statement, so that one
mistake does not hide the next, and answers with what was wrong and what was registered.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import sys
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

from dharma_core.runners.pulumi_mocks import Recorder, install
from dharma_core.runners.pulumi_typing import Problem

__all__ = ["main"]

FILE = "__main__.py"
_FILE_BYTES = 16 * 1024 * 1024


def main(arguments: list[str]) -> int:
    """Run the program given on standard input; ``arguments``: the memory bound in bytes."""
    _bound(int(arguments[0]))
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    request = json.loads(sys.stdin.buffer.read())
    answer.write(json.dumps(run(request["program"])))
    answer.flush()
    # Threads of the engine's client may still wait; nothing they do is wanted any more.
    os._exit(0)


def run(program: str) -> dict[str, Any]:
    """Return ``problems`` (line and message), ``resources`` and ``outputs`` (as registered)."""
    warnings.simplefilter("ignore")
    recorder = Recorder(program)
    problems: list[Problem] = recorder.problems
    try:
        tree = ast.parse(program, FILE)
    except SyntaxError as error:
        problems.append((error.lineno or 0, f"SyntaxError: {error.msg}"))
        return {"problems": problems, "resources": [], "outputs": {}}
    finish = install(recorder)
    try:
        finish(lambda: _statements(tree, problems))
    except Exception as error:  # noqa: BLE001 - whatever a program raises late is its problem
        problems.append((recorder.line_of(str(error)), _words(error)))
    told = sorted(set(problems))
    return {"problems": told, "resources": recorder.resources, "outputs": recorder.outputs}


def _statements(tree: ast.Module, problems: list[Problem]) -> None:
    """Run each statement; one that only misses a name which failed before says nothing new."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    lost: set[str] = set()
    for node in tree.body:
        code = compile(ast.Module([node], []), FILE, "exec")
        try:
            exec(code, namespace)  # noqa: S102 - the program is what is checked
        except Exception as error:  # noqa: BLE001 - each mistake of the program is reported
            lost |= set(_assigned(node))
            if not (isinstance(error, NameError) and error.name in lost):
                problems.append((_line(error, node), _words(error)))


def _assigned(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _line(error: Exception, node: ast.stmt) -> int:
    """Return the line of the program that the error passed through last."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == FILE), node.lineno)


def _words(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0] if text else ''}"[:400]


def _bound(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
