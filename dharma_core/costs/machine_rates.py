"""Google's machines by their cores and memory, as its catalogue sells them.

The Cloud Billing Catalog has no SKU for a machine type: a predefined machine costs its vCPUs and
its memory at the rates of its family. Machines that share a core, carry accelerators or local
disks are more than that, and are left to a price of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.money import plain

__all__ = ["Shape", "machine_name", "price_by_rates"]

_PREDEFINED = re.compile(
    r"instance_type=(?P<name>(?P<family>[a-z]\d\w*)-(?:standard|highmem|highcpu)-(?P<vcpu>\d{1,4}))"
    r",os=linux"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a machine type holds."""

    vcpu: Decimal
    memory_gib: Decimal


def machine_name(key: PriceKey) -> str:
    """Return the predefined machine that a key is about, empty when it is about none.

    Examples
    --------
    >>> from dharma_core.costs.ports import price_key
    >>> place = ("gcp", "us-central1")
    >>> key = price_key(place, "vm/instance", instance_type="n2-standard-4", os="linux")
    >>> machine_name(key), machine_name(replace(key, attributes="instance_type=e2-micro,os=linux"))
    ('n2-standard-4', '')
    """
    if (key.provider, key.service, key.product) != ("gcp", "vm", "instance"):
        return ""
    found = _PREDEFINED.fullmatch(key.attributes)
    return found["name"] if found else ""


def price_by_rates(
    key: PriceKey, shape: Shape, find: Callable[[PriceKey], Price | None]
) -> Price | None:
    """Return an hour of a predefined machine at the rates of its family, None without both rates.

    Parameters
    ----------
    key : PriceKey
        Of a machine that :func:`machine_name` knows.
    find : callable
        The book's prices; those of ``compute/cpu`` and ``compute/memory`` are asked for.

    Returns
    -------
    Price or None
        Dated by the older of the two rates; the note names both.
    """
    found = _PREDEFINED.fullmatch(key.attributes)
    if found is None or shape.vcpu != int(found["vcpu"]):
        return None
    family = f"family={found['family']}"
    of = {"service": "compute", "attributes": family}
    core = find(replace(key, product="cpu", **of))
    memory = find(replace(key, product="memory", **of))
    if core is None or memory is None or core.currency != memory.currency:
        return None
    hour = core.unit_price * shape.vcpu + memory.unit_price * shape.memory_gib
    older = min(core, memory, key=lambda rate: rate.as_of)
    return replace(
        older,
        tiers=(Tier(Decimal(0), None, hour),),
        details={"vcpu": plain(shape.vcpu), "memory_gib": plain(shape.memory_gib)},
        quality="second" if "second" in (core.quality, memory.quality) else "first",
        key=key,
        note=f"{plain(shape.vcpu)} x {core.key} and {plain(shape.memory_gib)} x {memory.key}.",
    )
