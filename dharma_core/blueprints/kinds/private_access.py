"""Managed services inside a network: endpoints on Azure, a peering on Google Cloud."""

from __future__ import annotations

from dharma_core.blueprints.kinds.drafts import Draft

__all__ = ["azure_endpoint", "gcp_private_services"]


def azure_endpoint(draft: Draft, part: str, zone: str) -> None:
    """Add an endpoint in the first subnet and the private name that leads to it.

    Parameters
    ----------
    part : str
        What of the service the endpoint opens, in Azure's word (``postgresqlServer``).
    zone : str
        Azure's private DNS zone for it; made once for all that need it in one network.
    """
    subnets = draft.links("subnets")
    subnet = subnets[0] if subnets else None
    network = subnet.draft.link("network") if subnet and subnet.draft else None
    names = draft.shared(f"{part.lower()}_names", "azurerm_private_dns_zone", name=zone)
    if network is not None:
        draft.shared(
            f"{part.lower()}_names_{network.name}",
            "azurerm_private_dns_zone_virtual_network_link",
            name=f"{network.name}-{part.lower()}".replace("_", "-"),
            private_dns_zone_name=f"${{{names}.name}}",
            virtual_network_id=network.of("id"),
        )
    draft.add(
        "endpoint",
        "azurerm_private_endpoint",
        name=draft.named("endpoint"),
        subnet_id=subnet.of("id") if subnet else None,
        private_service_connection={
            "name": draft.named("endpoint"),
            "private_connection_resource_id": draft.me(),
            "subresource_names": [part],
            "is_manual_connection": False,
        },
        private_dns_zone_group={
            "name": "default",
            "private_dns_zone_ids": [f"${{{names}.id}}"],
        },
    )


def gcp_private_services(draft: Draft) -> tuple[str | None, tuple[str, ...]]:
    """Return the network that Google's services are joined to, and what must be there first."""
    subnets = draft.links("subnets")
    subnet = subnets[0] if subnets else None
    if subnet is None:
        return None, ()
    network = subnet.draft.link("network") if subnet.draft else None
    if network is None or not network.name:
        return subnet.of("network"), ()
    span = draft.shared(
        f"{network.name}_services_range",
        "google_compute_global_address",
        name=f"{network.name}-services".replace("_", "-").lower(),
        purpose="VPC_PEERING",
        address_type="INTERNAL",
        prefix_length=20,
        network=network.of("id"),
    )
    peering = draft.shared(
        f"{network.name}_services",
        "google_service_networking_connection",
        network=network.of("id"),
        service="servicenetworking.googleapis.com",
        reserved_peering_ranges=[f"${{{span}.name}}"],
    )
    return network.of("id"), (peering,)
