"""``dharma report schedule``: asked for, listed, made when due, also after a kill in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from dharma_core.automation import RunState
from dharma_core.storage.report_schedule_tables import report_schedules
from dharma_core.workbench import Workbench
from tests.notebooks_made import write_notebook

SLOW = """
import time
from pathlib import Path
if not Path("go").exists():
    Path("begun").touch()
    time.sleep(60)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def let_it_be_due() -> None:
    """Turn the schedule back by a day, as if the machine had been off."""
    with Workbench.open().store.transaction() as uow:
        (kept,) = uow.report_schedules.all()
        earlier = update(report_schedules).values(since=kept.since - timedelta(days=1))
        uow.scope.write(earlier)


def test_a_schedule_is_told_with_its_next_times_and_listed(dharma, here) -> None:
    words = ["monthly-cost-review", "--cron", "0 7 1 * *", "-p", "MONTH=2026-03", "--keep", "3"]
    ran = dharma("report", "schedule", *words, "--out", "costs/{month}.html", "--format", "json")
    said = json.loads(ran.out)
    assert (ran.code, said["status"], len(said["next"])) == (0, "scheduled", 3)
    assert said["path"] == f"{here}/costs/{said['next'][0][:7]}.html"
    (listed,) = json.loads(dharma("report", "schedules", "--format", "json").out)["schedules"]
    assert listed["parameters"] == {"MONTH": "2026-03"}
    assert (listed["state"], listed["last"], listed["path"]) == ("active", None, None)
    table = dharma("report", "schedules").out
    assert "not yet" in table
    assert said["next"][0][:10] in table
    ran = dharma("report", "unschedule", "monthly-cost-review")
    assert (ran.code, ran.out) == (
        0,
        f"monthly-cost-review is made no more. Its files stay in {here}/costs.\n",
    )
    assert "No report is scheduled." in dharma("report", "schedules").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--cron", "0 25 * * *"], "the hour cannot be '25'"),
        (["--cron", "0 7 1 * *", "-p", "MONTH"], "not of the form NAME=VALUE"),
        (["--cron", "0 7 1 * *", "-p", "MONHT=1"], "no parameter 'MONHT'"),
        (["--cron", "0 7 1 * *", "--out", "{day}.html"], "{day}"),
        (["--cron", "0 7 1 * *", "--keep", "0"], "0 files"),
        ([], "--cron"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_kept(dharma, here, words, message) -> None:
    ran = dharma("report", "schedule", "monthly-cost-review", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert Workbench.open().report_schedules() == ()


def test_nothing_due_says_so_and_makes_no_store(dharma, here) -> None:
    ran = dharma("report", "due")
    assert (ran.code, ran.out) == (0, "Nothing is due.\n")
    assert not Workbench.open().store_exists


@pytest.mark.slow
def test_a_run_that_was_killed_is_done_again_and_leaves_nothing_half(
    dharma, dharma_process, here
) -> None:
    write_notebook(here / "why.ipynb", "DAYS = 30", SLOW)
    dharma("report", "schedule", "why.ipynb", "--cron", "0 7 * * *", "--out", "made")
    let_it_be_due()
    # A worker of its own, as 'dharma serve' or cron start one, killed while the notebook runs.
    worker = subprocess.Popen(
        [sys.executable, "-m", "dharma_core.cli.main", "report", "due"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    end = time.monotonic() + 60
    while not (here / "begun").exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert not (here / "made").exists()
    (standing,) = Workbench.open().report_schedules()
    assert (standing.last.state, standing.last.attempts) == (RunState.RUNNING, 1)
    (here / "go").touch()

    ran = dharma_process("report", "due", "--format", "json")
    (run,) = json.loads(ran.out)["runs"]
    assert (ran.code, run["status"], run["name"]) == (0, "done", "why")
    assert [str(path) for path in (here / "made").iterdir()] == [run["path"]]
    (standing,) = Workbench.open().report_schedules()
    assert standing.last.attempts == 2
    assert dharma("report", "due").out == "Nothing is due.\n"


def test_a_report_that_is_not_made_exits_1_and_says_why(dharma, dharma_process, here) -> None:
    own = write_notebook(here / "why.ipynb", "DAYS = 30")
    dharma("report", "schedule", "why.ipynb", "--cron", "0 7 * * *", "--out", "made")
    let_it_be_due()
    write_notebook(own, "DAYS = 31")
    ran = dharma_process("report", "due")
    assert ran.code == 1
    assert "why.ipynb has changed since it was scheduled" in " ".join(ran.out.split())
    assert "failed" in dharma("report", "schedules").out
    assert not (here / "made").exists()
