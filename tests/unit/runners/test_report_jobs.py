"""Reports as the worker's second kind of work, on a real DBOS and a desk of the test's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from dharma_core.runners.report_child import StoppedError
from dharma_core.runners.report_jobs import ReportJobs
from dharma_core.runners.workflow_worker import Worker, WorkflowHome


class Desk:
    """Runs that wait, and what was done for them."""

    def __init__(self, *runs: str) -> None:
        self.waiting = list(runs)
        self.due: list[str] = []
        self.done: list[tuple[str, str]] = []
        self.began = threading.Event()
        self.act: Callable[[threading.Event], str] = lambda _stopping: "made"

    def take_due(self) -> None:
        self.waiting += self.due
        self.due = []

    def unfinished(self) -> tuple[tuple[str, str], ...]:
        return tuple((run, "default") for run in self.waiting)

    def make(self, run_id: str, tenant: str, stopping: threading.Event) -> Mapping[str, str]:
        self.began.set()
        return {"said": f"{self.act(stopping)} {run_id} of {tenant}"}

    def finish(self, run_id: str, tenant: str, outcome: Mapping[str, str]) -> str:
        self.waiting.remove(run_id)
        assert tenant == "default"
        self.done.append((run_id, outcome.get("said") or outcome["reason"]))
        return "done"


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def worker(lab: ModuleType, tmp_path: Path):
    """Return a maker of workers on one home; each is stopped at the end."""
    ports = lab.ports(tmp_path)
    made: list[Worker] = []

    def with_desk(desk: Desk, **how: bool) -> Worker:
        made.append(Worker(WorkflowHome(tmp_path), ports, ReportJobs(desk, **how)))
        return made[-1]

    yield with_desk
    for each in made:
        each.stop()
    ports.records.close()


def test_what_waits_and_what_falls_due_is_made_one_after_the_other(worker) -> None:
    desk = Desk("run_1", "run_2")
    desk.due = ["run_3"]
    worker(desk).start()
    until(lambda: len(desk.done) == 3)
    assert desk.done == [(f"run_{n}", f"made run_{n} of default") for n in (1, 2, 3)]


def test_a_maker_that_breaks_ends_its_run_and_the_next_one_is_made(worker) -> None:
    desk = Desk("run_1", "run_2")
    told = iter([ZeroDivisionError("by zero")])

    def act(_stopping: threading.Event) -> str:
        for error in told:
            raise error
        return "made"

    desk.act = act
    worker(desk).start()
    until(lambda: len(desk.done) == 2)
    assert desk.done == [
        ("run_1", "ZeroDivisionError: by zero"),
        ("run_2", "made run_2 of default"),
    ]


def test_a_run_in_flight_when_the_worker_stops_is_made_by_the_next_one(worker) -> None:
    desk = Desk("run_1")

    def act(stopping: threading.Event) -> str:
        assert stopping.wait(30)
        raise StoppedError

    desk.act = act
    first = worker(desk)
    first.start()
    assert desk.began.wait(30)
    first.stop()
    assert desk.done == []
    desk.act = lambda _stopping: "made"
    idle = worker(desk, works=False)  # as of a command that deploys: reports are none of its work
    idle.start()
    idle.stop()
    assert desk.done == []
    worker(desk, keeps_time=False).start()
    until(lambda: desk.done)
    assert desk.done == [("run_1", "made run_1 of default")]
