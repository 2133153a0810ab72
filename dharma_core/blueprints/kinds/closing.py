"""Buckets and tables that let in the networks of their users only, as each cloud does it."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.ranges import azure_own_subnet_id, has_own_subnet
from dharma_core.blueprints.kinds.reaching import is_closed, subnets_of, users_of

__all__ = ["aws_way_inside", "azure_ranges", "azure_subnets", "homeless_users"]


def azure_subnets(store: Draft) -> list[str]:
    """Return the ids of the subnets that a closed store lets in on Azure."""
    found = (text for user in users_of(store) for text in _azure_places(user))
    return list(dict.fromkeys(found))


def azure_ranges(store: Draft, *more: str) -> Any:
    """Return the addresses outside that it lets in, ``more`` with them; None for nobody.

    A variable stays a variable; Azure wants a single address without its mask.
    """
    written = store["allowed_ranges"]
    if isinstance(written, str) and not more:
        return written
    ranges = store.now("allowed_ranges")
    known = ranges if isinstance(ranges, (list, tuple)) else ()
    return [*(str(text).removesuffix("/32") for text in known), *more] or None


def homeless_users(store: Draft) -> tuple[str, ...]:
    """Return the users of a store that stand in no subnet of Azure's, by name."""
    return tuple(u.spec.name for u in users_of(store) if not _azure_places(u))


def _azure_places(user: Draft) -> tuple[str, ...]:
    if has_own_subnet(user):
        own = azure_own_subnet_id(user)
        return (own,) if own else ()
    return tuple(subnet.of("id") for subnet in subnets_of(user))


def aws_way_inside(store: Draft, service: str) -> None:
    """Add the endpoints by which the networks of closed stores' users reach them on AWS.

    One endpoint a network serves every store of the kind; the first of them adds it.

    Parameters
    ----------
    service : str
        As AWS names the endpoint's: ``s3``, ``dynamodb``. Such gateways cost nothing.
    """
    alike = (d for d in store.scene.drafts.values() if d.kind is store.kind and is_closed(d))
    users = {u.spec.name: u for d in alike for u in users_of(d)}
    routes: dict[str, list[str]] = {}
    for subnet in (subnet for user in users.values() for subnet in subnets_of(user)):
        network = subnet.draft.link("network") if subnet.draft else None
        if network is not None and network.draft is not None:
            routes.setdefault(network.name, []).append(_aws_routes(subnet, network))
    for network_name, tables in routes.items():
        store.shared(
            f"{network_name}_to_{service}",
            "aws_vpc_endpoint",
            vpc_id=f"${{{network_name}.id}}",
            service_name=f"com.amazonaws.{store.scene.region}.{service}",
            vpc_endpoint_type="Gateway",
            route_table_ids=list(dict.fromkeys(tables)),
        )


def _aws_routes(subnet: Link, network: Link) -> str:
    """Return the route table of a subnet: its own, or the network's when it has none."""
    own = subnet.draft is not None and (subnet.draft.now("public") or subnet.draft.has("nat"))
    return subnet.part("routes") if own else network.of("main_route_table_id")
