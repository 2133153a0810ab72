"""RDS: a database instance by engine, class and zones, its storage, backups and extras."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.aws.ec2 import reserved_option, vcpu_of
from dharma_core.costs.meters.aws.reservations import bill_reserved
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = [
    "cpu_credits",
    "db_instance",
    "extended_support",
    "insights_requests",
    "insights_retention",
    "tariff_of",
]


def db_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a database, its storage, and what backups and extras add."""
    engine = _engine(subject)
    kind = subject.get("instance_class", UNKNOWN)
    zones = subject.get("multi_az")
    deployment = "multi_az" if zones is True else "single_az"
    if zones is UNKNOWN:
        note = "Whether it spans two zones is known only after apply."
        yield subject.unpriced(Line("Database instance", "hours", HOURS_PER_MONTH), note)
        yield subject.unpriced(Line("Storage", "GB", subject.number("allocated_storage")), note)
    else:
        yield _hours(subject, engine, kind, deployment)
        yield from _storage(subject, deployment)
    yield from _backups(subject, engine)
    if isinstance(kind, str):
        yield from _extras(subject, engine, kind)


def _engine(subject: Subject) -> str | None:
    """Return the engine, a replica's from its source; None when known only after apply."""
    for source in subject.targets("replicate_source_db"):
        copied = source.attributes.get("engine")
        if isinstance(copied, str):
            return copied
    return subject.text("engine", subject.facts["default_engine"])


def _hours(subject: Subject, engine: str | None, kind: Any, deployment: str) -> Component:
    option = reserved_option(subject) or "on_demand"
    words = (
        "reserved" if option != "on_demand" else "on-demand",
        "Multi-AZ" if deployment == "multi_az" else "Single-AZ",
        kind if isinstance(kind, str) else "unknown class",
    )
    line = Line(f"Database instance ({', '.join(words)})", "hours", HOURS_PER_MONTH)
    if engine is None or not isinstance(kind, str):
        return subject.unpriced(line, "The engine or the class is known only after apply.")
    tariff = tariff_of(subject, engine)
    key = subject.key(
        "rds/instance", option=option, engine=tariff, instance_class=kind, deployment=deployment
    )
    return bill_reserved(subject, line, key)


def tariff_of(subject: Subject, engine: str) -> str:
    """Return the engine under whose name the price list keeps this one."""
    rules = _rules(subject)
    if str(subject.get("license_model")) == "bring-your-own-license":
        return str(rules["own_licence_tariff"])
    return str(rules["tariffs"].get(engine, engine))


def _storage(subject: Subject, deployment: str) -> Iterator[Component]:
    kinds = subject.facts["volumes"]
    kind = subject.text("storage_type", "io1" if subject.number("iops") else "gp2")
    facts = kinds.get(kind)
    size = _allocated(subject, facts or {})
    if facts is None:
        note = f"The storage type {kind} is not one of {', '.join(kinds)}."
        yield subject.unpriced(Line("Storage", "GB", size), note)
        return
    place = {"volume_type": str(kind), "deployment": deployment}
    line = Line(f"Storage ({facts['label']})", "GB", size)
    yield subject.bill(line, subject.key("rds/storage", **place))
    yield from _iops(subject, facts, size, place)
    if facts.get("per_request"):
        key = "monthly_standard_io_requests"
        line = Line("I/O requests", "1M requests", _millions(subject.used(key)), key)
        yield subject.bill(line, subject.key("rds/io_requests", volume_type=str(kind)))


def _allocated(subject: Subject, facts: Mapping[str, Any]) -> Decimal | None:
    size = subject.number("allocated_storage", subject.facts["default_storage_gb"])
    return None if size is None else max(size, Decimal(facts.get("least_gb", 0)))


def _iops(
    subject: Subject, facts: Mapping[str, Any], size: Decimal | None, place: Mapping[str, str]
) -> Iterator[Component]:
    wanted = subject.number("iops") or Decimal(0)
    if "least_iops" in facts:
        line = Line("Provisioned IOPS", "IOPS", max(wanted, Decimal(facts["least_iops"])))
        yield subject.bill(line, subject.key("rds/iops", **place))
    for step in facts.get("included_iops", ()):
        if size is not None and Decimal(step["from_gb"]) <= size < Decimal(step["to_gb"]):
            extra = wanted - Decimal(step["iops"])
            if extra > 0:
                name = f"Provisioned GP3 IOPS (above {step['iops']:,})"
                yield subject.bill(Line(name, "IOPS", extra), subject.key("rds/iops", **place))


def _millions(requests: Decimal | None) -> Decimal | None:
    return None if requests is None else requests / 1_000_000


def _backups(subject: Subject, engine: str | None) -> Iterator[Component]:
    used = subject.used("additional_backup_storage_gb")
    kept = subject.number("backup_retention_period", 0)
    if used is None and not kept:
        return
    family = _family(engine)
    line = Line("Additional backup storage", "GB", used, "additional_backup_storage_gb")
    yield subject.bill(line, subject.key("rds/backup_storage", engine_family=family))


def _extras(subject: Subject, engine: str | None, kind: str) -> Iterator[Component]:
    size = kind.removeprefix("db.")
    vcpu = vcpu_of(subject, size)
    family = size.split(".")[0]
    if subject.get("performance_insights_enabled") is True:
        line = Line(f"Performance Insights Long Term Retention ({kind})", "vCPU-month", vcpu)
        yield from insights_retention(subject, line, family)
        yield insights_requests(subject)
    if engine:
        yield from extended_support(subject, engine, subject.text("engine_version") or "", vcpu)
    yield from cpu_credits(subject, _family(engine), family, vcpu)


def _family(engine: str | None) -> str:
    return "aurora" if engine and engine.startswith("aurora") else "rds"


def insights_retention(subject: Subject, line: Line, family: str) -> Iterator[Component]:
    """Yield the line when Performance Insights are kept longer than the days that are free."""
    free_days = Decimal(_rules(subject)["free_insights_days"])
    days = subject.number("performance_insights_retention_period", int(free_days))
    if days is not None and days > free_days:
        yield subject.bill(line, subject.key("rds/performance_insights_retention", family=family))


def insights_requests(subject: Subject) -> Component:
    """Return the requests to Performance Insights beyond the free ones."""
    key = "monthly_additional_performance_insights_requests"
    used = subject.used(key)
    quantity = None if used is None else used / 1000
    line = Line("Performance Insights API", "1000 requests", quantity, key)
    return subject.bill(line, subject.key("rds/performance_insights_api"))


def extended_support(
    subject: Subject, engine: str, version: str, vcpu: Decimal | None
) -> Iterator[Component]:
    """Yield extended support when the engine's major version is past its standard support."""
    old = _rules(subject)["extended_support"].get(engine, ())
    if any(version == v or version.startswith(f"{v}.") for v in map(str, old)):
        quantity = None if vcpu is None else vcpu * HOURS_PER_MONTH
        line = Line("Extended support (year 1)", "vCPU-hours", quantity)
        yield subject.bill(line, subject.key("rds/extended_support", year="1"))


def cpu_credits(
    subject: Subject, owner: str, family: str, vcpu: Decimal | None
) -> Iterator[Component]:
    """Yield the CPU credits that usage gives to a class that bursts."""
    used = subject.used("monthly_cpu_credit_hrs")
    if used is not None and family in _rules(subject)["burstable_families"]:
        quantity = None if vcpu is None else vcpu * used
        line = Line("CPU credits", "vCPU-hours", quantity, "monthly_cpu_credit_hrs")
        yield subject.bill(line, subject.key("rds/cpu_credits", engine_family=owner))


def _rules(subject: Subject) -> Mapping[str, Any]:
    """Return the facts that hold for database instances of every kind."""
    return subject.facts_of("aws_db_instance")
