"""Runs the command line in this process, as a shell would."""

from __future__ import annotations

from collections.abc import Callable
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
