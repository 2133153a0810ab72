"""Cloud Run and Cloud Functions: seconds of processors and memory, by how they are billed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.costs.meters.google.written import written

__all__ = ["cloud_function", "cloud_run_service", "cloud_run_v2_job", "cloud_run_v2_service"]

_MILLIS_PER_SECOND = 1000
_SECONDS_PER_MINUTE = 60
_SECONDS_PER_HOUR = 3600
_HOURS = 730
_MIB_PER_GIB = 1024
_BYTES_PER_GIB = 1024**3
_SUFFIXES = {  # of memory, in bytes
    "Ki": 1024, "Mi": 1024**2, "Gi": 1024**3, "Ti": 1024**4,
    "k": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4,
}  # fmt: skip
_THROTTLING = "run.googleapis.com/cpu-throttling"
_LEAST = "autoscaling.knative.dev/minScale"

_Block = Mapping[str, Any]


def cloud_run_service(subject: Subject) -> Iterator[Component]:
    """Yield a service by requests, or by instances when processors are never throttled."""
    template = _template(subject)
    containers = blocks_of(_first(template.get("spec")).get("containers"))
    notes = _annotations(_first(template.get("metadata")))
    always = str(notes.get(_THROTTLING)).lower() == "false"
    yield from _service(subject, containers, always=always, least=amount(notes.get(_LEAST)))


def cloud_run_v2_service(subject: Subject) -> Iterator[Component]:
    """Yield a service by requests, or by instances when processors stay between requests."""
    template = _template(subject)
    containers = blocks_of(template.get("containers"))
    resources = [block for c in containers for block in blocks_of(c.get("resources"))]
    always = any(block.get("cpu_idle") is False for block in resources)
    least = amount(_first(template.get("scaling")).get("min_instance_count"))
    yield from _service(subject, containers, always=always, least=least)


def cloud_run_v2_job(subject: Subject) -> Iterator[Component]:
    """Yield the seconds of a job's tasks."""
    template = _template(subject)
    containers = blocks_of(_first(template.get("template")).get("containers"))
    tasks = template.get("task_count")
    runs, minutes = map(subject.used, ("monthly_job_executions", "average_task_execution_mins"))
    count = amount(1 if tasks is None else tasks)
    seconds = _product(runs, minutes, count, Decimal(_SECONDS_PER_MINUTE))
    yield from _allocated(subject, containers, seconds, "instance", "monthly_job_executions")


def _service(
    subject: Subject, containers: tuple[_Block, ...], *, always: bool, least: Decimal | None
) -> Iterator[Component]:
    if always:
        used = subject.used("instance_hrs")
        hours = least * _HOURS if used is None and least else used
        seconds = _product(hours, Decimal(_SECONDS_PER_HOUR))
        yield from _allocated(subject, containers, seconds, "instance", "instance_hrs")
        return
    requests = subject.used("monthly_requests")
    seconds = _request_seconds(subject, requests)
    yield from _allocated(subject, containers, seconds, "request", "monthly_requests")
    line = Line("Number of requests", "requests", requests, "monthly_requests")
    yield subject.bill(line, subject.key("cloud_run/requests", region="global"))


def _request_seconds(subject: Subject, requests: Decimal | None) -> Decimal | None:
    millis = subject.used("average_request_duration_ms")
    together = subject.used("concurrent_requests_per_instance") or Decimal(1)
    seconds = _product(requests, millis)
    return None if seconds is None else seconds / _MILLIS_PER_SECOND / together


def _allocated(
    subject: Subject,
    containers: tuple[_Block, ...],
    seconds: Decimal | None,
    billing: str,
    usage: str,
) -> Iterator[Component]:
    tier = _tier(subject)
    end = " (tier 2)" if tier == "2" else ""
    cpu, memory = _limits(subject, containers)
    for name, unit, product, size in (
        ("CPU allocation time", "vCPU-seconds", "cpu", cpu),
        ("Memory allocation time", "GiB-seconds", "memory", memory),
    ):
        line = Line(f"{name}{end}", unit, _product(seconds, size), usage)
        key = subject.key(f"cloud_run/{product}", region="global", billing=billing, tier=tier)
        yield subject.bill(line, key)


def _tier(subject: Subject) -> str:
    return "1" if subject.region in subject.facts["tier_1_regions"] else "2"


def _limits(
    subject: Subject, containers: tuple[_Block, ...]
) -> tuple[Decimal | None, Decimal | None]:
    """Return the processors and GiB of all containers of an instance."""
    facts = subject.facts
    cpu, memory = [], []
    for container in containers or ({},):
        limits = _first(container.get("resources")).get("limits")
        limits = limits if isinstance(limits, Mapping) else {}
        cpu.append(_processors(limits.get("cpu", facts["default_cpu"])))
        memory.append(_gib(limits.get("memory", f"{facts['default_memory_gib']}Gi")))
    return _sum(cpu), _sum(memory)


def _sum(numbers: list[Decimal | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None


def _processors(text: Any) -> Decimal | None:
    if isinstance(text, str) and text.endswith("m"):
        thousandths = amount(text.removesuffix("m"))
        return None if thousandths is None else thousandths / 1000
    return amount(text)


def _gib(text: Any) -> Decimal | None:
    if not isinstance(text, str):
        size = amount(text)
        return None if size is None else size / _BYTES_PER_GIB
    for suffix, scale in _SUFFIXES.items():
        if text.endswith(suffix):
            number = amount(text.removesuffix(suffix))
            return None if number is None else number * scale / _BYTES_PER_GIB
    number = amount(text)
    return None if number is None else number / _BYTES_PER_GIB


def _template(subject: Subject) -> _Block:
    return _first(written(subject.resource, "template").get("template"))


def _annotations(metadata: _Block) -> _Block:
    found = metadata.get("annotations")
    return found if isinstance(found, Mapping) else {}


def _first(blocks: Any) -> _Block:
    return next(iter(blocks_of(blocks)), {})


def _product(*numbers: Decimal | None) -> Decimal | None:
    result = Decimal(1)
    for number in numbers:
        if number is None:
            return None
        result *= number
    return result


def cloud_function(subject: Subject) -> Iterator[Component]:
    """Yield a function's processor, memory, calls and data sent out; time in steps of 100 ms."""
    facts = subject.facts
    megabytes = subject.number("available_memory_mb", facts["default_memory_mb"])
    clocks = {Decimal(size): Decimal(mhz) for size, mhz in facts["clock_mhz"].items()}
    clock = None if megabytes is None else clocks.get(megabytes)
    calls = subject.used("monthly_function_invocations")
    seconds = _product(calls, _billed_seconds(subject))
    ghz = None if clock is None else clock / 1000
    gib = None if megabytes is None else megabytes / _MIB_PER_GIB
    key, tier = "monthly_function_invocations", _tier(subject)
    for line, product, keys in (
        (Line("CPU", "GHz-seconds", _product(seconds, ghz), key), "cpu", {"tier": tier}),
        (Line("Memory", "GB-seconds", _product(seconds, gib), key), "memory", {"tier": tier}),
        (Line("Invocations", "invocations", calls, key), "invocations", {}),
    ):
        yield subject.bill(line, subject.key(f"cloud_functions/{product}", region="global", **keys))
    key = "monthly_outbound_data_gb"
    line = Line("Outbound data transfer", "GB", subject.used(key), key)
    yield subject.bill(line, subject.key("cloud_functions/outbound_data", region="global"))


def _billed_seconds(subject: Subject) -> Decimal | None:
    millis = subject.used("request_duration_ms")
    step = Decimal(subject.facts["billed_step_ms"])
    if millis is None:
        return None
    return (millis / step).to_integral_value(ROUND_CEILING) * step / _MILLIS_PER_SECOND
