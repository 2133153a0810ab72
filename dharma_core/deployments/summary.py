"""How deployments have gone: how many, how long, how often well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from dharma_core.deployments.values import Deployment, DeploymentState

__all__ = ["DeploymentSummary", "duration", "summarise"]

_S = DeploymentState
_JUDGED = (_S.COMPLETED, _S.FAILED, _S.ROLLED_BACK)


@dataclass(frozen=True, slots=True)
class DeploymentSummary:
    """Figures over many deployments.

    Parameters
    ----------
    by_state : mapping
    success_rate : float or None
        Completed share of those that ended by themselves (cancelled ones left out), 0-1; None
        when none has.
    median_seconds : float or None
        From the request to the end of the completed ones, waiting for approval included.
    resources : int
        Confirmed resources of the completed ones.
    """

    total: int
    by_state: Mapping[DeploymentState, int]
    success_rate: float | None
    median_seconds: float | None
    resources: int

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values."""
        return {
            "total": self.total,
            "by_state": {s.value: n for s, n in self.by_state.items()},
            "success_rate": self.success_rate,
            "median_seconds": self.median_seconds,
            "resources": self.resources,
        }


def duration(deployment: Deployment) -> timedelta | None:
    """Return how long it took from the request to its end; None while it goes on."""
    if not deployment.state.final or not deployment.history:
        return None
    return deployment.history[-1][1] - deployment.history[0][1]


def summarise(deployments: Iterable[Deployment]) -> DeploymentSummary:
    """Return the figures of these deployments.

    Examples
    --------
    >>> summarise(()).success_rate is None
    True
    """
    items = tuple(deployments)
    judged = [d for d in items if d.state in _JUDGED]
    done = [d for d in judged if d.state is _S.COMPLETED]
    times = [t.total_seconds() for t in map(duration, done) if t is not None]
    return DeploymentSummary(
        total=len(items),
        by_state=Counter(d.state for d in items),
        success_rate=len(done) / len(judged) if judged else None,
        median_seconds=median(times) if times else None,
        resources=sum(r.status == "confirmed" for d in done for r in d.resources),
    )
