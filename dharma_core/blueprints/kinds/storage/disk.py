"""A further disk of a machine."""

from __future__ import annotations

from dharma_core.blueprints.kinds.compute.machines import azure_zone, gcp_disk_type
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]

_TYPES = {
    "aws": {"ssd": "gp3", "hdd": "st1"},
    "azure": {"ssd": "Premium_LRS", "hdd": "Standard_LRS"},
    "gcp": {"ssd": "pd-balanced", "hdd": "pd-standard"},
}


def _type(disk: Draft) -> str:
    return _TYPES[disk.scene.provider][str(disk.now("medium"))]


def _aws(disk: Draft) -> None:
    machine, key = disk.link("machine"), disk.link("key")
    own_zone = disk.scene.zone(int(disk.now("zone")))
    disk.main(
        "aws_ebs_volume",
        availability_zone=machine.of("availability_zone") if machine else own_zone,
        size=disk["size_gb"],
        type=_type(disk),
        encrypted=True,
        kms_key_id=key.of("arn") if key else None,
    )
    if machine:
        disk.add(
            "mount",
            "aws_volume_attachment",
            device_name="/dev/sdf",
            volume_id=disk.me(),
            instance_id=machine.of("id"),
        )


def _azure(disk: Draft) -> None:
    machine = disk.link("machine")
    disk.main(
        "azurerm_managed_disk",
        name=disk.name,
        storage_account_type=_type(disk),
        zone=azure_zone(machine.draft) if machine and machine.draft else None,
        create_option="Empty",
        disk_size_gb=disk["size_gb"],
        network_access_policy="DenyAll",
        public_network_access_enabled=False,
    )
    if machine:
        disk.add(
            "mount",
            "azurerm_virtual_machine_data_disk_attachment",
            managed_disk_id=disk.me(),
            virtual_machine_id=machine.of("id"),
            lun=10,
            caching="ReadOnly",
        )


def _gcp(disk: Draft) -> None:
    machine, key = disk.link("machine"), disk.link("key")
    own_zone = disk.scene.zone(int(disk.now("zone")))
    disk.main(
        "google_compute_disk",
        after=gcp_key_right(disk, "compute"),
        name=disk.name,
        zone=machine.of("zone") if machine else own_zone,
        size=disk["size_gb"],
        type=_gcp_type(disk),
        disk_encryption_key={"kms_key_self_link": key.of("id")} if key else None,
    )
    if machine:
        disk.add(
            "mount",
            "google_compute_attached_disk",
            disk=disk.me(),
            instance=machine.of("id"),
        )


def _gcp_type(disk: Draft) -> str:
    """Return the kind of disk: its machine may take no other than Hyperdisk."""
    machine = disk.link("machine")
    size = machine.draft.size("vm") if machine and machine.draft else ""
    wanted = gcp_disk_type(size)
    if wanted == "pd-balanced":
        return _type(disk)
    return wanted if disk.now("medium") == "ssd" else "hyperdisk-throughput"


KIND = Kind(
    "storage.disk",
    "Disk",
    "A further disk, encrypted, in the zone of its machine.",
    (
        Property(
            "machine",
            "The machine it is mounted on; the same number of both when it has a count.",
            type="reference",
            kinds=("compute.vm",),
        ),
        Property("size_gb", "Its size.", type="number", default=50, unit="GB", least=1),
        Property("medium", "What it is made of.", default="ssd", allowed=("ssd", "hdd")),
        Property(
            "zone",
            "Where it stands without a machine.",
            type="number",
            default=1,
            allowed=(1, 2, 3),
        ),
        key_property("it"),
    ),
    (Output("id", "What others name it by.", aws="id", azure="id", gcp="id"),),
    {
        "aws": Cloud("aws_ebs_volume", _aws),
        "azure": Cloud("azurerm_managed_disk", _azure),
        "gcp": Cloud("google_compute_disk", _gcp),
    },
)
