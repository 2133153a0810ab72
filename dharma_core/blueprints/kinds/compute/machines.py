"""What every machine of a design has in common: images, sign-in, first start."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.settled import has_mention
from dharma_core.blueprints.kinds.shared_properties import firewalls_property
from dharma_core.blueprints.references import mentions_in

__all__ = [
    "ARCHITECTURE",
    "DISK",
    "FIREWALLS",
    "IDENTITY",
    "IMAGE",
    "MEMORY",
    "SSH_KEY",
    "USER_DATA",
    "VCPU",
    "aws_image",
    "azure_image",
    "azure_sign_in",
    "azure_trusted_launch",
    "azure_zone",
    "encoded_script",
    "gcp_disk_type",
    "gcp_image",
    "gcp_metadata",
    "is_cloud_image",
]

# Public names of the images, from the documentation of Canonical, Debian and the clouds, 2024-11.
_SSM = {
    "ubuntu-24.04": "canonical/ubuntu/server/24.04/stable/current/{arch}/hvm/ebs-gp3/ami-id",
    "ubuntu-22.04": "canonical/ubuntu/server/22.04/stable/current/{arch}/hvm/ebs-gp2/ami-id",
    "debian-12": "debian/release/12/latest/{arch}",
}
_AZURE = {
    "ubuntu-24.04": ("Canonical", "ubuntu-24_04-lts", "server", "server-arm64"),
    "ubuntu-22.04": (
        "Canonical",
        "0001-com-ubuntu-server-jammy",
        "22_04-lts-gen2",
        "22_04-lts-arm64",
    ),
    "debian-12": ("Debian", "debian-12", "12-gen2", "12-arm64"),
}
_GCP = {
    "ubuntu-24.04": (
        "ubuntu-os-cloud/ubuntu-2404-lts-amd64", "ubuntu-os-cloud/ubuntu-2404-lts-arm64",
    ),
    "ubuntu-22.04": ("ubuntu-os-cloud/ubuntu-2204-lts", "ubuntu-os-cloud/ubuntu-2204-lts-arm64"),
    "debian-12": ("debian-cloud/debian-12", "debian-cloud/debian-12-arm64"),
}  # fmt: skip
# Families that take Google's Hyperdisk alone: documentation of machine families, recalled,
# 2026-11-30.
_HYPERDISK_ONLY = re.compile(r"(c4|c4a|c4d|n4|n4a|n4d|h4d|m4|x4)-.*")
_OWN = {
    "aws": re.compile(r"ami-[0-9a-f]{8,17}"),
    "azure": re.compile(r"/subscriptions/.+|[^:/]+:[^:/]+:[^:/]+:[^:/]+"),
    "gcp": re.compile(r"(projects/)?[\w.-]+/.+"),
}

VCPU = Property(
    "vcpu", "Processors it needs at least.", type="number", default=2, unit="vCPU", least=0
)
MEMORY = Property(
    "memory_gb", "Memory it needs at least.", type="number", default=4, unit="GB", least=0
)
ARCHITECTURE = Property(
    "architecture",
    "The family of processors its software is built for.",
    default="x86_64",
    allowed=("x86_64", "arm64"),
)
IMAGE = Property(
    "image",
    "ubuntu-24.04, ubuntu-22.04 or debian-12, or the cloud's own id of an image.",
    default="ubuntu-24.04",
)
DISK = Property(
    "disk_gb", "Its first disk, encrypted.", type="number", default=30, unit="GB", least=8
)
FIREWALLS = firewalls_property("Who may talk to it.")
IDENTITY = Property(
    "identity",
    "What it may do in the cloud.",
    type="reference",
    kinds=("security.identity",),
)
USER_DATA = Property("user_data", "A script that runs at its first start.")
SSH_KEY = Property(
    "ssh_public_key", "Who may sign in with SSH; Azure asks for one when it is left out."
)


def is_cloud_image(image: str, provider: str) -> bool:
    """Whether a text is an image's own id on a cloud.

    Examples
    --------
    >>> is_cloud_image("ami-04681a1dbd79675a5", "aws"), is_cloud_image("debian-12", "aws")
    (True, False)
    """
    return _OWN[provider].fullmatch(image) is not None


def aws_image(machine: Draft) -> tuple[str, bool]:
    """Return an AMI's id, or the public parameter that always names the newest one.

    Returns
    -------
    (text, whether it is an id)
    """
    image = _named(machine)
    if image in _SSM:
        arch = "arm64" if machine.now("architecture") == "arm64" else "amd64"
        return f"resolve:ssm:/aws/service/{_SSM[image].format(arch=arch)}", False
    return str(machine["image"]), True


def azure_image(machine: Draft) -> Mapping[str, Any]:
    """Return the arguments that name an image."""
    image = _named(machine)
    if image in _AZURE:
        publisher, offer, intel, arm = _AZURE[image]
        sku = arm if machine.now("architecture") == "arm64" else intel
    elif image.count(":") == 3:
        publisher, offer, sku, _ = image.split(":")
    else:
        return {"source_image_id": machine["image"]}
    reference = {"publisher": publisher, "offer": offer, "sku": sku, "version": "latest"}
    return {"source_image_reference": reference}


def gcp_image(machine: Draft) -> str:
    """Return the image or the family it is the newest of."""
    image = _named(machine)
    if image in _GCP:
        return _GCP[image][machine.now("architecture") == "arm64"]
    return str(machine["image"])


def _named(machine: Draft) -> str:
    image = str(machine.now("image"))
    known = image in _SSM or "${" in image
    if not known and not is_cloud_image(image, machine.scene.provider):
        message = f"has the image {image!r}, which {machine.scene.provider} does not know."
        machine.problem("image", message, f"Choose one of: {', '.join(_SSM)}.")
    return image


def encoded_script(machine: Draft) -> str | None:
    """Return the first script as Azure and EC2's launch templates take it: in base64.

    What only apply will tell cannot be encoded before: a script that reads such a thing is told.
    """
    script = machine.scene.inputs.settle(machine["user_data"])
    if not isinstance(script, str):
        return None
    if all(mention.is_variable for _, mention in mentions_in(script)) and has_mention(script):
        return script  # given when it is applied; the design is only looked at
    if has_mention(script):
        message = "has a user_data that reads what is known only once it is made."
        hint = "Give the value to a secret or to a setting that the script looks up."
        machine.problem("user_data", message, hint)
    return base64.b64encode(script.replace("$${", "${").encode()).decode()


def gcp_metadata(machine: Draft) -> Mapping[str, Any]:
    """Return who may sign in: by OS Login, or by the one key that was given."""
    key = machine["ssh_public_key"]
    metadata = {"block-project-ssh-keys": "true", "enable-oslogin": "FALSE" if key else "TRUE"}
    return {**metadata, "ssh-keys": f"admin:{key}"} if key else metadata


def gcp_disk_type(size: str) -> str:
    """Return the kind of disk that a machine takes.

    Examples
    --------
    >>> gcp_disk_type("e2-medium"), gcp_disk_type("n4a-highcpu-2")
    ('pd-balanced', 'hyperdisk-balanced')
    """
    return "hyperdisk-balanced" if _HYPERDISK_ONLY.fullmatch(size) else "pd-balanced"


def azure_zone(machine: Draft) -> str | None:
    """Return the zone of the machine's subnet, None when it has none or the region has none."""
    subnet = machine.needed("subnet")
    number = subnet.draft.now("zone") if subnet.draft else None
    return machine.scene.zone(int(number)) or None if number else None


def azure_trusted_launch(machine: Draft) -> Mapping[str, Any]:
    """Return how it starts safely; Azure's Arm machines do not offer it."""
    if machine.now("architecture") == "arm64":
        return {}
    return {"secure_boot_enabled": True, "vtpm_enabled": True}


def azure_sign_in(machine: Draft) -> Mapping[str, Any]:
    """Return who may sign in: one user by key, none by password."""
    key = machine["ssh_public_key"]
    if not machine.has("ssh_public_key"):
        key = machine.ask("ssh_public_key", "Public SSH key of the administrator", sensitive=False)
    return {
        "admin_username": "azureuser",
        "disable_password_authentication": True,
        "admin_ssh_key": [{"username": "azureuser", "public_key": key}],
    }
