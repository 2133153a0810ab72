"""One report in a process of its own: what it says of it, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from dharma_core.runners import report_child
from dharma_core.runners.report_child import Making, StoppedError, make_report


class Program(Making):
    """Runs a line of Python in the place of the command."""

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-S", "-c", self.parameters["code"]]


def program(tmp_path: Path, code: str) -> Program:
    return Program(
        Path("a.ipynb"), tmp_path / "a.html", {"code": code}, code=False, token="dhp_secret",
        home=tmp_path, cwd=tmp_path,
    )  # fmt: skip


def test_the_command_is_the_one_that_people_type(tmp_path) -> None:
    making = Making(
        Path("/n/a.ipynb"), Path("/o/a.html"), {"X": "-1"}, code=True, token="dhp_secret",
        home=tmp_path, cwd=tmp_path,
    )  # fmt: skip
    assert making.command[4:] == [
        "report", "run", "/n/a.ipynb", "-p", "X=-1", "--out", "/o/a.html", "--code", "--format",
        "json",
    ]  # fmt: skip
    assert "dhp_secret" not in repr(making)
    assert not any("dhp_secret" in word for word in making.command)


def test_what_it_wrote_comes_back_and_it_acts_as_the_token_names(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DHARMA_TOKEN", "another")
    monkeypatch.setenv("DHARMA_CWD", "/elsewhere")
    code = (
        "import os, json; told = os.environ; "
        "print(json.dumps({'file': told['DHARMA_TOKEN'] + told.get('DHARMA_CWD', '')}))"
    )
    assert make_report(program(tmp_path, code), threading.Event()).path == "dhp_secret"


COMPLAIN = "import sys; sys.stderr.write({!r}); sys.exit({})"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (COMPLAIN.format('A word.\n{"error": {"message": "Cell 3"}}\n', 2), "Cell 3"),
        (COMPLAIN.format('{"error": 1}', 3), "The program ended with 3."),
        ("import os; os.kill(os.getpid(), 9)", "The program ended with -9."),
    ],
)
def test_what_went_wrong_comes_back(tmp_path, code, reason) -> None:
    assert make_report(program(tmp_path, code), threading.Event()).reason == reason


def test_what_takes_too_long_is_ended(tmp_path) -> None:
    slow = program(tmp_path, "import time; time.sleep(60)")
    assert "longer than" in make_report(slow, threading.Event(), most_seconds=0.0).reason


def test_a_stopping_worker_takes_its_child_along(tmp_path) -> None:
    stopping = threading.Event()
    stopping.set()
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(StoppedError):
        make_report(program(tmp_path, "import time; time.sleep(60)"), stopping)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_killed_parent_takes_its_child_along(tmp_path) -> None:
    (tmp_path / "slow.py").write_text(
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(60)\n", "utf-8"
    )
    parent = (
        "import subprocess, sys, time; "
        "subprocess.Popen([sys.executable, '-m', 'dharma_core.runners.bound_child', 'slow'], "
        "stdin=subprocess.PIPE, start_new_session=True); time.sleep(60)"
    )
    path = os.pathsep.join([str(tmp_path), str(Path(report_child.__file__).parents[2])])
    running = subprocess.Popen(
        [sys.executable, "-c", parent], cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}
    )
    pid = tmp_path / "pid"
    _wait_until(lambda: pid.exists() and pid.read_text())
    child = psutil.Process(int(pid.read_text()))
    running.kill()
    running.wait()
    _wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def _wait_until(true, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
