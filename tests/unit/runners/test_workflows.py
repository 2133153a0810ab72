"""Deployments as durable workflows: asked for, followed, approved and cancelled from anywhere."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest

from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState, LogLine
from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.identity import local_actor
from dharma_core.runners.workflows import WorkflowHome, Workflows
from dharma_core.storage.store import Store

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

LAB_FILE = Path(__file__).with_name("deployment_lab.py")
S = DeploymentState


def run(desk: Workflows, id_: str) -> tuple[Deployment, list[LogLine]]:
    lines: list[LogLine] = []
    with desk.worker_here() as worker:
        found = desk.wait(id_, on_log=lines.append, worker=worker, timeout_seconds=40)
    return found, lines


@contextmanager
def other_process(home: Path, desk: Workflows) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker in a process of its own until the block ends."""
    command = [sys.executable, str(LAB_FILE), str(home), "never"]
    with subprocess.Popen(command) as worker:
        try:
            end = time.monotonic() + 20
            while desk.worker_pid() != worker.pid and time.monotonic() < end:
                time.sleep(0.05)
            yield worker
        finally:
            worker.kill()


def test_a_deployment_goes_through_and_tells_its_log_live(desk: Workflows, lab: ModuleType) -> None:
    plan = lab.network(name="wf-good", logs="wf-good")
    asked = desk.submit(plan, DeploymentRequest(), actor=local_actor(), blueprint="bp_1@1.2.0")
    assert asked.state is S.QUEUED
    found, lines = run(desk, asked.id)
    assert found.state is S.COMPLETED
    assert found.reason == ""
    assert (found.blueprint_id, found.blueprint_version) == ("bp_1", "1.2.0")
    assert found.estimate == Decimal(40)  # four resources at ten dollars
    assert list(dict.fromkeys(line.step for line in lines)) == [
        "validate", "plan", "apply", "confirm", "end",
    ]  # fmt: skip


def test_an_unsupported_type_ends_rolled_back(desk: Workflows, lab: ModuleType) -> None:
    plan = lab.network(lab.cache_group(), name="wf-cache", logs="wf-cache")
    asked = desk.submit(plan, DeploymentRequest(), actor=local_actor())
    found, _ = run(desk, asked.id)
    assert found.state is S.ROLLED_BACK
    assert "aws_elasticache_subnet_group.cache: the target made no such" in found.reason
    assert "All 5 resources are gone." in found.reason


def test_another_process_runs_it_and_takes_the_approval(
    desk: Workflows, lab: ModuleType, lab_home: Path
) -> None:
    request = DeploymentRequest(environment="production")
    with other_process(lab_home, desk):
        plan = lab.network(name="wf-approve", logs="wf-approve")
        asked = desk.submit(plan, request, actor=local_actor())
        waiting = desk.wait(asked.id, timeout_seconds=30)
        assert waiting.state is S.AWAITING_APPROVAL
        began = time.monotonic()
        desk.approve(asked.id, actor=local_actor())
        found = desk.wait(asked.id, timeout_seconds=30)
        assert found.state is S.COMPLETED
        assert time.monotonic() - began < 30  # by message, not by the sixty-second look


def test_an_approval_while_no_worker_runs_interrupts_nothing(
    desk: Workflows, lab: ModuleType
) -> None:
    plan = lab.network(name="wf-later", logs="wf-later")
    asked = desk.submit(plan, DeploymentRequest(environment="production"), actor=local_actor())
    assert run(desk, asked.id)[0].state is S.AWAITING_APPROVAL
    desk.approve(asked.id, actor=local_actor())
    found, _ = run(desk, asked.id)
    assert (found.state, found.reason) == (S.COMPLETED, "")


def test_what_is_submitted_or_cancelled_while_the_first_worker_starts_is_not_lost(
    lab: ModuleType, own_home: Path
) -> None:
    place = WorkflowHome(own_home)
    desk = Workflows(place, lab.ports(own_home))
    with place.lock():  # as a worker that has not made its tables yet
        (own_home / "workflows.db").touch()
        asked, other = (
            desk.submit(lab.network(name=name, logs=name), DeploymentRequest(), actor=local_actor())
            for name in ("wf-early", "wf-early-off")
        )
        desk.cancel(other.id, actor=local_actor())
    assert not place.ready
    assert run(desk, asked.id)[0].state is S.COMPLETED
    assert run(desk, other.id)[0].state is S.CANCELLED
    assert place.ready
    assert not WorkflowHome(own_home, "postgresql://elsewhere/db").ready


def test_a_worker_opens_no_port_and_a_second_one_is_refused(
    desk: Workflows, lab_home: Path
) -> None:
    with other_process(lab_home, desk) as worker:
        time.sleep(1.0)
        opened = psutil.Process(worker.pid).net_connections()
        assert [c for c in opened if c.status == "LISTEN"] == []
        with desk.worker_here() as mine:
            assert not mine.running
            with pytest.raises(ConflictError, match=f"pid {worker.pid}"):
                mine.start()


def test_a_follower_takes_over_when_the_worker_it_waited_for_dies(
    desk: Workflows, lab: ModuleType, lab_home: Path
) -> None:
    with other_process(lab_home, desk) as worker, desk.worker_here() as mine:
        worker.kill()
        worker.wait()
        plan = lab.network(name="wf-takeover", logs="wf-takeover")
        asked = desk.submit(plan, DeploymentRequest(), actor=local_actor())
        assert not mine.running
        found = desk.wait(asked.id, worker=mine, timeout_seconds=40)
        assert mine.running
    assert found.state is S.COMPLETED


def test_cancel_ends_a_waiting_deployment_and_is_too_late_afterwards(
    desk: Workflows, lab: ModuleType
) -> None:
    request = DeploymentRequest(environment="production")
    asked = desk.submit(lab.network(name="wf-cancel"), request, actor=local_actor())
    run(desk, asked.id)
    cancelled = desk.cancel(asked.id, actor=local_actor())
    assert cancelled.state is S.CANCELLED
    found, _ = run(desk, asked.id)
    assert (found.state, found.reason) == (S.CANCELLED, "Cancelled by local.")
    with pytest.raises(ConflictError, match="it has ended"):
        desk.cancel(asked.id, actor=local_actor())
    with pytest.raises(ConflictError):
        desk.approve(asked.id, actor=local_actor())


def test_a_worker_stops_at_once_while_something_waits(desk: Workflows, lab: ModuleType) -> None:
    request = DeploymentRequest(environment="production")
    asked = desk.submit(lab.network(name="wf-stop"), request, actor=local_actor())
    with desk.worker_here() as worker:
        desk.wait(asked.id, worker=worker, timeout_seconds=30)
        began = time.monotonic()
        worker.stop()
        assert time.monotonic() - began < 10
    desk.cancel(asked.id, actor=local_actor())


def test_two_deployments_of_one_design_take_turns(desk: Workflows, lab: ModuleType) -> None:
    plan = lab.network(name="wf-turns", logs="wf-turns")
    asked = [desk.submit(plan, DeploymentRequest(), actor=local_actor()) for _ in range(2)]
    with desk.worker_here() as worker:
        found = [desk.wait(a.id, worker=worker, timeout_seconds=40) for a in asked]
    assert [f.state for f in found] == [S.COMPLETED, S.COMPLETED]
    assert found[0].resources == found[1].resources


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (DeploymentRequest(target="sandbx"), "Did you mean 'sandbox'"),
        (DeploymentRequest(executor="cloudfromation"), "Did you mean 'cloudformation'"),
    ],
    ids=["target", "executor"],
)
def test_an_unknown_target_or_executor_is_refused_before_anything_is_written(
    desk: Workflows, lab: ModuleType, request_: DeploymentRequest, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        desk.submit(lab.network(), request_, actor=local_actor())
    assert said in str(caught.value)


def test_an_unknown_deployment_is_not_found(desk: Workflows) -> None:
    with pytest.raises(NotFoundError):
        desk.approve("dep_nope", actor=local_actor())


def test_importing_the_desk_loads_neither_engine_nor_cloud() -> None:
    program = (
        "import sys, dharma_core.runners.workflows, dharma_core.runners.executors;"
        "print([m for m in ('dbos', 'boto3', 'moto', 'sqlalchemy') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.postgres
def test_the_same_runs_on_postgresql(lab: ModuleType, lab_home: Path, cluster: Any) -> None:
    url = cluster.new_database(migrated=False)
    with Store.open(url) as store:
        desk = Workflows(WorkflowHome(lab_home, url), lab.ports(lab_home, records=store))
        plan = lab.network(name="wf-postgres", logs="wf-postgres")
        request = DeploymentRequest(environment="production")
        asked = desk.submit(plan, request, actor=local_actor())
        assert run(desk, asked.id)[0].state is S.AWAITING_APPROVAL
        desk.approve(asked.id, actor=local_actor())
        assert run(desk, asked.id)[0].state is S.COMPLETED
