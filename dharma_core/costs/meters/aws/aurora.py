"""Aurora: what a cluster stores, reads and keeps, and the instances that serve it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.aws.ec2 import reserved_option, vcpu_of
from dharma_core.costs.meters.aws.rds import (
    cpu_credits,
    extended_support,
    insights_requests,
    insights_retention,
    tariff_of,
)
from dharma_core.costs.meters.aws.reservations import bill_reserved
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["aurora_cluster", "aurora_instance"]

_SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600
_OPTIMISED = "aurora-iopt1"
_LABEL = " (I/O-optimized)"


def aurora_cluster(subject: Subject) -> Iterator[Component]:
    """Yield the capacity of a serverless cluster, storage, requests, backups and what is extra."""
    serverless = subject.get("engine_mode") == "serverless"
    if serverless:
        used = subject.used("capacity_units_per_hr")
        line = Line("Aurora serverless", "ACU-hours", _hours(used), "capacity_units_per_hr")
        yield subject.bill(line, subject.key("rds/aurora_serverless"))
    yield from _stored(subject)
    kept = subject.number("backup_retention_period", 1)
    if kept is None or kept > 1:  # one day of backups is free
        yield _backups(subject, kept)
    postgres = subject.get("engine") == subject.facts["postgres_engine"]
    if not (serverless or postgres) and subject.region not in subject.facts["without_backtrack"]:
        line = Line("Backtrack", "1M change-records", _change_records(subject), _STATEMENTS)
        yield subject.bill(line, subject.key("rds/aurora_backtrack"))
    if subject.region not in subject.facts["without_snapshot_export"]:
        key = "snapshot_export_size_gb"
        line = Line("Snapshot export", "GB", subject.used(key), key)
        yield subject.bill(line, subject.key("rds/snapshot_export"))


_STATEMENTS = "average_statements_per_hr"


def _hours(units: Decimal | None) -> Decimal | None:
    return None if units is None else units * HOURS_PER_MONTH


def _stored(subject: Subject) -> Iterator[Component]:
    optimised = subject.get("storage_type") == _OPTIMISED
    kind = "io_optimised" if optimised else "standard"
    name = f"Storage{_LABEL}" if optimised else "Storage"
    line = Line(name, "GB", subject.used("storage_gb"), "storage_gb")
    yield subject.bill(line, subject.key("rds/aurora_storage", storage=kind))
    rates = [subject.used(k) for k in ("write_requests_per_sec", "read_requests_per_sec")]
    known = [rate for rate in rates if rate is not None]
    millions = sum(known, Decimal(0)) * _SECONDS_PER_MONTH / 1_000_000 if known else None
    line = Line("I/O requests", "1M requests", millions, "write_requests_per_sec")
    yield subject.bill(line, subject.key("rds/aurora_io_requests"))


def _backups(subject: Subject, kept_days: Decimal | None) -> Component:
    size = subject.used("backup_snapshot_size_gb")
    quantity = None if size is None or kept_days is None else size * (kept_days - 1)
    line = Line("Backup storage", "GB", quantity, "backup_snapshot_size_gb")
    return subject.bill(line, subject.key("rds/backup_storage", engine_family="aurora"))


def _change_records(subject: Subject) -> Decimal | None:
    """Return the million change records written in a month, each kept for the window's hours."""
    statements = subject.used(_STATEMENTS)
    each, window = (
        subject.used("change_records_per_statement"),
        subject.used("backtrack_window_hrs"),
    )
    if statements is None or each is None or window is None:
        return None
    return statements * HOURS_PER_MONTH * each * window / 1_000_000


def aurora_instance(subject: Subject) -> Iterator[Component]:
    """Yield the hours of an instance, or its capacity when serverless, and its extras."""
    clusters = subject.targets("cluster_identifier")
    cluster: Mapping[str, Any] = clusters[0].attributes if clusters else {}
    engine = subject.get("engine", cluster.get("engine", subject.facts["default_engine"]))
    optimised = cluster.get("storage_type") == _OPTIMISED
    kind = subject.get("instance_class", UNKNOWN)
    if not isinstance(kind, str) or not isinstance(engine, str):
        note = "The class or the engine is known only after apply."
        yield subject.unpriced(Line("Database instance", "hours", HOURS_PER_MONTH), note)
    elif kind == "db.serverless":
        yield from _serverless(subject, optimised=optimised)
    else:
        yield _instance_hours(subject, engine, kind, optimised=optimised)
        version = subject.get("engine_version", cluster.get("engine_version"))
        yield from _extras(subject, engine, kind, str(version))


def _instance_hours(subject: Subject, engine: str, kind: str, *, optimised: bool) -> Component:
    option = reserved_option(subject) or "on_demand"
    word = "on-demand" if option == "on_demand" else "reserved"
    line = Line(f"Database instance ({word}, {kind})", "hours", HOURS_PER_MONTH)
    storage = {"storage": "io_optimised"} if optimised else {}
    tariff = tariff_of(subject, engine)
    key = subject.key(
        "rds/instance",
        option=option,
        engine=tariff,
        instance_class=kind,
        deployment="single_az",
        **storage,
    )
    return bill_reserved(subject, line, key)


def _serverless(subject: Subject, *, optimised: bool) -> Iterator[Component]:
    used = subject.used("capacity_units_per_hr")
    kind = "io_optimised" if optimised else "standard"
    name = f"Aurora serverless v2{_LABEL if optimised else ''}"
    line = Line(name, "ACU-hours", _hours(used), "capacity_units_per_hr")
    yield subject.bill(line, subject.key("rds/aurora_serverless_v2", storage=kind))
    if subject.get("performance_insights_enabled") is True:
        line = Line("Performance Insights Long Term Retention (serverless)", "ACUs", used)
        yield from insights_retention(subject, line, "serverless")
        yield insights_requests(subject)


def _extras(subject: Subject, engine: str, kind: str, version: str) -> Iterator[Component]:
    vcpu = vcpu_of(subject, kind.removeprefix("db."))
    family = kind.removeprefix("db.").split(".")[0]
    if subject.get("performance_insights_enabled") is True:
        line = Line(f"Performance Insights Long Term Retention ({kind})", "vCPU-month", vcpu)
        yield from insights_retention(subject, line, family)
        yield insights_requests(subject)
    yield from extended_support(subject, engine, version, vcpu)
    yield from cpu_credits(subject, "aurora", family, vcpu)
