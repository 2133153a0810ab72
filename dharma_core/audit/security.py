"""Which events concern security, and how serious each is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dharma_core.events import Event

__all__ = ["SECURITY_EVENTS", "Severity", "security_types", "severity_of"]


class Severity(StrEnum):
    """How serious a security event is."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the least serious."""
        return list(Severity).index(self)


# By the stored name: an event of a newer Dharma, or of one that knew fewer, is judged too.
SECURITY_EVENTS: Mapping[str, Severity] = {
    "SignInSucceeded": Severity.INFO,
    "SessionStarted": Severity.INFO,
    "SessionEnded": Severity.INFO,
    "TokenIssued": Severity.LOW,
    "TokenRevoked": Severity.LOW,
    "SecondFactorEnabled": Severity.INFO,
    "PasswordChanged": Severity.LOW,
    "UserCreated": Severity.LOW,
    "UserChanged": Severity.LOW,
    "WaiverAdded": Severity.LOW,
    "WaiverRemoved": Severity.INFO,
    "BaselineWritten": Severity.LOW,
    "PolicyKept": Severity.LOW,
    "TrustEvaluated": Severity.INFO,
    "AuditArchived": Severity.INFO,
    "AuditKeyRotated": Severity.LOW,
    "SignInFailed": Severity.MEDIUM,
    "SecondFactorFailed": Severity.MEDIUM,
    "StepUpDemanded": Severity.MEDIUM,
    "PermissionDenied": Severity.MEDIUM,
    "PolicyDropped": Severity.MEDIUM,
    "BlueprintDeleted": Severity.MEDIUM,
    "DeploymentRolledBack": Severity.MEDIUM,
    "AuditPersonRedacted": Severity.MEDIUM,
    "AuditArchiveDeleted": Severity.MEDIUM,
    "SecondFactorDisabled": Severity.HIGH,
    "RoleChanged": Severity.HIGH,
    "UserDeleted": Severity.HIGH,
    "AccountLocked": Severity.HIGH,
    "OwnerSetUp": Severity.HIGH,
    "TokenReused": Severity.CRITICAL,
}
# Security events only when they say that something did not pass.
_WHEN_FAILED: Mapping[str, Severity] = {"GuardrailsValidated": Severity.MEDIUM}


def severity_of(event: Event) -> Severity | None:
    """Return how serious an event is for security, None for one that does not concern it.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from dharma_core.events import EventType
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> refused = Event("e", EventType.PERMISSION_DENIED, "permission", "x", at, "default", "ann")
    >>> severity_of(refused).value
    'medium'
    """
    name = event.type.value
    if not event.success and name in _WHEN_FAILED:
        return _WHEN_FAILED[name]
    return SECURITY_EVENTS.get(name)


def security_types(
    at_least: Severity = Severity.INFO,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of events of a severity or above: always, and when they failed.

    Examples
    --------
    >>> security_types(Severity.CRITICAL)
    (('TokenReused',), ())
    """
    always = tuple(n for n, level in SECURITY_EVENTS.items() if level.rank >= at_least.rank)
    failed = tuple(n for n, level in _WHEN_FAILED.items() if level.rank >= at_least.rank)
    return always, failed
