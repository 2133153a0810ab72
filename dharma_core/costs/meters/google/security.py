"""Keys of Cloud KMS and secrets of Secret Manager."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject, amount, blocks_of
from dharma_core.plan import UNKNOWN, Resource

__all__ = ["crypto_key", "secret", "secret_version"]

_PER_OPERATIONS = 10_000
_TIERS = ("Key versions (first 2K)", "Key versions (over 2K)")
_SYMMETRIC = "GOOGLE_SYMMETRIC_ENCRYPTION"


def crypto_key(subject: Subject) -> Iterator[Component]:
    """Yield a key's versions, by where it is kept and what it is for, and its operations."""
    protection = _protection(subject)
    versions = subject.used("key_versions")
    if versions is None:
        versions = _rotated(subject)
    line = Line("Key versions", "months", versions, "key_versions")
    used = subject.used("monthly_key_operations")
    number = None if used is None else used / _PER_OPERATIONS
    operations = Line("Operations", "10k operations", number, "monthly_key_operations")
    if not protection:
        note = "Where the key is kept is known only after apply."
        yield from (subject.unpriced(line, note), subject.unpriced(operations, note))
        return
    key = subject.key("kms/key_version", region="global", protection=protection)
    if protection == "hsm_asymmetric":
        yield from subject.bill_tiers(line, key, _TIERS)
    else:
        yield subject.bill(line, key)
    key = subject.key("kms/operations", region="global", protection=protection)
    yield subject.bill(operations, key)


def _protection(subject: Subject) -> str:
    """Return the tariff: software, a module's two, or a manager outside; empty when unknown."""
    level = subject.at("version_template.protection_level", "SOFTWARE")
    algorithm = subject.at("version_template.algorithm", _SYMMETRIC)
    if UNKNOWN in (level, algorithm):
        return ""
    if level == "HSM":
        simple = algorithm in (*subject.facts["symmetric"], *subject.facts["cheap_asymmetric"])
        return "hsm_symmetric" if simple else "hsm_asymmetric"
    return "external" if str(level).startswith("EXTERNAL") else "software"


def _rotated(subject: Subject) -> Decimal | None:
    """Return the versions that rotation makes in a month; None when the key is not rotated."""
    period = subject.text("rotation_period")
    seconds = amount(period.removesuffix("s")) if period else None
    return Decimal(subject.facts["rotation_month_seconds"]) / seconds if seconds else None


def secret(subject: Subject) -> Iterator[Component]:
    """Yield a secret's versions at each place it is kept, its reads and rotation notices."""
    versions = subject.used("active_secret_versions")
    held = None if versions is None else versions * _places(subject.resource)
    yield _versions(subject, held, "active_secret_versions")
    yield _reads(subject)
    key = "monthly_rotation_notifications"
    line = Line("Rotation notifications", "rotations", subject.used(key), key)
    yield subject.bill(line, subject.key("secret_manager/rotations", region="global"))


def secret_version(subject: Subject) -> Iterator[Component]:
    """Yield one version at each place its secret is kept, and its reads."""
    of = next(iter(subject.targets("secret")), None)
    yield _versions(subject, Decimal(1) if of is None else _places(of))
    yield _reads(subject)


def _versions(subject: Subject, quantity: Decimal | None, key: str = "") -> Component:
    line = Line("Active secret versions", "versions", quantity, key)
    return subject.bill(line, subject.key("secret_manager/versions", region="global"))


def _reads(subject: Subject) -> Component:
    key = "monthly_access_operations"
    used = subject.used(key)
    line = Line(
        "Access operations", "10K requests", None if used is None else used / _PER_OPERATIONS, key
    )
    return subject.bill(line, subject.key("secret_manager/access_operations", region="global"))


def _places(secret: Resource) -> Decimal:
    """Return at how many places a secret is kept; one that Google replicates counts once."""
    replicas = sum(
        len(blocks_of(managed.get("replicas")))
        for replication in blocks_of(secret.attributes.get("replication"))
        for managed in blocks_of(replication.get("user_managed"))
    )
    return Decimal(max(replicas, 1))
