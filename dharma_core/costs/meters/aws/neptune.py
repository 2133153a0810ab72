"""Neptune: a database instance by its class, and the credits of those that burst."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["neptune_instance"]


def neptune_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an instance at its cluster's kind of storage, and its CPU credits."""
    kind = subject.text("instance_class")
    line = Line(
        f"Database instance (on-demand, {kind or 'unknown class'})", "hours", HOURS_PER_MONTH
    )
    if not kind:
        yield subject.unpriced(line, "The class is known only after apply.")
        return
    clusters = subject.targets("cluster_identifier")
    optimised = any(c.attributes.get("storage_type") == "iopt1" for c in clusters)
    storage = {"storage": "io_optimised"} if optimised else {}
    yield subject.bill(line, subject.key("neptune/instance", instance_class=kind, **storage))
    if kind.removeprefix("db.").split(".")[0] in subject.facts["burstable_families"]:
        used = subject.used("monthly_cpu_credit_hrs")
        quantity = None if used is None else used * HOURS_PER_MONTH
        line = Line("CPU credits", "vCPU-hours", quantity, "monthly_cpu_credit_hrs")
        yield subject.bill(line, subject.key("neptune/cpu_credits"))
