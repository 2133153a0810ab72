"""Log Analytics and Application Insights: data taken in, kept, archived and searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, blocks_of
from dharma_core.costs.meters.declared import declared
from dharma_core.plan import Resource

__all__ = ["application_insights", "log_analytics_workspace"]

_DAYS_PER_MONTH = Decimal(30)  # commitments are shown as 30 days, retention is paid by 30 days


def log_analytics_workspace(subject: Subject) -> Iterator[Component]:
    """Yield ingestion by plan, retention beyond what is free, and the rest as declared."""
    plan = subject.text("sku", "PerGB2018")
    billed = None if plan is None else subject.facts["plans"].get(plan.lower())
    if billed is None:
        note = f"Dharma has no prices for the plan {plan or 'that is known only after apply'}."
        yield subject.unpriced(Line("Log data ingestion", "GB", None), note)
    elif billed != "free":
        yield from _priced_plan(subject, by_commitment=billed == "commitment")


def _priced_plan(subject: Subject, *, by_commitment: bool) -> Iterator[Component]:
    is_sentinel = _has_sentinel(subject)
    for entry in subject.facts["ingestion"]:
        if is_sentinel or not entry.get("sentinel"):
            yield from (
                _commitment(subject, entry) if by_commitment else _by_gigabyte(subject, entry)
            )
    days = subject.number("retention_in_days", 0)
    free_days = subject.facts["free_retention_days"]["sentinel" if is_sentinel else "other"]
    if days is None or days > Decimal(free_days):
        usage_key = "monthly_additional_log_data_retention_gb"
        line = Line("Log data retention", "GB", subject.used(usage_key), usage_key)
        yield subject.bill(line, subject.key("log_analytics/retention"))
    yield from declared(subject)


def _has_sentinel(subject: Subject) -> bool:
    """Whether Microsoft Sentinel reads the workspace: by its solution or one of its connectors."""
    facts, users = subject.facts["sentinel"], subject.links.users
    for user in users.get(str(subject.resource.address), ()):
        solutions = user.type == facts["solution_type"]
        if solutions and _is_sentinel_solution(user, facts["solution"]):
            return True
        readers = (user, *(users.get(str(user.address), ()) if solutions else ()))
        if any(reader.type.startswith(tuple(facts["types"])) for reader in readers):
            return True
    return False


def _is_sentinel_solution(solution: Resource, name: str) -> bool:
    plans = blocks_of(solution.attributes.get("plan"))
    products = (str(plan.get("product")).rpartition("/")[2] for plan in plans)
    return name in (solution.attributes.get("solution_name"), *products)


def _by_gigabyte(subject: Subject, entry: Mapping[str, Any]) -> Iterator[Component]:
    line = Line(entry["name"], "GB", subject.used(entry["usage"]), entry["usage"])
    yield subject.bill(line, subject.key(entry["price"]))


def _commitment(subject: Subject, entry: Mapping[str, Any]) -> Iterator[Component]:
    """Yield the days of a commitment; nothing when no capacity is written."""
    attribute = "reservation_capacity_in_gb_per_day"
    level = subject.number(attribute, 0)
    if level is None:
        line = Line(entry["name"], "GB (per day)", None)
        yield subject.unpriced(line, "The capacity reserved is known only after apply.")
    elif level:
        line = Line(entry["name"], f"{level:f} GB (per day)", _DAYS_PER_MONTH)
        yield subject.bill(line, subject.key(entry["commitment"], gb_per_day=f"{level:f}"))


def application_insights(subject: Subject) -> Iterator[Component]:
    """Yield the data taken in, and kept for longer than what is free."""
    usage_key = "monthly_data_ingested_gb"
    taken_in = subject.used(usage_key)
    line = Line("Data ingested", "GB", taken_in, usage_key)
    yield subject.bill(line, subject.key("application_insights/ingestion"))
    days = subject.number("retention_in_days", 0)
    free_days = Decimal(subject.facts["free_retention_days"])
    if days is None or days <= free_days:
        return
    months = (days - free_days) / _DAYS_PER_MONTH
    kept = None if taken_in is None else taken_in * months
    line = Line(f"Data retention ({days:f} days)", "GB", kept, usage_key)
    yield subject.bill(line, subject.key("application_insights/retention"))
