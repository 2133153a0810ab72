"""Step Functions: transitions of standard workflows, requests and memory of express ones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject

__all__ = ["state_machine"]

_MS_PER_HOUR = 3_600_000


def state_machine(subject: Subject) -> Iterator[Component]:
    """Yield what a state machine is billed by, which depends on its type."""
    kind = subject.text("type", "STANDARD")
    if kind is None:
        note = "The type is known only after apply."
        yield subject.unpriced(Line("Transitions", "1K transitions", None), note)
        return
    if kind.upper() != "EXPRESS":
        used = subject.used("monthly_transitions")
        quantity = None if used is None else used / 1000
        line = Line("Transitions", "1K transitions", quantity, "monthly_transitions")
        yield subject.bill(line, subject.key("stepfunctions/transitions"))
        return
    requests = subject.used("monthly_requests")
    millions = None if requests is None else requests / 1_000_000
    line = Line("Requests", "1M requests", millions, "monthly_requests")
    yield subject.bill(line, subject.key("stepfunctions/requests"))
    line = Line("", "GB-hours", _gb_hours(subject), "workflow_duration_ms")
    key = subject.key("stepfunctions/duration")
    yield from subject.bill_tiers(line, key, subject.facts["steps"])


def _gb_hours(subject: Subject) -> Decimal | None:
    """Return requests x duration x memory, the latter two in the whole blocks that are billed."""
    requests = subject.used("monthly_requests")
    length, memory = subject.used("workflow_duration_ms"), subject.used("memory_mb")
    if requests is None or length is None or memory is None:
        return None
    duration_ms = _in_blocks(length, Decimal(subject.facts["block_ms"]))
    memory_mb = _in_blocks(memory, Decimal(subject.facts["block_mb"]))
    return requests * duration_ms * memory_mb / 1024 / _MS_PER_HOUR


def _in_blocks(used: Decimal, block: Decimal) -> Decimal:
    return max((used / block).to_integral_value(ROUND_CEILING), Decimal(1)) * block
