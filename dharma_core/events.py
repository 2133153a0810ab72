"""What happened, as a value: one event serves the audit chain and whoever listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

__all__ = ["Event", "EventType"]


class EventType(StrEnum):
    """Every kind of event; the value is what is stored."""

    BLUEPRINT_CREATED = "BlueprintCreated"
    BLUEPRINT_UPDATED = "BlueprintUpdated"
    BLUEPRINT_DELETED = "BlueprintDeleted"
    BLUEPRINT_RECOVERED = "BlueprintRecovered"
    BLUEPRINT_TAGGED = "BlueprintTagged"
    BLUEPRINT_STATUS_CHANGED = "BlueprintStatusChanged"
    BLUEPRINT_VISIBILITY_CHANGED = "BlueprintVisibilityChanged"
    GUARDRAILS_VALIDATED = "GuardrailsValidated"
    BASELINE_WRITTEN = "BaselineWritten"
    WAIVER_ADDED = "WaiverAdded"
    WAIVER_REMOVED = "WaiverRemoved"
    POLICY_KEPT = "PolicyKept"
    POLICY_DROPPED = "PolicyDropped"
    FIX_APPLIED = "FixApplied"
    COST_ESTIMATED = "CostEstimated"
    PRICES_IMPORTED = "PricesImported"
    BILLING_IMPORTED = "BillingImported"
    BUDGET_SET = "BudgetSet"
    BUDGET_REMOVED = "BudgetRemoved"
    BUDGET_THRESHOLD_REACHED = "BudgetThresholdReached"
    CODE_GENERATED = "CodeGenerated"
    DEPLOYMENT_REQUESTED = "DeploymentRequested"
    DEPLOYMENT_STARTED = "DeploymentStarted"
    DEPLOYMENT_STATE_CHANGED = "DeploymentStateChanged"
    DEPLOYMENT_UPDATED = "DeploymentUpdated"
    DEPLOYMENT_APPROVED = "DeploymentApproved"
    DEPLOYMENT_CANCELLED = "DeploymentCancelled"
    DEPLOYMENT_COMPLETED = "DeploymentCompleted"
    DEPLOYMENT_FAILED = "DeploymentFailed"
    DEPLOYMENT_ROLLED_BACK = "DeploymentRolledBack"
    EFFECT_INTENDED = "EffectIntended"
    EFFECT_FINISHED = "EffectFinished"
    SANDBOX_STARTED = "SandboxStarted"
    SANDBOX_STOPPED = "SandboxStopped"
    PERMISSION_DENIED = "PermissionDenied"
    ALERT_TRIGGERED = "AlertTriggered"
    TOKEN_ISSUED = "TokenIssued"  # noqa: S105 - the name of an event
    TOKEN_REFRESHED = "TokenRefreshed"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "TokenRevoked"  # noqa: S105 - the name of an event
    TOKEN_REUSED = "TokenReused"  # noqa: S105 - the name of an event
    TOKEN_REFUSED = "TokenRefused"  # noqa: S105 - the name of an event
    SERVICE_ACCOUNT_CREATED = "ServiceAccountCreated"
    SERVICE_ACCOUNT_DISABLED = "ServiceAccountDisabled"
    KEYS_ROTATED = "KeysRotated"
    KEYS_REWRAPPED = "KeysRewrapped"
    SECRET_READ = "SecretRead"  # noqa: S105 - the name of an event
    OWNER_PREPARED = "OwnerPrepared"
    OWNER_RECOVERED = "OwnerRecovered"
    TENANT_CREATED = "TenantCreated"
    USER_CREATED = "UserCreated"
    USER_CHANGED = "UserChanged"
    USER_DELETED = "UserDeleted"
    PASSWORD_CHANGED = "PasswordChanged"  # noqa: S105 - what happened, no password
    SECOND_FACTOR_CHANGED = "SecondFactorChanged"
    SECOND_FACTOR_FAILED = "SecondFactorFailed"
    SECOND_FACTOR_PASSED = "SecondFactorPassed"
    RECOVERY_CODE_USED = "RecoveryCodeUsed"
    ROLE_CREATED = "RoleCreated"
    ROLE_CHANGED = "RoleChanged"
    ROLE_DELETED = "RoleDeleted"
    ATTRIBUTE_RULE_ADDED = "AttributeRuleAdded"
    ATTRIBUTE_RULE_REMOVED = "AttributeRuleRemoved"
    SIGN_IN_SUCCEEDED = "SignInSucceeded"
    SIGN_IN_FAILED = "SignInFailed"
    ACCOUNT_LOCKED = "AccountLocked"
    SESSION_STARTED = "SessionStarted"
    SESSION_MOVED = "SessionMoved"
    SESSION_ENDED = "SessionEnded"
    OUTSIDE_ACCOUNT_LINKED = "OutsideAccountLinked"
    ALERT_UNDELIVERED = "AlertUndelivered"
    OUTSIDE_ACCOUNT_UNLINKED = "OutsideAccountUnlinked"
    TRUST_EVALUATED = "TrustEvaluated"
    STEP_UP_DEMANDED = "StepUpDemanded"
    SESSION_TRUST_CHANGED = "SessionTrustChanged"
    ANOMALIES_FOUND = "AnomaliesFound"
    ANOMALY_JUDGED = "AnomalyJudged"
    REPORT_MADE = "ReportMade"
    REPORT_SCHEDULED = "ReportScheduled"
    REPORT_UNSCHEDULED = "ReportUnscheduled"
    REPORT_RUN_FAILED = "ReportRunFailed"
    REPORT_SCHEDULE_STOPPED = "ReportScheduleStopped"
    AUDIT_KEY_ROTATED = "AuditKeyRotated"
    AUDIT_PERSON_REDACTED = "AuditPersonRedacted"
    AUDIT_ARCHIVED = "AuditArchived"
    AUDIT_ARCHIVE_DELETED = "AuditArchiveDeleted"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Parameters
    ----------
    id : str
        ``evt_...``.
    type : EventType
    aggregate_type, aggregate_id : str
        What it happened to: ``blueprint`` and ``bp_...``.
    time : datetime
        UTC.
    tenant, user : str
        Who; ``user`` is a personal field.
    address : str
        From where; a personal field. ``local`` for a command on this machine.
    success : bool
        Whether the thing tried was done.
    before, after : mapping or None
        The record's state around a write; secrets masked by the caller.
    data : mapping
        Everything else, JSON values only.
    correlation_id, causation_id : str
        What request it belongs to, and which event led to it.
    version : int
        Of the shape of ``data`` for this type.
    agent : str
        With which program (a browser's name, ``dharma-cli``); a personal field.
    """

    id: str
    type: EventType
    aggregate_type: str
    aggregate_id: str
    time: datetime
    tenant: str
    user: str
    address: str = "local"
    success: bool = True
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    correlation_id: str = ""
    causation_id: str = ""
    version: int = 1
    agent: str = ""
