"""Route 53: queries of records, and health checks with their optional features."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.declared import declared
from dharma_core.units import to_decimal

__all__ = ["route53_health_check", "route53_record"]


def route53_record(subject: Subject) -> Iterator[Component]:
    """Yield the queries of a record; those of an alias of another AWS resource are free."""
    aliased = bool(subject.blocks("alias"))
    if not aliased or any(t.type == "aws_route53_record" for t in subject.targets("alias")):
        yield from declared(subject)


def route53_health_check(subject: Subject) -> Iterator[Component]:
    """Yield the month of a health check, and of each optional feature it uses."""
    endpoint = subject.word("endpoint_type", "aws").lower()
    line = Line("Health check", "months", Decimal(1), "endpoint_type")
    yield subject.bill(
        line, subject.key("route53/health_check", region="global", endpoint=endpoint)
    )
    count = _features(subject)
    if count:
        line = Line("Optional features", "months", to_decimal(count), "endpoint_type")
        key = subject.key("route53/health_check_feature", region="global", endpoint=endpoint)
        yield subject.bill(line, key)


def _features(subject: Subject) -> int:
    kind = str(subject.get("type", "")).upper()
    fast = amount(subject.get("request_interval")) == subject.facts["fast_interval"]
    return sum(
        (
            kind.startswith("HTTPS"),
            kind.endswith("STR_MATCH"),
            subject.get("measure_latency") is True,
            fast,
        )
    )
