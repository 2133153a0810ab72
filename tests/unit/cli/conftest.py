"""Runs the command line in this process, as a shell would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dharma_core.cli.main import invoke


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def dharma(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*args: str) -> Ran:
        capsys.readouterr()
        code = invoke(args)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def dharma_process() -> Callable[..., Ran]:
    """Run the installed command as a process of its own, as deployments do in life."""
    command = Path(sys.executable).parent / "dharma"

    def run(*args: str) -> Ran:
        done = subprocess.run(
            [command, *args], capture_output=True, text=True, timeout=120, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
