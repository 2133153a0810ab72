"""Azure Monitor: notifications of action groups, alert rules and web tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["log_alert", "metric_alert", "monitor_action_group", "standard_web_test"]

_GLOBAL = "global"
_ONE = Decimal(1)
_SECONDS_PER_HOUR = 3600


def monitor_action_group(subject: Subject) -> Iterator[Component]:
    """Yield each kind of notification: as many as there are receivers, times those of a month."""
    for entry in subject.facts["receivers"]:
        if subject.get(entry["block"]) is UNKNOWN:
            line = Line(entry["name"], entry["unit"], None, "monthly_notifications")
            yield subject.unpriced(line, "Known only after apply: how many receivers there are.")
            continue
        blocks = [one for one in subject.blocks(entry["block"]) if _is_meant(one, entry)]
        if "by_country" in entry:
            countries = Counter(str(block.get("country_code")) for block in blocks)
            for country, count in countries.items():
                name = f"{entry['name']} > Country code {country}"
                yield _notification(subject, entry, (name, count), country=country)
        elif blocks:
            yield _notification(subject, entry, (entry["name"], len(blocks)), kind=entry["kind"])


def _is_meant(block: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether a receiver is of the entry's kind: with or without a block that makes it secure."""
    if "with" in entry:
        return bool(blocks_of(block.get(entry["with"])))
    return not ("without" in entry and blocks_of(block.get(entry["without"])))


def _notification(
    subject: Subject, entry: Mapping[str, Any], of: tuple[str, int], **attributes: str
) -> Component:
    name, count = of
    sent = subject.used("monthly_notifications")
    quantity = None if sent is None else sent * count
    line = Line(f"{name} ({count})", entry["unit"], quantity, "monthly_notifications")
    return subject.bill(line, subject.key(entry["price"], region=_GLOBAL, **attributes))


def metric_alert(subject: Subject) -> Iterator[Component]:
    """Yield the time series watched, and those that have a threshold of their own making."""
    if subject.get("enabled") is False:
        return
    scopes = max(len(_listed(subject.get("scopes"))), 1)
    static = scopes * _series(subject, "criteria")
    dynamic = scopes * _series(subject, "dynamic_criteria")
    if static + dynamic:
        line = Line("Metrics monitoring", "time-series", Decimal(static + dynamic))
        yield _series_line(subject, line, "static")
    if dynamic:
        line = Line("Dynamic threshold monitoring", "time-series", Decimal(dynamic))
        yield _series_line(subject, line, "dynamic")


def _series_line(subject: Subject, line: Line, threshold: str) -> Component:
    key = subject.key("monitor/metric_time_series", region=_GLOBAL, threshold=threshold)
    return subject.bill(line, key)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else ()


def _series(subject: Subject, name: str) -> int:
    """Return how many series the criteria watch: one each, or one a dimension."""
    return sum(max(len(blocks_of(one.get("dimension"))), 1) for one in subject.blocks(name))


def log_alert(subject: Subject) -> Iterator[Component]:
    """Yield the rule by how often it runs, and the series beyond its first."""
    if subject.get("enabled") is False:
        return
    minutes = _minutes(subject)
    if minutes is None:
        note = "How often the rule runs is known only after apply, or not a known interval."
        yield subject.unpriced(Line("Log alerts monitoring", "rule", _ONE), note)
        return
    often = f"({minutes} minute frequency)"
    line = Line(f"Log alerts monitoring {often}", "rule", _ONE)
    yield subject.bill(line, subject.key("monitor/log_alert_rule", minutes=str(minutes)))
    scopes = max(len(_listed(subject.get("scopes"))), 1)
    further = scopes * _series(subject, "criteria") - 1 if "series" in subject.facts else 0
    if further > 0:
        line = Line(f"Additional time-series monitoring {often}", "time-series", Decimal(further))
        key = subject.key("monitor/log_alert_time_series", minutes=str(minutes))
        yield subject.bill(line, key)


def _minutes(subject: Subject) -> int | None:
    """Return the priced interval that a rule's own falls into: 11 minutes are priced as 10."""
    facts = subject.facts
    given = subject.get(facts["frequency_attribute"])
    if given is UNKNOWN:
        return None
    known = facts.get("intervals", {}).get(str(given))
    minutes = amount(given if known is None else known)
    if minutes is None:
        return None
    return max((step for step in facts["priced_minutes"] if step <= minutes), default=None)


def standard_web_test(subject: Subject) -> Iterator[Component]:
    """Yield the runs of a month, from each place, of a test that is switched on."""
    if subject.get("enabled") is False:
        return
    seconds = subject.number("frequency", subject.facts["default_seconds"])
    places = max(len(_listed(subject.get("geo_locations"))), 1)
    if not seconds:
        note = "How often the test runs is known only after apply."
        yield subject.unpriced(Line("Standard web test", "tests", None), note)
        return
    runs = HOURS_PER_MONTH * _SECONDS_PER_HOUR / seconds * places
    line = Line(f"Standard web test ({seconds:f} second frequency)", "tests", runs)
    yield subject.bill(line, subject.key("application_insights/standard_web_test"))
