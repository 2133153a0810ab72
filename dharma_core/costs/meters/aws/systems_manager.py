"""Systems Manager: machines elsewhere that are managed in the advanced tier."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["ssm_activation"]


def ssm_activation(subject: Subject) -> Iterator[Component]:
    """Yield the hours of advanced instances; the standard tier is free."""
    limit = subject.number("registration_limit", 1)
    large = limit is not None and limit > subject.facts["standard_limit"]
    if not large and subject.word("instance_tier", "standard") != "advanced":
        return
    used = subject.used("instances")
    hours = None if used is None else used * HOURS_PER_MONTH
    line = Line("On-prem managed instances (advanced)", "hours", hours, "instances")
    yield subject.bill(line, subject.key("ssm/managed_instance"))
