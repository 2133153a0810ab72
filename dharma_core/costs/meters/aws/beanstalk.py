"""Elastic Beanstalk: the instances, balancer, database and logs that an environment makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Meter, Subject, amount
from dharma_core.costs.meters.aws.ebs import Disk, volume_lines
from dharma_core.costs.meters.aws.ec2 import Machine, instance_hours
from dharma_core.costs.meters.aws.elb import load_balancer
from dharma_core.costs.meters.aws.rds import db_instance
from dharma_core.costs.meters.aws.scaling_groups import many
from dharma_core.costs.meters.declared import declared
from dharma_core.plan import Address, make_resource
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["beanstalk_environment"]

_Settings = Mapping[tuple[str, str], Any]


def beanstalk_environment(subject: Subject) -> Iterator[Component]:
    """Yield what each part that the settings ask for bills, under the name of its type."""
    settings = {
        (str(block.get("namespace")), str(block.get("name"))): block.get("value")
        for block in subject.blocks("setting")
    }
    yield from _instances(subject, settings)
    yield from _balancer(subject, settings)
    if _read(subject, settings, "db_class"):
        database = {
            "instance_class": _read(subject, settings, "db_class"),
            "engine": _read(subject, settings, "db_engine"),
            "multi_az": _is_true(_read(subject, settings, "db_multi_az")),
            "allocated_storage": _read(subject, settings, "db_storage_gb"),
        }
        yield from _part(subject, "aws_db_instance", "db", (db_instance, database))
    if _is_true(_read(subject, settings, "stream_logs")):
        yield from _part(subject, "aws_cloudwatch_log_group", "cloudwatch", (declared, {}))


def _read(subject: Subject, settings: _Settings, what: str) -> Any:
    """Return the first of the settings that say something, the default when none does."""
    fact = subject.facts["settings"][what]
    for place in fact["at"]:
        value = settings.get((place["namespace"], place["name"]))
        if value is not None:
            return value
    return fact.get("default")


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _instances(subject: Subject, settings: _Settings) -> Iterator[Component]:
    kinds = str(_read(subject, settings, "instance_types"))
    machine = Machine(kinds.split(",", maxsplit=1)[0].strip())
    count = amount(_read(subject, settings, "least_instances"))
    disk = Disk(
        _read(subject, settings, "disk_type"),
        _read(subject, settings, "disk_gb"),
        _read(subject, settings, "disk_iops"),
        _read(subject, settings, "disk_throughput"),
    )
    head = "aws_launch_configuration"
    yield from _under(head, many(instance_hours(subject, machine), count))
    yield from _under(f"{head} > aws_ebs_volume", many(volume_lines(subject, disk), count))


def _balancer(subject: Subject, settings: _Settings) -> Iterator[Component]:
    if _read(subject, settings, "environment_type") == "SingleInstance":
        return
    kind = str(_read(subject, settings, "balancer_type"))
    if kind == "classic":
        hours = Line("Classic load balancer", "hours", HOURS_PER_MONTH)
        key = "elb.monthly_data_processed_gb"
        data = Line("Data processed", "GB", subject.used(key), key)
        lines = (
            subject.bill(hours, subject.key("elb/load_balancer", type=kind)),
            subject.bill(data, subject.key("elb/data", type=kind)),
        )
        yield from _under("aws_elb", iter(lines))
        return
    asked = {"load_balancer_type": kind}
    for component in _part(subject, "aws_lb", "lb", (load_balancer, asked)):
        yield replace(component, name=component.name.replace("aws_lb", "aws_loadbalancer", 1))


def _part(
    subject: Subject, kind: str, stem: str, how: tuple[Meter, Mapping[str, Any]]
) -> Iterator[Component]:
    """Yield what a resource that the environment makes bills, with its share of the usage."""
    meter, attributes = how
    written = {name: value for name, value in attributes.items() if value is not None}
    values = {
        key.removeprefix(f"{stem}."): value
        for key, value in subject.values.items()
        if key.startswith(f"{stem}.")
    }
    part = replace(
        subject,
        resource=make_resource(Address(kind, subject.resource.name), written),
        facts=subject.facts_of(kind),
        values=values,
    )
    for component in _under(kind, iter(meter(part))):
        usage_key = f"{stem}.{component.usage_key}" if component.usage_key else ""
        yield replace(component, usage_key=usage_key)


def _under(head: str, components: Iterator[Component]) -> Iterator[Component]:
    for component in components:
        yield replace(component, name=f"{head} > {component.name}")
