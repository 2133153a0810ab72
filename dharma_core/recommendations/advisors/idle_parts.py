"""Parts that cost although nothing uses them: volumes, addresses, balancers, gateways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dharma_core.plan import UNKNOWN, Resource
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Removal

__all__ = ["remove_idle_parts"]


def remove_idle_parts(site: Site) -> Iterator[Proposal]:
    """Propose to remove what no other resource mentions and what mentions nothing to serve."""
    for resource in site.plan.managed:
        facts = site.facts.idle.get(resource.type)
        if facts and _is_idle(site, resource, facts):
            address = str(resource.address)
            why = f"It is {facts['what']} in this design. {facts.get('keep', '')}".strip()
            risk = Risk(facts["risk"])
            title = "Remove what nothing uses"
            yield Proposal("idle-part", title, address, (Removal(address),), risk, why)


def _is_idle(site: Site, resource: Resource, facts: Mapping[str, Any]) -> bool:
    own = facts.get("own", ())
    given = (resource.attributes.get(name) for name in own)
    if any(value is not UNKNOWN and value for value in given):
        return False
    if any(e.path[0] in own for e in resource.expressions):
        return False
    users = site.links.users.get(str(resource.address), ())
    wanted = facts["used_by"]
    return not (users if wanted == "any" else [u for u in users if u.type in wanted])
