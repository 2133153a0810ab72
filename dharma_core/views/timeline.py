"""How long a deployment stayed in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dharma_core.deployments.values import Deployment, DeploymentState

__all__ = ["Span", "state_spans", "took"]


@dataclass(frozen=True, slots=True)
class Span:
    """One state from when it began until the next one, or until now when it lasts.

    Parameters
    ----------
    start, end : datetime
        UTC. A final state begins and ends at one moment.
    open : bool
        Whether the deployment is still in it.
    """

    state: DeploymentState
    start: datetime
    end: datetime
    open: bool = False

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.start


def state_spans(deployment: Deployment, now: datetime) -> tuple[Span, ...]:
    """Return the states a deployment went through, in order.

    Parameters
    ----------
    now : datetime
        UTC; the end of a state that still lasts.
    """
    steps = deployment.history or ((deployment.state, deployment.created),)
    starts = [at for _, at in steps]
    spans = [
        Span(state, start, end) for (state, start), end in zip(steps[:-1], starts[1:], strict=True)
    ]
    state, start = steps[-1]
    lasting = not state.final
    return (*spans, Span(state, start, max(now, start) if lasting else start, lasting))


def took(deployment: Deployment, now: datetime) -> timedelta:
    """Return the time from request to end, or to now while it runs."""
    spans = state_spans(deployment, now)
    return spans[-1].end - deployment.created
