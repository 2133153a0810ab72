"""A part of a network, in one zone where the cloud ties subnets to zones."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link
from dharma_core.blueprints.kinds.ranges import has_own_subnet
from dharma_core.blueprints.kinds.reaching import service_endpoints

__all__ = ["KIND"]

_ANYWHERE = "0.0.0.0/0"


def _aws(subnet: Draft) -> None:
    network, zone = subnet.needed("network"), subnet.now("zone")
    subnet.main(
        "aws_subnet",
        vpc_id=network.of("id"),
        cidr_block=subnet["cidr"],
        availability_zone=subnet.scene.zone(int(zone)) if zone else None,
        map_public_ip_on_launch=False,
    )
    route = _aws_route(subnet, network)
    if route:
        way = {"cidr_block": _ANYWHERE, **route}
        subnet.add("routes", "aws_route_table", vpc_id=network.of("id"), route=[way])
        subnet.add(
            "routed",
            "aws_route_table_association",
            subnet_id=subnet.me(),
            route_table_id=subnet.part("routes"),
        )


def _aws_route(subnet: Draft, network: Link) -> dict[str, str] | None:
    """Return the way out: the gateway of a public subnet, the NAT of a private one."""
    nat = subnet.link("nat")
    if subnet.now("public"):
        if network.draft is not None and network.draft.now("internet"):
            return {"gateway_id": network.part("gateway")}
        subnet.problem("public", "is public, but its network has no way to the internet.")
    return {"nat_gateway_id": nat.of("id")} if nat else None


def _azure(subnet: Draft) -> None:
    network, nat = subnet.needed("network"), subnet.link("nat")
    subnet.main(
        "azurerm_subnet",
        name=subnet.name,
        virtual_network_name=network.of("name"),
        address_prefixes=[subnet["cidr"]],
        default_outbound_access_enabled=False,
        private_endpoint_network_policies="Enabled",
        service_endpoints=_azure_endpoints(subnet),
    )
    if nat:
        subnet.add(
            "routed",
            "azurerm_subnet_nat_gateway_association",
            subnet_id=subnet.me(),
            nat_gateway_id=nat.of("id"),
        )


def _azure_endpoints(subnet: Draft) -> list[str] | None:
    """Return the services that let this subnet alone in, and so have to see it."""
    inside = (*subnet.users("subnets"), *subnet.users("subnet"))
    return service_endpoints(*(user for user in inside if not has_own_subnet(user)))


def _gcp(subnet: Draft) -> None:
    nat = subnet.link("nat")
    subnet.main(
        "google_compute_subnetwork",
        after=(nat.name,) if nat and nat.name else (),
        name=subnet.name,
        network=subnet.needed("network").of("id"),
        ip_cidr_range=subnet["cidr"],
        private_ip_google_access=True,
    )


KIND = Kind(
    "network.subnet",
    "Subnet",
    "A part of a network; private unless asked otherwise.",
    (
        Property(
            "network",
            "The network it divides.",
            type="reference",
            required=True,
            kinds=("network.vpc",),
        ),
        Property("cidr", "Its range of addresses, within the network's.", required=True),
        Property(
            "zone",
            "The first, second or third zone of the region, where the cloud ties it to one.",
            type="number",
            allowed=(1, 2, 3),
        ),
        Property(
            "public",
            "Whether what stands in it can be reached from the internet.",
            type="bool",
            default=False,
        ),
        Property(
            "nat",
            "What lets a private subnet reach the internet.",
            type="reference",
            kinds=("network.nat",),
        ),
    ),
    (Output("id", "What other resources name it by.", aws="id", azure="id", gcp="id"),),
    {
        "aws": Cloud("aws_subnet", _aws),
        "azure": Cloud("azurerm_subnet", _azure),
        "gcp": Cloud("google_compute_subnetwork", _gcp),
    },
)
