"""One machine."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.compute.machines import (
    ARCHITECTURE,
    DISK,
    FIREWALLS,
    IDENTITY,
    IMAGE,
    MEMORY,
    SSH_KEY,
    USER_DATA,
    VCPU,
    aws_image,
    azure_image,
    azure_sign_in,
    azure_trusted_launch,
    azure_zone,
    encoded_script,
    gcp_disk_type,
    gcp_image,
    gcp_metadata,
)
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.network.firewall import joined

__all__ = ["KIND"]


def _aws(vm: Draft) -> None:
    identity = vm.link("identity")
    image, is_id = aws_image(vm)
    if not is_id:
        vm.add("image", "aws_launch_template", name=vm.named("image"), image_id=image)
    newest = {"id": vm.part("image"), "version": "$Latest"}
    vm.main(
        "aws_instance",
        ami=image if is_id else None,
        launch_template=None if is_id else newest,
        instance_type=vm.size("vm"),
        subnet_id=vm.needed("subnet").of("id"),
        vpc_security_group_ids=[wall.of("id") for wall in vm.links("firewalls")] or None,
        associate_public_ip_address=vm["public"],
        iam_instance_profile=identity.part("profile", "name") if identity else None,
        user_data=vm["user_data"],
        ebs_optimized=True,
        monitoring=True,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        root_block_device={
            "volume_type": "gp3",
            "volume_size": vm["disk_gb"],
            "encrypted": True,
        },
    )
    _aws_edges(vm)


def _aws_edges(vm: Draft) -> None:
    balancer, address = vm.link("load_balancer"), vm.link("address")
    if balancer:
        vm.add(
            "target",
            "aws_lb_target_group_attachment",
            target_group_arn=balancer.part("targets", "arn"),
            target_id=vm.me(),
        )
    if address:
        vm.add("address", "aws_eip_association", instance_id=vm.me(), allocation_id=address.of())


def _azure(vm: Draft) -> None:
    _azure_card(vm)
    identity = vm.link("identity")
    vm.main(
        "azurerm_linux_virtual_machine",
        name=vm.name,
        size=vm.size("vm"),
        zone=azure_zone(vm),
        network_interface_ids=[vm.part("nic")],
        os_disk={
            "caching": "ReadWrite",
            "storage_account_type": "Premium_LRS",
            "disk_size_gb": vm["disk_gb"],
        },
        identity=_azure_identity([identity.of("id")] if identity else []),
        custom_data=encoded_script(vm),
        boot_diagnostics={},
        patch_assessment_mode="AutomaticByPlatform",
        **azure_image(vm),
        **azure_sign_in(vm),
        **azure_trusted_launch(vm),
    )


def _azure_identity(ids: list[str]) -> dict[str, Any]:
    return {"type": "UserAssigned", "identity_ids": ids} if ids else {"type": "SystemAssigned"}


def _azure_card(vm: Draft) -> None:
    """Add the network card, what guards it and what stands before it."""
    address, balancer = vm.link("address"), vm.link("load_balancer")
    public = address.of() if address else None
    if vm.now("public") and public is None:
        vm.add(
            "ip",
            "azurerm_public_ip",
            name=vm.named("ip"),
            allocation_method="Static",
            sku="Standard",
            zones=list(vm.scene.zones) or None,
        )
        public = vm.part("ip")
    card = {
        "name": "internal",
        "subnet_id": vm.needed("subnet").of("id"),
        "private_ip_address_allocation": "Dynamic",
        "public_ip_address_id": public,
    }
    given = {name: value for name, value in card.items() if value is not None}
    vm.add("nic", "azurerm_network_interface", name=vm.named("nic"), ip_configuration=[given])
    _azure_walls(vm)
    if balancer:
        vm.add(
            "target",
            "azurerm_network_interface_backend_address_pool_association",
            network_interface_id=vm.part("nic"),
            ip_configuration_name="internal",
            backend_address_pool_id=balancer.part("targets"),
        )


def _azure_walls(vm: Draft) -> None:
    walls = vm.links("firewalls")
    for wall in walls[:1]:
        vm.add(
            "firewall",
            "azurerm_network_interface_security_group_association",
            network_interface_id=vm.part("nic"),
            network_security_group_id=wall.of("id"),
        )
    for number, wall in enumerate((w for w in walls if w.draft), 1):
        vm.add(
            f"member_{number}",
            "azurerm_network_interface_application_security_group_association",
            network_interface_id=vm.part("nic"),
            application_security_group_id=wall.part("members"),
        )
    if len(walls) > 1:
        hint = "Put the rules of all into one firewall."
        vm.problem("firewalls", "stands behind several firewalls; Azure takes one.", hint)


def _gcp(vm: Draft) -> None:
    identity, size = vm.link("identity"), vm.size("vm")
    account = {"email": identity.of("email"), "scopes": ["cloud-platform"]} if identity else None
    vm.main(
        "google_compute_instance",
        name=vm.name,
        machine_type=size,
        zone=_gcp_zone(vm),
        boot_disk={
            "auto_delete": True,
            "initialize_params": {
                "image": gcp_image(vm),
                "size": vm["disk_gb"],
                "type": gcp_disk_type(size),
            },
        },
        network_interface=[_gcp_card(vm)],
        shielded_instance_config={
            "enable_secure_boot": True,
            "enable_vtpm": True,
            "enable_integrity_monitoring": True,
        },
        metadata=gcp_metadata(vm),
        metadata_startup_script=vm["user_data"],
        service_account=account,
        tags=[wall.draft.name for wall in joined(vm) if wall.draft] or None,
        allow_stopping_for_update=True,
    )


def _gcp_zone(vm: Draft) -> str:
    subnet = vm.needed("subnet")
    number = subnet.draft.now("zone") if subnet.draft else None
    return vm.scene.zone(int(number or 1))


def _gcp_card(vm: Draft) -> dict[str, Any]:
    card: dict[str, Any] = {"subnetwork": vm.needed("subnet").of("id")}
    address = vm.link("address")
    if address:
        card["access_config"] = [{"nat_ip": address.of("address")}]
    elif vm.now("public"):
        card["access_config"] = [{"network_tier": "PREMIUM"}]
    return card


KIND = Kind(
    "compute.vm",
    "Virtual machine",
    "One machine with an encrypted disk.",
    (
        Property(
            "subnet",
            "Where it stands.",
            type="reference",
            required=True,
            kinds=("network.subnet",),
        ),
        FIREWALLS,
        VCPU,
        MEMORY,
        ARCHITECTURE,
        IMAGE,
        DISK,
        Property(
            "public",
            "Whether it has an address on the internet.",
            type="bool",
            default=False,
        ),
        Property(
            "address",
            "A public address that stays.",
            type="reference",
            kinds=("network.public_address",),
        ),
        Property(
            "load_balancer",
            "What sends it requests.",
            type="reference",
            kinds=("network.load_balancer",),
        ),
        IDENTITY,
        USER_DATA,
        SSH_KEY,
    ),
    (
        Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),
        Output(
            "private_ip",
            "Its address inside the network.",
            aws="private_ip",
            azure="private_ip_address",
            gcp="network_interface.0.network_ip",
        ),
        Output(
            "public_ip",
            "Its address on the internet, when it has one.",
            aws="public_ip",
            azure="public_ip_address",
            gcp="network_interface.0.access_config.0.nat_ip",
        ),
    ),
    {
        "aws": Cloud("aws_instance", _aws),
        "azure": Cloud("azurerm_linux_virtual_machine", _azure),
        "gcp": Cloud("google_compute_instance", _gcp),
    },
)
