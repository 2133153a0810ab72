"""A small design, its templates and real ports, for tests that deploy and for worker processes.

Run as a program it is a worker that kills itself at a chosen point:
``deployment_lab.py HOME KILL_POINT``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.deployments.ports import Ports, Rendered
from dharma_core.deployments.values import DeploymentState
from dharma_core.generation.output import GeneratedFile, Generation
from dharma_core.plan import Address, Expression, Output, Plan, Ref, Resource, make_resource
from dharma_core.policies.findings import CheckReport
from dharma_core.runners.executors import SandboxExecutors
from dharma_core.runners.workflows import Worker, WorkflowHome
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.store import Store

CFN_TYPES = {
    "aws_vpc": "AWS::EC2::VPC",
    "aws_subnet": "AWS::EC2::Subnet",
    "aws_internet_gateway": "AWS::EC2::InternetGateway",
    "aws_sqs_queue": "AWS::SQS::Queue",
    "aws_cloudwatch_log_group": "AWS::Logs::LogGroup",
    "aws_elasticache_subnet_group": "AWS::ElastiCache::SubnetGroup",
}
CFN_NAMES = {
    "cidr_block": "CidrBlock",
    "vpc_id": "VpcId",
    "name": {"aws_sqs_queue": "QueueName", "aws_cloudwatch_log_group": "LogGroupName"},
    "retention_in_days": "RetentionInDays",
}


def network(*extra: Resource, name: str = "lab", logs: str = "lab-logs", days: int = 30) -> Plan:
    """Return a VPC, a subnet in it, a queue and a log group."""
    link = Expression.of(("vpc_id",), Ref("aws_vpc.main", "id"))
    resources = (
        make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16"}),
        make_resource(
            Address("aws_subnet", "a"), {"cidr_block": "10.0.1.0/24"}, expressions=(link,)
        ),
        make_resource(Address("aws_sqs_queue", "jobs"), {"name": f"{name}-jobs"}),
        make_resource(
            Address("aws_cloudwatch_log_group", "logs"), {"name": logs, "retention_in_days": days}
        ),
    )
    output = Output("network_id", (Ref("aws_vpc.main", "id"),))
    return Plan((*resources, *extra), name=name, region="us-east-1", outputs=(output,))


def cache_group() -> Resource:
    """Return a resource whose type moto's CloudFormation does not know: it says it made it."""
    return make_resource(
        Address("aws_elasticache_subnet_group", "cache"), {"name": "lab-cache", "description": "x"}
    )


def template(plan: Plan) -> Rendered:
    """Return CloudFormation for the types above."""
    ids = {str(r.address): "".join(w.title() for w in r.name.split("_")) for r in plan}
    body = {
        ids[str(r.address)]: {
            "Type": CFN_TYPES[r.type],
            "Properties": dict(_properties(r, ids)),
        }
        for r in plan
    }
    outputs = {"NetworkId": {"Value": {"Ref": "Main"}}}
    text = json.dumps({"Resources": body, "Outputs": outputs})
    generation = Generation("cloudformation", (GeneratedFile("template.json", text),))
    return Rendered(generation, ids)


def _properties(resource: Resource, ids: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for expression in resource.expressions:
        yield CFN_NAMES[expression.path[0]], {"Ref": ids[expression.mentions[0].target]}
    for key, value in resource.attributes.items():
        named = CFN_NAMES.get(key)
        name = named.get(resource.type) if isinstance(named, dict) else named
        if name:
            yield name, value


def estimate(plan: Plan) -> Estimate:
    """Price every resource at ten dollars a month."""
    part = Component("x", "months", Decimal(1), Decimal(10))
    return Estimate.of(
        (ResourceCost(str(r.address), r.type, (part,)) for r in plan), region="us-east-1"
    )


@cache
def executors(home: Path) -> SandboxExecutors:
    """Return the executors of a home, whose clients are costly to make."""
    return SandboxExecutors(home, load_catalog())


def ports(home: Path, **changes: Any) -> Ports:
    """Return ports on a real store and simulator under ``home``."""
    parts: dict[str, Any] = {
        "records": Store.open(f"sqlite:///{home / 'dharma.db'}"),
        "executors": executors(home),
        "check": lambda plan: CheckReport((), (), len(plan)),
        "estimate": estimate,
        "render": lambda plan, _format: template(plan),
        "secret": lambda _id, name: os.environ.get(f"DHARMA_VAR_{name}"),
        "clock": lambda: datetime.now(UTC),
    }
    return Ports(**(parts | changes))


class _KillingRecords:
    """The store, and a SIGKILL right before or after a deployment enters a state."""

    def __init__(self, store: Store, when: str, state: DeploymentState) -> None:
        self._store, self._when, self._state = store, when, state

    def reading(self, actor: Any = None) -> Any:
        return self._store.reading(actor)

    def settle(self) -> None:
        self._store.settle()

    @contextmanager
    def transaction(self, actor: Any = None) -> Iterator[Any]:
        entered = False
        with self._store.transaction(actor) as unit:
            change = unit.deployments.change_state

            def watched(id_: str, state: DeploymentState, *, reason: str = "") -> Any:
                nonlocal entered
                if state is self._state and self._when == "before":
                    die()
                entered = entered or state is self._state
                return change(id_, state, reason=reason)

            unit.deployments.change_state = watched
            yield unit
        if entered and self._when == "after":
            die()


class _KillingExecutor:
    """An executor, and a SIGKILL before, inside or after one of its calls."""

    def __init__(self, executor: Any, when: str, call: str) -> None:
        self._executor, self._when, self._call = executor, when, call
        self.format = executor.format

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._executor, name)
        if name != self._call:
            return method

        def call(*args: Any, **named: Any) -> Any:
            if self._when == "before":
                die()
            if self._when == "inside":
                die_when_called(self._executor)
            method(*args, **named)
            return die()

        return call


class _KillingExecutors(SandboxExecutors):
    when = call = ""

    def open(self, request: Any, **named: Any) -> Any:
        return _KillingExecutor(super().open(request, **named), self.when, self.call)


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_when_called(executor: Any) -> None:
    """Die once the request to CloudFormation has left, its answer never read."""
    client = executor._account.client("cloudformation")

    def sent(request: Any, **_: Any) -> None:
        import threading

        threading.Timer(0.05, die).start()

    for operation in ("CreateStack", "UpdateStack", "DeleteStack"):
        client.meta.events.register(f"before-send.cloudformation.{operation}", sent)


def killing_ports(home: Path, point: str) -> Ports:
    """Return ports that kill the process at ``before|inside|after:STATE|apply|confirm|undo``."""
    when, where = point.split(":")
    base = ports(home)
    if where in ("apply", "confirm", "undo"):
        killer = _KillingExecutors(home, load_catalog())
        killer.when, killer.call = when, where
        return ports(home, executors=killer)
    return ports(home, records=_KillingRecords(base.records, when, DeploymentState(where)))


def main(home: Path, point: str) -> None:
    """Be a worker until killed."""
    chosen = ports(home) if point == "never" else killing_ports(home, point)
    Worker(WorkflowHome(home), chosen).start()
    time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
