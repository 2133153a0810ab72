"""SIGKILL at every step boundary and inside the effects: it goes on, or back, and says which."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest

from dharma_core.deployments.steps import RESUMED
from dharma_core.deployments.values import Deployment, DeploymentRequest, LogLine
from dharma_core.identity import local_actor
from dharma_core.runners.simulator import Simulator
from dharma_core.runners.workflows import WorkflowHome, Workflows

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

LAB_FILE = Path(__file__).with_name("deployment_lab.py")
GOOD = [
    "before:validating", "after:validating", "before:planning", "after:planning",
    "before:approved", "after:approved", "before:applying", "after:applying",
    "before:apply", "inside:apply", "after:apply", "before:confirm", "after:confirm",
    "before:completed",
]  # fmt: skip
BAD = [
    "before:rolling_back", "after:rolling_back", "before:undo", "inside:undo", "after:undo",
    "before:rolled_back",
]  # fmt: skip


def killed_worker(home: Path, point: str) -> int:
    """Run a worker that kills itself; return its exit code."""
    command = [sys.executable, str(LAB_FILE), str(home), point]
    return subprocess.run(command, check=False, timeout=60, capture_output=True).returncode


def resume(desk: Workflows, id_: str) -> tuple[Deployment, list[LogLine]]:
    lines: list[LogLine] = []
    with desk.worker_here() as worker:
        found = desk.wait(id_, on_log=lines.append, worker=worker, timeout_seconds=40)
    return found, lines


class Made:
    """What of one design is really in the simulator."""

    def __init__(self, home: Path) -> None:
        self._options: dict[str, Any] = {
            "endpoint_url": Simulator(home).status().endpoint,
            "region_name": "us-east-1",
            "aws_access_key_id": "x",
            "aws_secret_access_key": "x",
        }
        self._ec2 = boto3.client("ec2", **self._options)
        self._sqs = boto3.client("sqs", **self._options)
        self._stacks = boto3.client("cloudformation", **self._options)

    def counts(self, name: str) -> tuple[int, int, int]:
        """Return how many stacks, networks and queues carry the design's name."""
        stack = f"dharma-{name}-development"
        stacks = self._stacks.list_stacks()["StackSummaries"]
        of_stack = [{"Name": "tag:aws:cloudformation:stack-name", "Values": [stack]}]
        return (
            sum(s["StackName"] == stack and "DELETE" not in s["StackStatus"] for s in stacks),
            len(self._ec2.describe_vpcs(Filters=of_stack)["Vpcs"]),
            len(self._sqs.list_queues(QueueNamePrefix=f"{name}-").get("QueueUrls", ())),
        )


@pytest.fixture(scope="module")
def made(lab_home: Path) -> Iterator[Made]:
    Simulator(lab_home).start()
    return Made(lab_home)


@pytest.mark.parametrize("point", GOOD)
def test_a_killed_deployment_resumes_and_is_made_once(
    point: str, desk: Workflows, lab: ModuleType, lab_home: Path, made: Made
) -> None:
    name = "good-" + point.replace(":", "-")
    plan = lab.network(name=name, logs=name)
    asked = desk.submit(plan, DeploymentRequest(), actor=local_actor())

    assert killed_worker(lab_home, point) == -signal.SIGKILL
    found, lines = resume(desk, asked.id)

    assert found.state.value == "completed"
    assert {r.status for r in found.resources} == {"confirmed"}
    assert made.counts(name) == (1, 1, 1)
    if point != "before:validating":  # it was only queued: nothing to resume
        assert RESUMED in found.reason
        assert any(line.step == "resume" for line in lines)


@pytest.mark.parametrize("point", BAD)
def test_a_killed_rollback_goes_on_until_nothing_is_left(
    point: str, desk: Workflows, lab: ModuleType, lab_home: Path, made: Made
) -> None:
    name = "bad-" + point.replace(":", "-")
    plan = lab.network(lab.cache_group(), name=name, logs=name)
    asked = desk.submit(plan, DeploymentRequest(), actor=local_actor())

    assert killed_worker(lab_home, point) == -signal.SIGKILL
    found, lines = resume(desk, asked.id)

    assert found.state.value == "rolled_back"
    assert RESUMED in found.reason
    assert "aws_elasticache_subnet_group.cache" in found.reason
    assert made.counts(name) == (0, 0, 0)
    assert any(line.step == "resume" for line in lines)


@pytest.mark.parametrize("point", ["before:awaiting_approval", "after:awaiting_approval"])
def test_a_killed_wait_for_approval_still_waits_and_takes_the_approval(
    point: str, desk: Workflows, lab: ModuleType, lab_home: Path
) -> None:
    name = "wait-" + point.split(":", maxsplit=1)[0]
    request = DeploymentRequest(environment="production")
    plan = lab.network(name=name, logs=name)
    asked = desk.submit(plan, request, actor=local_actor())

    assert killed_worker(lab_home, point) == -signal.SIGKILL
    found, _ = resume(desk, asked.id)
    assert found.state.value == "awaiting_approval"

    desk.approve(asked.id, actor=local_actor())
    found, _ = resume(desk, asked.id)
    assert found.state.value == "completed"


def test_a_simulator_that_died_too_is_said_and_made_anew(lab: ModuleType, own_home: Path) -> None:
    ports = lab.ports(own_home)
    desk = Workflows(WorkflowHome(own_home), ports)
    asked = desk.submit(lab.network(), DeploymentRequest(), actor=local_actor())
    assert killed_worker(own_home, "after:apply") == -signal.SIGKILL
    pid = Simulator(own_home).status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    found, lines = resume(desk, asked.id)

    assert found.state.value == "completed"
    assert any("is lost" in line.message for line in lines)
    ports.records.close()
