"""Properties that many kinds have: where a thing stands, who may talk to it, what encrypts it."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Property

__all__ = ["firewalls_property", "key_property", "subnets_property"]


def subnets_property(meaning: str, *, required: bool = True) -> Property:
    """Return the property that names the subnets a thing stands in."""
    return Property(
        "subnets", meaning, type="list(reference)", required=required, kinds=("network.subnet",)
    )


def firewalls_property(meaning: str) -> Property:
    """Return the property that names the firewalls around a thing."""
    return Property("firewalls", meaning, type="list(reference)", kinds=("network.firewall",))


def key_property(what: str) -> Property:
    """Return the property that names the key for ``what`` (``the data``), where clouds take one."""
    return Property(
        "key",
        f"Encrypts {what}, on AWS and GCP; the cloud's own key when it is left out.",
        type="reference",
        kinds=("security.key",),
    )
