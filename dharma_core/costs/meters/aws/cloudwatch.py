"""CloudWatch: alarms by the metrics they watch and how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of

__all__ = ["metric_alarm"]


def metric_alarm(subject: Subject) -> Iterator[Component]:
    """Yield the metrics of an alarm; one watched against its expected band counts as three."""
    metrics = [
        metric
        for query in subject.blocks("metric_query")
        for metric in blocks_of(query.get("metric"))
    ]
    watched = metrics or [subject.resource.attributes]
    high = any(_is_frequent(subject, metric) for metric in watched)
    name, resolution = ("High", "high") if high else ("Standard", "standard")
    band = subject.get("comparison_operator") in subject.facts["band_operators"]
    each = Decimal(subject.facts["metrics_of_a_band"]) if band else Decimal(1)
    count = each * len(watched)
    title = f"{name} resolution anomaly detection" if band else f"{name} resolution"
    line = Line(title, "alarms" if band else "alarm metrics", count)
    yield subject.bill(line, subject.key("cloudwatch/alarm", resolution=resolution))


def _is_frequent(subject: Subject, metric: Mapping[str, Any]) -> bool:
    seconds = amount(metric.get("period"))
    limit = subject.facts["high_resolution_below_seconds"]
    return seconds is not None and 0 < seconds < limit
