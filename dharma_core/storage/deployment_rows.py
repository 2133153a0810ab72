"""A deployment as a row of its table, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from dharma_core.audit import time_text
from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
)

__all__ = ["deployment_of", "facts_of", "history_row", "row_of", "storable"]

_SAME = ("id", "name", "user", "tenant", "created", "updated", "blueprint_id", "blueprint_version")
_REQUEST = ("target", "environment", "executor", "auto_approve", "rollback_on_failure")


def row_of(deployment: Deployment) -> dict[str, Any]:
    """Return the whole row, but for the plan."""
    request = deployment.request
    return {
        **{name: getattr(deployment, name) for name in _SAME},
        **{name: getattr(request, name) for name in _REQUEST},
        "budget": None if request.budget is None else str(request.budget),
        "state": deployment.state.value,
        "history": history_row(deployment.history),
        **facts_of(deployment),
    }


def facts_of(deployment: Deployment) -> dict[str, Any]:
    """Return the columns that the steps of a deployment fill in."""
    return {
        "reason": storable(deployment.reason),
        "estimate": None if deployment.estimate is None else str(deployment.estimate),
        "violations": deployment.violations,
        "resources": [
            {name: getattr(item, name) for name in DeployedResource.__slots__}
            for item in deployment.resources
        ],
        "outputs": dict(deployment.outputs),
    }


def history_row(history: tuple[tuple[DeploymentState, datetime], ...]) -> list[list[str]]:
    """Return the states passed, with their times, as JSON."""
    return [[state.value, time_text(at)] for state, at in history]


def deployment_of(row: Mapping[str, Any]) -> Deployment:
    """Return the deployment of a row."""
    return Deployment(
        **{name: row[name] for name in _SAME},
        state=DeploymentState(row["state"]),
        request=DeploymentRequest(
            **{name: row[name] for name in _REQUEST}, budget=_decimal(row["budget"])
        ),
        reason=row["reason"],
        estimate=_decimal(row["estimate"]),
        violations=row["violations"],
        resources=tuple(DeployedResource(**item) for item in row["resources"]),
        outputs=row["outputs"],
        history=tuple(
            (DeploymentState(state), datetime.fromisoformat(at)) for state, at in row["history"]
        ),
    )


def storable(text: str) -> str:
    r"""Return a text that every database takes: what a tool printed may hold anything.

    Examples
    --------
    >>> storable("done\x00") == "done\ufffd"
    True
    """
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
