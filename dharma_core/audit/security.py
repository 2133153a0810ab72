"""Which events concern security, and how serious each is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dharma_core.events import Event

__all__ = ["SECURITY_EVENTS", "WHEN_FAILED", "Severity", "security_types", "severity_of"]


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
    "AuditArchived": Severity.INFO,
    "SecondFactorPassed": Severity.INFO,
    "SessionEnded": Severity.INFO,
    "SessionStarted": Severity.INFO,
    "SignInSucceeded": Severity.INFO,
    "TokenRefreshed": Severity.INFO,
    "TrustEvaluated": Severity.INFO,
    "WaiverRemoved": Severity.INFO,
    "AuditKeyRotated": Severity.LOW,
    "BaselineWritten": Severity.LOW,
    "KeysRewrapped": Severity.LOW,
    "KeysRotated": Severity.LOW,
    "OutsideAccountLinked": Severity.LOW,
    "OutsideAccountUnlinked": Severity.LOW,
    "PasswordChanged": Severity.LOW,
    "PolicyKept": Severity.LOW,
    "ReportScheduled": Severity.LOW,
    "SecretRead": Severity.LOW,
    "ServiceAccountCreated": Severity.LOW,
    "ServiceAccountDisabled": Severity.LOW,
    "SessionTrustChanged": Severity.LOW,
    "TenantCreated": Severity.LOW,
    "TokenIssued": Severity.LOW,
    "TokenRevoked": Severity.LOW,
    "UserChanged": Severity.LOW,
    "UserCreated": Severity.LOW,
    "WaiverAdded": Severity.LOW,
    "AttributeRuleAdded": Severity.MEDIUM,
    "AuditArchiveDeleted": Severity.MEDIUM,
    "AuditPersonRedacted": Severity.MEDIUM,
    "BlueprintDeleted": Severity.MEDIUM,
    "DeploymentRolledBack": Severity.MEDIUM,
    "PermissionDenied": Severity.MEDIUM,
    "PolicyDropped": Severity.MEDIUM,
    "RecoveryCodeUsed": Severity.MEDIUM,
    "RoleCreated": Severity.MEDIUM,
    "RoleDeleted": Severity.MEDIUM,
    "SecondFactorChanged": Severity.MEDIUM,
    "SecondFactorFailed": Severity.MEDIUM,
    "SessionMoved": Severity.MEDIUM,
    "SignInFailed": Severity.MEDIUM,
    "StepUpDemanded": Severity.MEDIUM,
    "TokenRefused": Severity.MEDIUM,
    "AccountLocked": Severity.HIGH,
    "AttributeRuleRemoved": Severity.HIGH,
    "OwnerPrepared": Severity.HIGH,
    "OwnerRecovered": Severity.HIGH,
    "RoleChanged": Severity.HIGH,
    "UserDeleted": Severity.HIGH,
    "TokenReused": Severity.CRITICAL,
}
# These weigh more when they say that something did not pass.
WHEN_FAILED: Mapping[str, Severity] = {
    "GuardrailsValidated": Severity.MEDIUM,
    "SecretRead": Severity.MEDIUM,
    "TrustEvaluated": Severity.MEDIUM,
}


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
    if not event.success and name in WHEN_FAILED:
        return WHEN_FAILED[name]
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
    failed = tuple(n for n, level in WHEN_FAILED.items() if level.rank >= at_least.rank)
    return always, failed
