"""Where a resource is billed: what it says itself, what it belongs to, or what its plan says."""

from __future__ import annotations

import re
from functools import cache

from dharma_core.costs.links import Links
from dharma_core.plan import Resource

__all__ = ["cloud_of", "default_region", "region_of"]

_USUAL = "us-east-1"
_DEFAULTS = {"azurerm": "eastus", "google": "us-central1"}
_PLACES = {"aws": ("region",)}  # a location of Direct Connect is a building
_AWS_ZONE = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d)[a-z]")
_GOOGLE_ZONE = re.compile(r"([a-z]+-[a-z]+\d+)-[a-z]")
_MOST_STEPS = 4  # of a way from a part to the whole that has a location: rule, balancer, group


def cloud_of(resource: Resource) -> str:
    """Return whose bill a resource is on: ``aws``, ``azurerm``, ``google``.

    Its type says it; its provider may be called anything (``aws-v3``, ``google-beta``).
    """
    return _cloud_of_type(resource.type)


@cache
def _cloud_of_type(resource_type: str) -> str:
    return resource_type.partition("_")[0]


def default_region(cloud: str) -> str:
    """Return the region that prices are taken from when nothing says one."""
    return _DEFAULTS.get(cloud, _USUAL)


def region_of(resource: Resource, links: Links) -> str:
    """Return where a resource is billed, as the price books write it.

    Its own region, location, ARN or zone; its provider's; the plan's; for Azure that of what it
    belongs to. Empty when nothing says it: the caller then takes :func:`default_region`. A region
    that the plan's reader assumed says nothing, and no zone of it does.

    Examples
    --------
    >>> from dharma_core.costs.links import build_links
    >>> from dharma_core.plan import Address, Plan, make_resource
    >>> disk = make_resource(Address("aws_ebs_volume", "d"), {"availability_zone": "eu-west-1b"})
    >>> region_of(disk, build_links(Plan((disk,))))
    'eu-west-1'
    >>> vm = make_resource(Address("azurerm_public_ip", "a"), {"location": "West Europe"})
    >>> region_of(vm, build_links(Plan((vm,))))
    'westeurope'
    """
    cloud = cloud_of(resource)
    own = _own_region(resource, cloud)
    if own:
        return own
    if cloud == "azurerm":
        return _region_of_whole(resource, links) or _azure_name(links.plan.region)
    plan = links.plan
    if not plan.region_assumed:
        return resource.region or plan.region or _region_of_zone(resource)
    found = resource.region or _region_of_zone(resource)
    return "" if found == plan.region else found


def _own_region(resource: Resource, cloud: str) -> str:
    attributes = resource.attributes
    for name in _PLACES.get(cloud, ("region", "location")):
        value = attributes.get(name)
        if isinstance(value, str) and value:
            return _spelt(value, cloud)
    arn = attributes.get("arn")
    if isinstance(arn, str) and arn.count(":") >= 5 and arn.split(":")[3]:
        return arn.split(":")[3]
    return _region_of_zone(resource) if cloud == "google" else ""


def _spelt(region: str, cloud: str) -> str:
    if cloud == "azurerm":
        return _azure_name(region)
    if cloud == "google":
        found = _GOOGLE_ZONE.fullmatch(region.lower())
        return found.group(1) if found else region.lower()
    return region


def _azure_name(region: str) -> str:
    return region.replace(" ", "").lower()


def _region_of_zone(resource: Resource) -> str:
    google = cloud_of(resource) == "google"
    pattern, name = (_GOOGLE_ZONE, "zone") if google else (_AWS_ZONE, "availability_zone")
    zone = pattern.fullmatch(str(resource.attributes.get(name)))
    return zone.group(1) if zone else ""


def _region_of_whole(resource: Resource, links: Links) -> str:
    """Return the region of the nearest thing that a part mentions, breadth first."""
    near, seen = [resource], {resource.address}
    for _ in range(_MOST_STEPS):
        found = [
            target
            for one in near
            for ref in one.references
            for target in links.plan.resolve(ref)
            if target.address not in seen
        ]
        for target in found:
            if region := _own_region(target, cloud_of(target)):
                return region
        seen |= {target.address for target in found}
        near = found
    return ""
