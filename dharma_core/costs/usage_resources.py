"""What only a usage file names: traffic out of a region belongs to no resource of a plan."""

from __future__ import annotations

from dataclasses import replace

from dharma_core.costs.usage import Usage, UsageBlock
from dharma_core.plan import Address, Catalog, Plan, Resource, make_resource

__all__ = ["with_usage_resources"]


def with_usage_resources(plan: Plan, usage: Usage, catalog: Catalog) -> Plan:
    r"""Return the plan with a resource for each key of a usage file that stands for itself.

    Such types say ``usage_only: true`` in data/costs.

    Examples
    --------
    >>> from dharma_core.costs.usage import parse_usage
    >>> from dharma_core.storage.facts import load_catalog
    >>> text = "version: 0.1\nresource_usage:\n  aws_data_transfer.out: {region: eu-west-1}"
    >>> usage = parse_usage(text, file="usage.yml")
    >>> [str(r.address) for r in with_usage_resources(Plan(()), usage, load_catalog())]
    ['aws_data_transfer.out']
    """
    found = {block.pattern: block for block in usage.resources if _stands_alone(block, catalog)}
    added = [_resource(block) for block in found.values() if block.pattern not in plan.by_address]
    return replace(plan, resources=(*plan.resources, *added)) if added else plan


def _stands_alone(block: UsageBlock, catalog: Catalog) -> bool:
    facts = catalog.costs.get(block.type)
    return block.is_exact and facts is not None and facts.get("usage_only") is True


def _resource(block: UsageBlock) -> Resource:
    name = block.pattern.removeprefix(f"{block.type}.")
    region = block.values.get("region")
    return make_resource(Address(block.type, name), {"region": region} if region else {})
