"""A way out to the internet for private subnets, with one address that stays."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.links import Link

__all__ = ["KIND"]


def _aws(nat: Draft) -> None:
    subnet = nat.needed("subnet")
    network = _network(subnet)
    gateway = (f"{network.name}_gateway",) if network and network.draft else ()
    nat.add("ip", "aws_eip", after=gateway, domain="vpc")
    nat.main(
        "aws_nat_gateway",
        after=gateway,
        allocation_id=nat.part("ip"),
        subnet_id=subnet.of("id"),
    )


def _azure(nat: Draft) -> None:
    nat.add(
        "ip",
        "azurerm_public_ip",
        name=nat.named("ip"),
        allocation_method="Static",
        sku="Standard",
    )
    nat.main("azurerm_nat_gateway", name=nat.name, sku_name="Standard", idle_timeout_in_minutes=10)
    nat.add(
        "address",
        "azurerm_nat_gateway_public_ip_association",
        nat_gateway_id=nat.me(),
        public_ip_address_id=nat.part("ip"),
    )


def _gcp(nat: Draft) -> None:
    network = _network(nat.needed("subnet"))
    nat.add("ip", "google_compute_address", name=nat.named("ip"))
    nat.add(
        "router",
        "google_compute_router",
        name=nat.named("router"),
        network=network.of("id") if network else nat.needed("subnet").of("network"),
    )
    nat.main(
        "google_compute_router_nat",
        name=nat.name,
        router=nat.part("router", "name"),
        nat_ip_allocate_option="MANUAL_ONLY",
        nat_ips=[nat.part("ip", "self_link")],
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
        log_config={"enable": True, "filter": "ERRORS_ONLY"},
    )


def _network(subnet: Link) -> Link | None:
    return subnet.draft.link("network") if subnet.draft else None


KIND = Kind(
    "network.nat",
    "NAT gateway",
    "Lets private subnets reach the internet while nothing can reach them.",
    (
        Property(
            "subnet",
            "The public subnet it stands in.",
            type="reference",
            required=True,
            kinds=("network.subnet",),
        ),
    ),
    (
        Output("id", "What subnets name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "address",
            "The address the internet sees.",
            aws="public_ip",
            azure="ip/ip_address",
            gcp="ip/address",
        ),
    ),
    {
        "aws": Cloud("aws_nat_gateway", _aws),
        "azure": Cloud("azurerm_nat_gateway", _azure),
        "gcp": Cloud("google_compute_router_nat", _gcp),
    },
)
