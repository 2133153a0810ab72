"""Ranges of addresses that a design leaves free, for what a cloud wants beside its subnets."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.reaching import service_endpoints

__all__ = [
    "azure_own_subnet",
    "azure_own_subnet_id",
    "first_free",
    "has_own_subnet",
    "network_behind",
]

_OWN_SUBNET_LENGTH = 26
Network = ipaddress.IPv4Network

# What a service's own subnet is called to Azure, from its documentation, recalled, 2026-11-30.
_DELEGATIONS = {
    "Microsoft.App/environments": "Microsoft.Network/virtualNetworks/subnets/join/action",
    "Microsoft.Web/serverFarms": "Microsoft.Network/virtualNetworks/subnets/action",
}


def network_behind(subnets: Iterable[Link]) -> Link | None:
    """Return the network of the first of some subnets, None where the design does not say."""
    first = next(iter(subnets), None)
    found = first.draft.link("network") if first and first.draft else None
    return found if found and found.name else None


def first_free(draft: Draft, candidates: Iterable[str], length: int) -> str:
    """Return the first range that meets no network of the design.

    Parameters
    ----------
    candidates : iterable of str
        Blocks to look in, the preferred one first.
    length : int
        The prefix length of what is wanted.
    """
    taken = [r for d in draft.scene.drafts.values() for r in _range_of(d, "network.vpc")]
    for block in candidates:
        for found in ipaddress.ip_network(block).subnets(new_prefix=length):
            if not any(found.overlaps(other) for other in taken):
                return str(found)
    return str(next(ipaddress.ip_network(next(iter(candidates))).subnets(new_prefix=length)))


def azure_own_subnet(draft: Draft, service: str) -> str | None:
    """Add a subnet that only one service stands in, as Azure wants it, and return its id.

    It lies at the end of the network's range, with the way out of the first subnet that the
    resource names. None when no subnet is named.

    Parameters
    ----------
    service : str
        Whom the subnet is given to, such as ``Microsoft.Web/serverFarms``.
    """
    subnets = draft.links("subnets")
    network = network_behind(subnets)
    if network is None or network.draft is None:
        return azure_own_subnet_id(draft)
    free = _free_in(network)
    mine = _needing_own(network).index(draft.spec.name)
    if mine >= len(free):
        hint = f"Give {network.name} a wider range, or fewer subnets."
        message = f"needs a /{_OWN_SUBNET_LENGTH} of its own on Azure; {network.name} is full."
        draft.problem("subnets", message, hint)
    name = draft.shared(
        _own_subnet_name(draft),
        "azurerm_subnet",
        name=draft.named("subnet").replace("-${count.index}", ""),
        virtual_network_name=network.of("name"),
        address_prefixes=[free[mine] if mine < len(free) else "0.0.0.0/0"],
        default_outbound_access_enabled=False,
        private_endpoint_network_policies="Enabled",
        service_endpoints=service_endpoints(draft),
        delegation={
            "name": "own",
            "service_delegation": {"name": service, "actions": [_DELEGATIONS[service]]},
        },
    )
    nat = subnets[0].draft.link("nat") if subnets[0].draft else None
    if nat:
        draft.shared(
            f"{name}_routed",
            "azurerm_subnet_nat_gateway_association",
            subnet_id=f"${{{name}.id}}",
            nat_gateway_id=nat.of("id"),
        )
    return azure_own_subnet_id(draft)


def azure_own_subnet_id(draft: Draft) -> str | None:
    """Return the id of the subnet that a service stands in on Azure, None when it names none."""
    subnets = draft.links("subnets")
    network = network_behind(subnets)
    if network is None or network.draft is None:
        return subnets[0].of("id") if subnets else None
    return f"${{{_own_subnet_name(draft)}.id}}"


def _own_subnet_name(draft: Draft) -> str:
    return f"{draft.spec.name}_subnet"


def has_own_subnet(draft: Draft) -> bool:
    """Whether a resource stands in a subnet of its own on Azure, wherever else it is placed."""
    return draft.kind.name in ("compute.container_service", "compute.function")


def _needing_own(network: Link) -> list[str]:
    """Return the resources of a network that stand in a subnet of their own on Azure."""
    return [
        name
        for name, draft in network.scene.drafts.items()
        if has_own_subnet(draft) and _is_in(draft, network.name)
    ]


def _is_in(draft: Draft, network: str) -> bool:
    found = network_behind(draft.links("subnets"))
    return found is not None and found.name == network


def _free_in(network: Link) -> list[str]:
    """Return what is free of a network's range, from its end; nothing when it is not known."""
    drafts = network.scene.drafts.values()
    mine = [d for d in drafts if d.kind.name == "network.subnet" and _divides(d, network.name)]
    taken = [r for d in mine for r in _range_of(d, "network.subnet")]
    whole = next(iter(_range_of(network.draft, "network.vpc")), None) if network.draft else None
    if whole is None or whole.prefixlen > _OWN_SUBNET_LENGTH:
        return []
    found: list[str] = []
    count = len(_needing_own(network))
    size = 2 ** (32 - _OWN_SUBNET_LENGTH)
    for start in range(int(whole.broadcast_address) + 1 - size, int(whole[0]) - 1, -size):
        one = Network((start, _OWN_SUBNET_LENGTH))
        if not any(one.overlaps(other) for other in taken):
            found.append(str(one))
        if len(found) == count:
            break
    return found


def _divides(subnet: Draft, network: str) -> bool:
    found = subnet.link("network")
    return found is not None and found.name == network


def _range_of(draft: Draft, kind: str) -> list[Network]:
    if draft.kind.name != kind:
        return []
    try:
        return [Network(str(draft.now("cidr")))]
    except ValueError:
        return []
