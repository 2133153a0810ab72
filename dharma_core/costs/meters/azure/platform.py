"""Platform services billed by units of a tier: API Management, search, registries and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount
from dharma_core.costs.meters.azure.quantities import over, times
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = [
    "api_management",
    "app_configuration",
    "container_registry",
    "domain_service_replica_set",
    "integration_service_environment",
    "notification_hub_namespace",
    "search_service",
]

_NOT_YET = "The SKU is known only after apply."
_MILLION = 1_000_000
_DAYS = Decimal(30)  # what Azure calls by the day is billed by 30 of them


def api_management(subject: Subject) -> Iterator[Component]:
    """Yield the units of a tier, or the calls where the tier is billed by consumption."""
    tier, units = _tier_and_units(subject.get("sku_name", UNKNOWN))
    if tier == "consumption":
        usage_key = "monthly_api_calls"
        calls = over(subject.used(usage_key), _MILLION)
        line = Line(f"API management ({tier})", "1M calls", calls, usage_key)
        yield subject.bill(line, subject.key("api_management/calls"))
        return
    line = Line(f"API management ({tier or 'unknown tier'})", "units", units)
    if not tier:
        yield subject.unpriced(line, _NOT_YET)
        return
    yield subject.bill(line, subject.key("api_management/units", tier=tier))
    if tier == "premium":
        usage_key = "self_hosted_gateway_count"
        line = Line("Self hosted gateway", "gateways", subject.used(usage_key), usage_key)
        yield subject.bill(line, subject.key("api_management/self_hosted_gateway"))


def integration_service_environment(subject: Subject) -> Iterator[Component]:
    """Yield the base unit of an environment and the units it is scaled out by."""
    tier, scale = _tier_and_units(subject.get("sku_name", "Developer_0"))
    base = Line("Base units", "hours", HOURS_PER_MONTH)
    if not tier:
        yield subject.unpriced(base, _NOT_YET)
        return
    yield subject.bill(base, subject.key("logic_apps/environment", part="base", tier=tier))
    if tier == "premium" and scale != 0:
        line = Line("Scale units", "hours", times(HOURS_PER_MONTH, scale))
        yield subject.bill(line, subject.key("logic_apps/environment", part="scale", tier=tier))


def _tier_and_units(sku: Any) -> tuple[str, Decimal | None]:
    """Return ``premium`` and 4 of ``Premium_4``; an empty tier when it is not known."""
    if not isinstance(sku, str):
        return "", None
    tier, _, units = sku.rpartition("_")
    return (tier.lower(), amount(units)) if tier else (sku.lower(), Decimal(1))


def app_configuration(subject: Subject) -> Iterator[Component]:
    """Yield a standard store with its replicas, and the requests above its daily allowance."""
    if str(subject.get("sku", "free")).lower() != "standard":
        return
    replicas = len(subject.blocks("replica"))
    words = {0: "", 1: " (1 replica)"}.get(replicas, f" ({replicas} replicas)")
    line = Line(f"Instance{words}", "days", _DAYS, hours=Decimal(1 + replicas))
    yield subject.bill(line, subject.key("app_configuration/instance"))
    usage_key = "monthly_additional_requests"
    line = Line(
        "Requests (over 200k/day per replica)",
        "10k requests",
        over(subject.used(usage_key), 10_000),
        usage_key,
    )
    yield subject.bill(line, subject.key("app_configuration/requests"))


def container_registry(subject: Subject) -> Iterator[Component]:
    """Yield a registry, its replicas, storage above what is included and build time."""
    tier = str(subject.get("sku", "Classic")).capitalize()
    included = amount(subject.facts["included_gb"].get(tier))
    line = Line(f"Registry usage ({tier})", "days", _DAYS)
    key = subject.key("container_registry/registry", tier=tier)
    if included is None:
        tiers = ", ".join(subject.facts["included_gb"])
        yield subject.unpriced(line, f"The SKU is known only after apply, or not one of {tiers}.")
        return
    yield subject.bill(line, key)
    yield from _replicas(subject)
    yield from _registry_storage(subject, included)
    usage_key = "monthly_build_vcpu_hrs"
    line = Line("Build vCPU", "seconds", times(subject.used(usage_key), 3600), usage_key)
    yield subject.bill(line, subject.key("container_registry/build"))


def _replicas(subject: Subject) -> Iterator[Component]:
    older = subject.get("georeplication_locations")
    count = len(subject.blocks("georeplications"))
    count = count or (len(older) if isinstance(older, tuple) else 0)
    if count:
        places = "1 location" if count == 1 else f"{count} locations"
        line = Line(f"Geo replication ({places})", "days", _DAYS * count)
        yield subject.bill(line, subject.key("container_registry/registry", tier="Premium"))


def _registry_storage(subject: Subject, included: Decimal) -> Iterator[Component]:
    stored = subject.used("storage_gb")
    if stored is not None and stored <= included:
        return
    extra = None if stored is None else stored - included
    line = Line(f"Storage (over {included}GB)", "GB", extra, "storage_gb")
    yield subject.bill(line, subject.key("container_registry/storage"))


def search_service(subject: Subject) -> Iterator[Component]:
    """Yield a tier's search units (replicas x partitions) and the images taken out of files."""
    sku = subject.get("sku", UNKNOWN)
    tier = subject.facts["tiers"].get(sku) if isinstance(sku, str) else None
    if isinstance(sku, str) and sku.lower() == "free":
        return
    units = times(subject.number("partition_count", 1), subject.number("replica_count", 1))
    shown = "unknown units" if units is None else f"{units} unit{'' if units == 1 else 's'}"
    line = Line(
        f"Search usage ({tier or 'unknown tier'}, {shown})", "hours", times(HOURS_PER_MONTH, units)
    )
    if tier is None:
        yield subject.unpriced(
            line, f"The SKU {sku} is not one of {', '.join(subject.facts['tiers'])}."
        )
        return
    yield subject.bill(line, subject.key("search/units", tier=sku.lower()))
    usage_key = "monthly_images_extracted"
    line = Line("Image extraction", "1000 images", over(subject.used(usage_key), 1000), usage_key)
    names = [f"Image extraction ({words})" for words in ("first 1M", "next 4M", "over 5M")]
    yield from subject.bill_tiers(line, subject.key("search/image_extraction"), names)


def notification_hub_namespace(subject: Subject) -> Iterator[Component]:
    """Yield the namespace of a paid tier and the pushes above what it includes."""
    tier = subject.get("sku_name", UNKNOWN)
    facts = subject.facts["tiers"].get(tier) if isinstance(tier, str) else None
    if facts is None:
        if tier != "Free":
            yield subject.unpriced(Line("Namespace usage", "months", Decimal(1)), _NOT_YET)
        return
    line = Line(f"Namespace usage ({tier})", "months", Decimal(1))
    yield subject.bill(line, subject.key("notification_hubs/namespace", tier=tier.lower()))
    yield from _pushes(subject, tier.lower(), facts)


def _pushes(subject: Subject, tier: str, facts: Mapping[str, Any]) -> Iterator[Component]:
    usage_key = "monthly_pushes"
    millions = over(subject.used(usage_key), _MILLION)
    included = Decimal(facts["included_millions"])
    if millions is not None and millions <= included:
        return
    line = Line("Pushes", "1M pushes", millions, usage_key)
    key = subject.key("notification_hubs/pushes", tier=tier)
    yield from subject.bill_tiers(line, key, [f"Pushes ({words})" for words in facts["pushes"]])


def domain_service_replica_set(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a replica set, at the price of its domain's tier."""
    tiers = [d.attributes.get("sku") for d in subject.targets("domain_service_id")]
    tier = next((t for t in tiers if isinstance(t, str)), None)
    shown = tier or "unknown SKU"
    line = Line(f"Active directory domain service replica set ({shown})", "hours", HOURS_PER_MONTH)
    if tier is None:
        yield subject.unpriced(line, "The domain service of the replica set is not in the plan.")
        return
    yield subject.bill(line, subject.key("domain_services/domain", tier=tier.lower()))
