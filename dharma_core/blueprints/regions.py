"""Resources of a second region: who can say one, which there are, where each is made."""

from __future__ import annotations

from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.ports import SizeCatalogue
from dharma_core.blueprints.problems import Problems
from dharma_core.errors import nearest

__all__ = ["check_regions", "refusal_of_region", "region_beside"]


def region_beside(blueprint: Blueprint, spec: ResourceSpec) -> str:
    """Return the region of a resource where it is another than the design's, else nothing."""
    return "" if spec.region == blueprint.region else spec.region


def refusal_of_region(blueprint: Blueprint, type_: str) -> str:
    """Return why a resource of a type cannot say a region of its own; empty when it can.

    A provider of AWS works in one region, one of Google Cloud has one to fall back on; on Azure
    every resource says its location itself. What kinds share (key rings, vaults, peerings) is
    made once, in the design's region.
    """
    cloud = blueprint.provider
    if cloud == "aws":
        return ""
    if type_ in KINDS:
        return f"a portable resource has a region of its own on aws only, not on {cloud}"
    return "on azure a resource says where by its property 'location'" if cloud == "azure" else ""


def check_regions(blueprint: Blueprint, sizes: SizeCatalogue | None, problems: Problems) -> None:
    """Note every region of a resource that it cannot have, or that the price books do not know."""
    for index, spec in enumerate(blueprint.resources):
        if not spec.region:
            continue
        path = ("resources", index, "region")
        refused = refusal_of_region(blueprint, spec.type)
        known = sizes.regions(blueprint.provider) if sizes and not spec.native else ()
        if refused:
            hint = "Leave the region out, or put the resource into a design of its own."
            problems.add(path, f"resource {spec.name!r}: {refused}.", hint)
        elif known and spec.region not in known:
            message = f"resource {spec.name!r}: {blueprint.provider} has no region {spec.region!r}."
            hint = nearest(spec.region, known, count=2)
            problems.add(
                path, message, f"{hint} Or add 'native: true' to keep it as it is.".strip()
            )
