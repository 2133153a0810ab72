"""What each fact takes from its part of the score: data with a name for every number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TypeVar

from dharma_core.trust.reading import Reader
from dharma_core.trust.score import FULL_TRUST

__all__ = ["ContextWeights", "DeviceWeights", "UserWeights", "Weights", "read_weights"]


@dataclass(frozen=True, slots=True)
class DeviceWeights:
    """Of the device's posture; data/trust/weights.yaml says what each one is."""

    compliance_share: Decimal
    compliance_unknown: Decimal
    disk_open: Decimal
    disk_unknown: Decimal
    firewall_off: Decimal
    firewall_unknown: Decimal
    patch_grace_days: Decimal
    patch_limit_days: Decimal
    patch_old: Decimal
    patch_unknown: Decimal
    unmanaged: Decimal
    managed_unknown: Decimal
    jailbroken: Decimal
    jailbreak_unknown: Decimal


@dataclass(frozen=True, slots=True)
class UserWeights:
    """Of the person's behaviour."""

    no_second_factor: Decimal
    failed_logins_free: Decimal
    failed_login_each: Decimal
    failed_logins_most: Decimal
    failed_logins_unknown: Decimal
    unusual_hour_most: Decimal
    unusual_place_most: Decimal
    place_unknown: Decimal
    short_history: Decimal
    history_needed: Decimal
    surprise_free_bits: Decimal
    surprise_most_bits: Decimal
    half_life_days: Decimal
    peers_count_as: Decimal
    learn_every_minutes: Decimal
    places_kept: Decimal


@dataclass(frozen=True, slots=True)
class ContextWeights:
    """Of where, when and for what it is asked."""

    network_trusted: Decimal
    network_known: Decimal
    network_unknown: Decimal
    network_anonymising: Decimal
    place_unknown: Decimal
    unusual_country: Decimal
    impossible_travel: Decimal
    travel_km_h: Decimal
    travel_free_km: Decimal
    off_hours: Decimal
    moved_address: Decimal
    moved_program: Decimal
    public: Decimal
    internal: Decimal
    confidential: Decimal
    restricted: Decimal
    sensitivity_unknown: Decimal
    reading: Decimal
    changing: Decimal
    destroying: Decimal
    deciding: Decimal


@dataclass(frozen=True, slots=True)
class Weights:
    """All of them."""

    device: DeviceWeights
    user: UserWeights
    context: ContextWeights


Group = TypeVar("Group", DeviceWeights, UserWeights, ContextWeights)

# These are divided by, or count something: they are no points.
_ABOVE_ZERO = {
    "half_life_days",
    "peers_count_as",
    "places_kept",
    "travel_km_h",
    "surprise_most_bits",
    "patch_limit_days",
}
_NO_POINTS = _ABOVE_ZERO | {
    "patch_grace_days",
    "failed_logins_free",
    "history_needed",
    "surprise_free_bits",
    "learn_every_minutes",
    "travel_free_km",
}
_LARGE = Decimal(10_000_000)
_ORDERED = (
    ("disk_unknown", "disk_open"),
    ("firewall_unknown", "firewall_off"),
    ("patch_unknown", "patch_old"),
    ("managed_unknown", "unmanaged"),
    ("jailbreak_unknown", "jailbroken"),
    ("patch_grace_days", "patch_limit_days"),
    ("failed_logins_unknown", "failed_logins_most"),
    ("place_unknown", "unusual_place_most"),
    ("surprise_free_bits", "surprise_most_bits"),
    ("network_trusted", "network_known"),
    ("network_known", "network_unknown"),
    ("network_unknown", "network_anonymising"),
    ("public", "internal"),
    ("internal", "confidential"),
    ("confidential", "restricted"),
    ("sensitivity_unknown", "restricted"),
)
"""The first of each pair is never more than the second: unknown is no worse than bad."""


def read_weights(part: Reader, *, over: Weights | None = None) -> Weights:
    """Return the weights of a file, laid over others when there are any.

    Raises
    ------
    InputError
        If one is unknown or no number in its range, if ``over`` is left out and one is missing,
        or if what is unknown would cost more than what is bad.
    """
    said = part.fields(("device", "user", "context"))
    return Weights(
        _group(DeviceWeights, said.get("device"), part, over.device if over else None),
        _group(UserWeights, said.get("user"), part, over.user if over else None),
        _group(ContextWeights, said.get("context"), part, over.context if over else None),
    )


def _group(kind: type[Group], part: Reader | None, whole: Reader, over: Group | None) -> Group:
    names = [field.name for field in fields(kind)]
    said = part.fields(names) if part else {}
    values = {name: getattr(over, name) for name in names} if over is not None else {}
    values |= {name: _value(name, reader) for name, reader in said.items()}
    missing = [name for name in names if name not in values]
    if missing:
        raise (part or whole).refused(f"has no {missing[0]}", "Say it.")
    _refuse_disorder(values, part or whole)
    return kind(**values)


def _value(name: str, reader: Reader) -> Decimal:
    found = reader.number() if name in _NO_POINTS else reader.number(most=FULL_TRUST)
    if name in _ABOVE_ZERO and not found:
        raise reader.refused("is 0", "Write a number above 0.")
    return found


def _refuse_disorder(values: Mapping[str, Decimal], part: Reader) -> None:
    for less, more in _ORDERED:
        if values.get(less, Decimal(0)) > values.get(more, _LARGE):
            raise part.refused(
                f"has {less} {values[less]} above {more} {values[more]}",
                f"Give {less} at most what {more} is.",
            )
