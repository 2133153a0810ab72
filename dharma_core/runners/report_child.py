"""Makes one report in a process of its own: ``dharma report run``, as whoever a token names."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import IO, Any

__all__ = ["Made", "Making", "StoppedError", "make_report"]

MOST_SECONDS = 3300.0
"""Less than the life of the token that the run has."""

_LOOK_SECONDS = 0.1
_MOST_OUTPUT = 200_000


class StoppedError(BaseException):
    """The worker stops: the run has no outcome, and the next worker does it again."""


@dataclass(frozen=True, slots=True)
class Making:
    """What is to be made.

    Parameters
    ----------
    notebook, file : Path
        Absolute.
    parameters : mapping of str to str
        As they were typed.
    token : str
        Its text: who acts.
    home : Path
        DHARMA_HOME.
    cwd : Path
        The working folder, whose ``dharma.toml`` counts.
    """

    notebook: Path
    file: Path
    parameters: Mapping[str, str]
    code: bool
    token: str = field(repr=False)
    home: Path
    cwd: Path

    @property
    def command(self) -> list[str]:
        """The command line."""
        told = [word for name, text in self.parameters.items() for word in ("-p", f"{name}={text}")]
        return [
            sys.executable, "-m", "dharma_core.runners.bound_child", "dharma_core.cli.main",
            "report", "run", str(self.notebook), *told, "--out", str(self.file),
            *(["--code"] if self.code else []), "--format", "json",
        ]  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """The environment: this process's, but for who acts and where."""
        kept = {name: value for name, value in os.environ.items() if name != "DHARMA_CWD"}
        return kept | {"DHARMA_TOKEN": self.token, "DHARMA_HOME": str(self.home)}


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it: a file, or why there is none."""

    path: str = ""
    reason: str = ""


def make_report(making: Making, stopping: Event, *, most_seconds: float = MOST_SECONDS) -> Made:
    """Make a report and wait for it; the process ends with this one, however that ends.

    Raises
    ------
    StoppedError
        If ``stopping`` was set meanwhile; nothing half is left.
    """
    end = time.monotonic() + most_seconds
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        child = subprocess.Popen(
            making.command, env=making.environment, cwd=making.cwd, start_new_session=True,
            stdin=subprocess.PIPE, stdout=said, stderr=complained,
        )  # fmt: skip
        try:
            while (code := _ended(child)) is None:
                if stopping.is_set():
                    raise StoppedError
                if time.monotonic() > end:
                    return Made(reason=f"It took longer than {most_seconds / 60:.0f} minutes.")
        finally:
            _end(child)
        if code == 0:
            return Made(path=str(json.loads(_text(said))["file"]))
        return Made(reason=_reason(_text(complained), code))


def _ended(child: subprocess.Popen[bytes]) -> int | None:
    with suppress(subprocess.TimeoutExpired):
        return child.wait(_LOOK_SECONDS)
    return None


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if child.stdin is not None:
        child.stdin.close()


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read(_MOST_OUTPUT).decode("utf-8", "replace")


def _reason(complained: str, code: int) -> str:
    """Return what the command said of its error, or how it ended."""
    for line in reversed(complained.splitlines()):
        with suppress(ValueError, KeyError, TypeError):
            error: Mapping[str, Any] = json.loads(line)["error"]
            return str(error["message"])
    return f"The program ended with {code}."
