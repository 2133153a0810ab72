"""A deployment as a value: its states, which may follow which, and what was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

__all__ = [
    "NEXT_STATES",
    "DeployedResource",
    "Deployment",
    "DeploymentRequest",
    "DeploymentState",
    "LogLine",
]


class DeploymentState(StrEnum):
    """Where a deployment stands."""

    QUEUED = "queued"
    VALIDATING = "validating"
    PLANNING = "planning"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    APPLYING = "applying"
    COMPLETED = "completed"
    FAILED = "failed"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing follows."""
        return not NEXT_STATES[self]


_S = DeploymentState
NEXT_STATES: Mapping[DeploymentState, frozenset[DeploymentState]] = {
    _S.QUEUED: frozenset({_S.VALIDATING, _S.CANCELLED, _S.FAILED}),
    _S.VALIDATING: frozenset({_S.PLANNING, _S.FAILED, _S.CANCELLED}),
    _S.PLANNING: frozenset({_S.AWAITING_APPROVAL, _S.APPROVED, _S.FAILED, _S.CANCELLED}),
    _S.AWAITING_APPROVAL: frozenset({_S.APPROVED, _S.CANCELLED, _S.FAILED}),
    _S.APPROVED: frozenset({_S.APPLYING, _S.CANCELLED, _S.FAILED}),
    _S.APPLYING: frozenset({_S.COMPLETED, _S.ROLLING_BACK, _S.FAILED}),
    _S.ROLLING_BACK: frozenset({_S.ROLLED_BACK, _S.FAILED}),
    _S.COMPLETED: frozenset(),
    _S.FAILED: frozenset(),
    _S.ROLLED_BACK: frozenset(),
    _S.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class DeploymentRequest:
    """What somebody asked for.

    Parameters
    ----------
    target : str
        ``sandbox`` or the name of a configured account.
    environment : str
        ``production`` waits for an approval unless ``auto_approve``.
    executor : str
        ``cloudformation`` or ``terraform``.
    budget : Decimal or None
        Dollars a month; an estimate above it stops the deployment.
    """

    target: str = "sandbox"
    environment: str = "development"
    executor: str = "cloudformation"
    budget: Decimal | None = None
    auto_approve: bool = False
    rollback_on_failure: bool = True


@dataclass(frozen=True, slots=True)
class DeployedResource:
    """One resource as the target's own service confirmed it (or did not)."""

    address: str
    type: str
    physical_id: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the live log."""

    time: datetime
    level: str
    message: str
    step: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment as it stands."""

    id: str
    name: str
    state: DeploymentState
    request: DeploymentRequest
    created: datetime
    updated: datetime
    user: str
    tenant: str
    reason: str = ""
    estimate: Decimal | None = None
    violations: int = 0
    resources: tuple[DeployedResource, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[tuple[DeploymentState, datetime], ...] = ()
    blueprint_id: str = ""
    blueprint_version: str = ""
