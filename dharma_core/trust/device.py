"""The device: what its posture takes from its part of the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dharma_core.trust.score import FULL_TRUST, Assessment, Deduction, assess
from dharma_core.trust.weights import DeviceWeights

__all__ = ["Device", "assess_device"]

_CENT = Decimal("0.01")


class _Fact(NamedTuple):
    """A fact that is so or not: what is good, and the names of the weights when it is not."""

    key: str
    name: str
    good: bool
    bad: str
    unknown: str
    fault: str
    question: str


_FACTS = (
    _Fact(
        "device.disk", "disk_encrypted", True, "disk_open", "disk_unknown",
        "the disk is not encrypted", "the disk is encrypted",
    ),
    _Fact(
        "device.firewall", "firewall", True, "firewall_off", "firewall_unknown",
        "the firewall is off", "the firewall is on",
    ),
    _Fact(
        "device.managed", "managed", True, "unmanaged", "managed_unknown",
        "the device is not managed", "the device is managed",
    ),
    _Fact(
        "device.jailbreak", "jailbroken", False, "jailbroken", "jailbreak_unknown",
        "the device is jailbroken or rooted", "the device is jailbroken",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """What is known of a device; None is what nobody tells.

    Parameters
    ----------
    compliance : Decimal or None
        Share of the device rules it keeps, 0 to 100.
    patch_age_days : Decimal or None
        Since the operating system's last security update.
    managed : bool or None
        Whether the team's device management looks after it.
    jailbroken : bool or None
        Whether the protection of its system was taken away.
    """

    compliance: Decimal | None = None
    disk_encrypted: bool | None = None
    firewall: bool | None = None
    patch_age_days: Decimal | None = None
    managed: bool | None = None
    jailbroken: bool | None = None


def assess_device(device: Device, weights: DeviceWeights) -> Assessment:
    """Return the device's part of the score with what lowered it."""
    return assess("device", _deductions(device, weights))


def _deductions(device: Device, weights: DeviceWeights) -> Iterator[Deduction]:
    yield _compliance(device.compliance, weights)
    yield _patches(device.patch_age_days, weights)
    for fact in _FACTS:
        said = getattr(device, fact.name)
        if said is None:
            points = getattr(weights, fact.unknown)
            yield Deduction(f"{fact.key}_unknown", f"nobody tells whether {fact.question}", points)
        elif said is not fact.good:
            yield Deduction(fact.key, fact.fault, getattr(weights, fact.bad))


def _compliance(said: Decimal | None, weights: DeviceWeights) -> Deduction:
    if said is None:
        key, reason = "compliance_unknown", "nobody tells how far the device keeps the device rules"
    else:
        key, reason = "compliance", f"the device keeps {said:f} of 100 of the device rules"
    value = weights.compliance_unknown if said is None else said
    return Deduction(f"device.{key}", reason, (FULL_TRUST - value) * weights.compliance_share)


def _patches(age: Decimal | None, weights: DeviceWeights) -> Deduction:
    if age is None:
        reason = "nobody tells how old the device's last security update is"
        return Deduction("device.patches_unknown", reason, weights.patch_unknown)
    grace, limit = weights.patch_grace_days, weights.patch_limit_days
    if age <= grace:
        return Deduction("device.patches", "", Decimal(0))
    share = Decimal(1) if age >= limit else (age - grace) / (limit - grace)
    points = (weights.patch_old * share).quantize(_CENT)
    return Deduction("device.patches", f"its last security update is {age:f} days old", points)
