"""Generated Pulumi programs run under mocks, in a process with bounds on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from dharma_core.errors import AdapterError, MissingToolError
from dharma_core.generation.output import CheckResult, Generation
from dharma_core.generation.pulumi.registered import Program, Registered

__all__ = ["check_pulumi", "missing_packages", "registered_resources", "run_program"]

NAME = "pulumi mocks"
SECONDS = 120.0
MEMORY_BYTES = 6 * 1024**3
"""Address space, not memory in use: the engine's client maps more than it touches."""

DETAIL_LIMIT = 2_000


def check_pulumi(generation: Generation) -> tuple[CheckResult, ...]:
    """Return whether the program runs under Pulumi's mocks, with each mistake's line.

    Unknown, missing and mistyped arguments and whatever the program raises are failures; without
    the packages it imports the check is skipped.
    """
    absent = missing_packages(generation)
    if absent:
        reason = f"{', '.join(absent)} not installed; install dharma[pulumi]"
        return (CheckResult(NAME, "skipped", reason),)
    try:
        answer = _run(_program(generation))
    except AdapterError as error:
        return (CheckResult(NAME, "failed", error.message[:DETAIL_LIMIT]),)
    lines = [f"__main__.py line {line}: {text}" for line, text in answer["problems"]]
    status = "failed" if lines else "passed"
    return (CheckResult(NAME, status, "\n".join(lines)[:DETAIL_LIMIT]),)


def registered_resources(generation: Generation) -> tuple[Registered, ...]:
    """Return what the program registers with the engine, in its order; raises as run_program."""
    return run_program(generation).resources


def run_program(generation: Generation) -> Program:
    """Return what the program registers and exports, outputs of resources as marks.

    Raises
    ------
    MissingToolError
        If a package the program imports is not installed.
    AdapterError
        If the program fails, or takes more time or memory than it may.
    """
    absent = missing_packages(generation)
    if absent:
        raise MissingToolError(
            f"{', '.join(absent)} not installed.", next_step="Install dharma[pulumi]."
        )
    answer = _run(_program(generation))
    if answer["problems"]:
        line, text = answer["problems"][0]
        raise AdapterError(f"The Pulumi program fails in line {line}: {text}")
    resources = tuple(
        Registered(**{**r, "depends_on": tuple(r["depends_on"]), "ignored": tuple(r["ignored"])})
        for r in answer["resources"]
    )
    return Program(resources, answer["outputs"])


def missing_packages(generation: Generation) -> tuple[str, ...]:
    """Return the packages of the generation's requirements that are not installed."""
    texts = {file.path: file.text for file in generation.files}
    lines = texts.get("requirements.txt", "pulumi").splitlines()
    names = [line.split(">")[0].strip().replace("-", "_") for line in lines if line.strip()]
    return tuple(name for name in names if find_spec(name) is None)


def _program(generation: Generation) -> str:
    for file in generation.files:
        if file.path == "__main__.py":
            return file.text
    raise AdapterError("The generated files hold no __main__.py.")


def _run(program: str) -> Mapping[str, Any]:
    """Run the program in a child; raise AdapterError when it does not come to an end."""
    command = [sys.executable, "-I", "-m", "dharma_core.runners.pulumi_child", str(MEMORY_BYTES)]
    with tempfile.TemporaryDirectory(prefix="dharma-pulumi-") as folder:
        try:
            done = subprocess.run(
                command,
                input=json.dumps({"program": program}).encode(),
                capture_output=True,
                cwd=folder,
                env={"LC_ALL": "C.UTF-8", "HOME": folder},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise AdapterError(
                f"The Pulumi program did not finish within {SECONDS:.0f} s."
            ) from None
    return _answer(done)


def _answer(done: subprocess.CompletedProcess[bytes]) -> Mapping[str, Any]:
    try:
        answer: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        last = words[-1][:400] if words else f"exit code {done.returncode}"
        raise AdapterError(f"The Pulumi program ended without an answer: {last}") from None
    return answer
