"""Where a state's resources are: no state says it, most of its resources do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from dharma_core.plan import Resource

__all__ = ["main_region", "placed"]

_GOOGLE_PLACE = re.compile(r"([a-z]+-[a-z]+\d+)(?:-[a-z])?")
_GOOGLE_PLACES = ("region", "zone", "location")


def main_region(resources: Iterable[Resource]) -> str:
    """Return the region that most resources name, empty when none does.

    What has no place of its own (a topic, a role) was made from there.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> disk = make_resource(Address("google_compute_disk", "d"), {"zone": "europe-west1-b"})
    >>> main_region([disk])
    'europe-west1'
    """
    counts = Counter(region for resource in resources if (region := _region(resource)))
    return counts.most_common(1)[0][0] if counts else ""


def placed(resources: Iterable[Resource], main: str) -> tuple[Resource, ...]:
    """Return resources with the region of the provider that made them, where it is not the main.

    Only AWS has a provider for each region; elsewhere the place is an attribute.
    """
    found = []
    for resource in resources:
        own = _region(resource) if resource.type.startswith("aws_") else ""
        found.append(replace(resource, region=own) if own and own != main else resource)
    return tuple(found)


def _region(resource: Resource) -> str:
    cloud = resource.type.partition("_")[0]
    if cloud == "google":
        return next(filter(None, (_google(_text(resource, n)) for n in _GOOGLE_PLACES)), "")
    if cloud == "azurerm":
        place = _text(resource, "location").replace(" ", "").lower()
        return "" if place == "global" else place
    arn = _text(resource, "arn").split(":")
    return _text(resource, "region") or (arn[3] if len(arn) > 5 else "")


def _google(place: str) -> str:
    """Return the region of a region, a zone, or the address of one; ``EU`` and ``global`` none."""
    found = _GOOGLE_PLACE.fullmatch(place.rpartition("/")[2].lower())
    return found[1] if found else ""


def _text(resource: Resource, name: str) -> str:
    value = resource.attributes.get(name)
    return value if isinstance(value, str) else ""
