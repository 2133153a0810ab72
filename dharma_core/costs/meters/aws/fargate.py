"""Fargate: memory and processors by the hour, of ECS services and of EKS pods."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of
from dharma_core.costs.scaling import scaled_capacity, scaling_targets
from dharma_core.plan import Resource
from dharma_core.units import HOURS_PER_MONTH, to_decimal

__all__ = ["ecs_service", "fargate_profile"]

_LAUNCHED_ELSEWHERE = ("EC2", "EXTERNAL")
_Share = Decimal | None


def ecs_service(subject: Subject) -> Iterator[Component]:
    """Yield the memory and processors of a service's tasks; none when instances run them."""
    if not _runs_on_fargate(subject):
        return
    task = _task_definition(subject)
    count = _tasks(subject)
    read = task.attributes if task else {}
    arm = [b.get("cpu_architecture") for b in blocks_of(read.get("runtime_platform"))] == ["ARM64"]
    memory = _times(_share(read.get("memory"), "GB"), count)
    vcpus = _times(_share(read.get("cpu"), "vCPU"), count)
    yield from _running(subject, memory, vcpus, "arm64" if arm else "x86_64")
    for block in blocks_of(read.get("inference_accelerator")):
        yield _accelerator(subject, block.get("device_type"), count)


def fargate_profile(subject: Subject) -> Iterator[Component]:
    """Yield the memory and processors of one pod."""
    pod = subject.facts["pod"]
    yield from _running(subject, Decimal(pod["memory_gb"]), Decimal(pod["vcpus"]), "x86_64")


def _running(
    subject: Subject, memory: _Share, vcpus: _Share, architecture: str
) -> Iterator[Component]:
    for name, unit, quantity, product in (
        ("Per GB per hour", "GB", memory, "memory"),
        ("Per vCPU per hour", "CPU", vcpus, "vcpu"),
    ):
        line = Line(name, unit, quantity, hours=HOURS_PER_MONTH)
        yield subject.bill(line, subject.key(f"fargate/{product}", architecture=architecture))


def _accelerator(subject: Subject, kind: Any, count: _Share) -> Component:
    hours = _times(HOURS_PER_MONTH, count)
    line = Line(f"Inference accelerator ({kind})", "hours", hours)
    return subject.bill(line, subject.key("ec2/inference_accelerator", accelerator=str(kind)))


def _runs_on_fargate(subject: Subject) -> bool:
    """Whether the service, or else the cluster it is in, launches on Fargate."""
    launch = subject.get("launch_type")
    if launch == "FARGATE" or launch in _LAUNCHED_ELSEWHERE:
        return bool(launch == "FARGATE")
    own = subject.blocks("capacity_provider_strategy")
    if own:
        return _names_fargate(block.get("capacity_provider") for block in own)
    return any(_cluster_has_fargate(subject, one) for one in subject.targets("cluster"))


def _cluster_has_fargate(subject: Subject, cluster: Resource) -> bool:
    parts = subject.links.users_of(cluster, "aws_ecs_cluster_capacity_providers")
    for part in (cluster, *parts):
        providers = part.attributes.get("capacity_providers")
        if isinstance(providers, tuple) and _names_fargate(providers):
            return True
    return False


def _names_fargate(providers: Any) -> bool:
    return any(name in ("FARGATE", "FARGATE_SPOT") for name in providers)


def _task_definition(subject: Subject) -> Resource | None:
    """Return the task of the service, or of a task set that deploys into it."""
    sources = [subject.resource, *subject.users("aws_ecs_task_set")]
    for source in sources:
        for target in subject.links.targets(source, "task_definition"):
            if target.type == "aws_ecs_task_definition":
                return target
    return None


def _tasks(subject: Subject) -> _Share:
    wanted = subject.number("desired_count")
    if subject.resource.attributes.get("desired_count") is not None:
        return wanted
    targets = scaling_targets(subject, f"service/{subject.text('name')}")
    return scaled_capacity(subject, targets, "DesiredCount") or Decimal(0)


def _share(text: Any, unit: str) -> _Share:
    """Return a size written as ``2 GB`` or in 1,024ths of it."""
    written = str(text).strip()
    if written.lower().endswith(unit.lower()):
        return to_decimal(written[: -len(unit)])
    number = to_decimal(text)
    return None if number is None else number / 1024


def _times(share: _Share, count: _Share) -> _Share:
    return None if share is None or count is None else max(share * count, Decimal(0))
