"""Traffic out of AWS: to the internet and other regions, and over Direct Connect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.plan import UNKNOWN
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["data_transfer", "dx_connection"]

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_BY_REGION = "monthly_outbound_from_region_to_dx_connection_location"
_FROM_OWN_REGION = "monthly_outbound_region_to_dx_location_gb"


def data_transfer(subject: Subject) -> Iterator[Component]:
    """Yield the traffic out of one region that a usage file tells; no plan holds it."""
    region = subject.word("region", subject.region)
    for entry in subject.facts["traffic"]:
        used = subject.used(entry["usage"])
        if used is None or not region.startswith(entry.get("from", "")):
            continue
        line = Line(entry.get("name", ""), "GB", used * entry.get("times", 1), entry["usage"])
        key = subject.key(entry["price"], region=region)
        if "tiers" in entry:
            yield from subject.bill_tiers(line, key, entry["tiers"])
        else:
            yield subject.bill(line, key)


def dx_connection(subject: Subject) -> Iterator[Component]:
    """Yield the hours of a port, and the traffic from each region to its location."""
    bandwidth = subject.get("bandwidth", UNKNOWN)
    line = Line("DX connection", "hours", HOURS_PER_MONTH)
    if isinstance(bandwidth, str):
        kind = subject.word("dx_connection_type", "dedicated")
        yield subject.bill(line, subject.key("dx/port", bandwidth=bandwidth, kind=kind))
    else:
        yield subject.unpriced(line, "The bandwidth is known only after apply.")
    if subject.word("dx_virtual_interface_type", "private") == "private":
        yield from _outbound(subject)


def _outbound(subject: Subject) -> Iterator[Component]:
    keys = {
        key.rpartition(".")[2].replace("_", "-"): key
        for key in subject.values
        if key.startswith(f"{_BY_REGION}.")
    }
    if not keys and subject.used(_FROM_OWN_REGION) is not None:
        keys = {subject.region: _FROM_OWN_REGION}
    location = str(subject.get("location"))
    area = subject.facts["areas"].get(location, location)
    for region, key in keys.items():
        if _REGION.fullmatch(region):
            name = f"Outbound data transfer (from {region}, to {location})"
            line = Line(name, "GB", subject.used(key), key)
            yield subject.bill(line, subject.key("dx/data_out", region=region, to=area))
