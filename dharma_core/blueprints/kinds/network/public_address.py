"""An address on the internet that stays the same."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output
from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["KIND"]


def _aws(address: Draft) -> None:
    address.main("aws_eip", domain="vpc")


def _azure(address: Draft) -> None:
    address.main(
        "azurerm_public_ip",
        name=address.name,
        allocation_method="Static",
        sku="Standard",
        zones=list(address.scene.zones) or None,
    )


def _gcp(address: Draft) -> None:
    address.main("google_compute_address", name=address.name, address_type="EXTERNAL")


KIND = Kind(
    "network.public_address",
    "Public address",
    "An address on the internet that outlives the machine behind it.",
    (),
    (
        Output("id", "What machines name it by.", aws="id", azure="id", gcp="id"),
        Output("address", "The address.", aws="public_ip", azure="ip_address", gcp="address"),
    ),
    {
        "aws": Cloud("aws_eip", _aws),
        "azure": Cloud("azurerm_public_ip", _azure),
        "gcp": Cloud("google_compute_address", _gcp),
    },
)
