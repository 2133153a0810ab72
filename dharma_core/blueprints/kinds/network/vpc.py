"""A private network of the design's own."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["KIND"]


def _aws(net: Draft) -> None:
    net.main(
        "aws_vpc",
        cidr_block=net["cidr"],
        enable_dns_support=True,
        enable_dns_hostnames=True,
    )
    if net.now("internet"):
        net.add("gateway", "aws_internet_gateway", vpc_id=net.me())


def _azure(net: Draft) -> None:
    net.main("azurerm_virtual_network", name=net.name, address_space=[net["cidr"]])


def _gcp(net: Draft) -> None:
    net.main(
        "google_compute_network",
        name=net.name,
        auto_create_subnetworks=False,
        delete_default_routes_on_create=not net.now("internet"),
    )


KIND = Kind(
    "network.vpc",
    "Network",
    "A private network that subnets divide.",
    (
        Property("cidr", "The range of addresses, as in 10.0.0.0/16.", default="10.0.0.0/16"),
        Property(
            "internet",
            "Whether its public subnets can reach the internet.",
            type="bool",
            default=True,
        ),
    ),
    (
        Output("id", "What other resources name it by.", aws="id", azure="id", gcp="id"),
        Output("resource_name", "The cloud's name of it.", aws="id", azure="name", gcp="name"),
    ),
    {
        "aws": Cloud("aws_vpc", _aws),
        "azure": Cloud("azurerm_virtual_network", _azure),
        "gcp": Cloud("google_compute_network", _gcp),
    },
)
