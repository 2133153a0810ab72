"""Azure networks: application gateways, peerings of virtual networks, connection monitors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.regions import region_of
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["application_gateway", "connection_monitor", "network_peering"]

_ENDPOINTS = ("source_endpoints", "destination_endpoints", "test_configuration_names")


def application_gateway(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a gateway, and its capacity units (v2) or the data it handles (v1)."""
    sku = subject.at("sku.name")
    kinds = subject.facts["kinds"]
    facts = kinds.get(sku.lower()) if isinstance(sku, str) else None
    if facts is None:
        note = f"The SKU {sku} is not one of {', '.join(kinds)}."
        yield subject.unpriced(Line("Gateway usage", "hours", HOURS_PER_MONTH), note)
        return
    instances = amount(subject.at("sku.capacity", subject.facts["default_capacity"]))
    fixed = "units" in facts
    hours = HOURS_PER_MONTH if fixed else _times(instances, HOURS_PER_MONTH)
    key = subject.key("application_gateway/gateway", sku=facts["tier"])
    yield subject.bill(Line(facts["gateway"], "hours", hours), key)
    if fixed:
        yield _capacity_units(subject, facts)
    elif "data" in facts:
        yield from _gateway_data(subject, facts["data"])


def _times(number: Decimal | None, by: Decimal) -> Decimal | None:
    return None if number is None else number * by


def _capacity_units(subject: Subject, facts: Mapping[str, Any]) -> Component:
    """Return the units of a month: used, else of the instances, else of the fewest of them."""
    usage_key = "monthly_v2_capacity_units"
    units = subject.used(usage_key)
    if units is None:
        units = amount(subject.at("sku.capacity"))
    if units is None:
        fewest = amount(subject.at("autoscale_configuration.min_capacity"))
        units = _times(fewest, Decimal(subject.facts["units_of_autoscaled_instance"])) or None
    line = Line(facts["units"], "CU", _times(units, HOURS_PER_MONTH), usage_key)
    return subject.bill(line, subject.key("application_gateway/capacity_unit", sku=facts["tier"]))


def _gateway_data(subject: Subject, size: str) -> Iterator[Component]:
    usage_key, names = "monthly_data_processed_gb", subject.facts["data_steps"][size]
    line = Line(names[0], "GB", subject.used(usage_key), usage_key)
    key = subject.key("application_gateway/data", size=size)
    yield from _reached(subject.bill_tiers(line, key, names))


def _reached(components: Iterator[Component]) -> Iterator[Component]:
    """Yield what is not wholly within a free allowance."""
    return (c for c in components if c.monthly_quantity is None or c.monthly_quantity > 0)


def network_peering(subject: Subject) -> Iterator[Component]:
    """Yield the traffic both ways: at one price within a region, by zone between regions."""
    here = _region_of(subject, "virtual_network_name") or subject.region
    there = _region_of(subject, "remote_virtual_network_id")
    used, usage_key = subject.used("monthly_data_transfer_gb"), "monthly_data_transfer_gb"
    note = "" if there else "The region of the other network is not known: taken as the same."
    for name, place in (("Outbound", here), ("Inbound", there or here)):
        line = Line(f"{name} data transfer", "GB", used, usage_key, note=note)
        if there in ("", here):
            key = subject.key("virtual_network/peering", region=here)
        else:
            key = subject.key("virtual_network/global_peering", region=_zone(subject, place))
        yield subject.bill(line, key)


def _region_of(subject: Subject, attribute: str) -> str:
    network = next(iter(subject.targets(attribute)), None)
    return region_of(network, subject.links) if network else ""


def _zone(subject: Subject, region: str) -> str:
    zones = subject.facts["zones"]
    found = (zone for zone, regions in zones.items() if region in regions)
    return f"zone{next(found, subject.facts['default_zone'])}"


def connection_monitor(subject: Subject) -> Iterator[Component]:
    """Yield the tests beyond the free ones, a line for each price step they reach."""
    tests = subject.used("tests")
    if tests is None:
        tests = _declared_tests(subject)
    names = subject.facts["tiers"]
    line = Line(names[0], "tests", tests, "tests")
    yield from _reached(
        subject.bill_tiers(line, subject.key("network_watcher/connection_tests"), names)
    )


def _declared_tests(subject: Subject) -> Decimal | None:
    """Return how many ways there are from a source to a destination by a configuration."""
    if subject.get("test_group") is UNKNOWN:
        return None
    groups = [g for g in subject.blocks("test_group") if subject.within(g, "enabled") is not False]
    counts = [_tests_of_group(group) for group in groups]
    return None if None in counts else sum(filter(None, counts), Decimal(0))


def _tests_of_group(group: Mapping[str, Any]) -> Decimal | None:
    lists = [group.get(name, ()) for name in _ENDPOINTS]
    if not all(isinstance(one, tuple) for one in lists):
        return None
    tests = 1
    for one in lists:
        tests *= len(one)
    return Decimal(tests)
