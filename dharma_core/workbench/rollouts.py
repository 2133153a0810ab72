"""Deployments: start, follow, approve, cancel; and the sandbox they go to by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.workbench.context import Context

if TYPE_CHECKING:
    from dharma_core.deployments.values import Deployment, LogLine

__all__ = ["Rollouts"]


class Rollouts(Context):
    """The part of the workbench that makes designs real."""

    def deployments(self, *, page: int = 1, page_size: int = 20) -> tuple[Deployment, ...]:
        """Return deployments of the actor's tenant, newest first."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.page(number=page, size=page_size).items

    def deployment(self, deployment_id: str) -> Deployment:
        """Return one deployment; raise NotFoundError naming the nearest."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.get(deployment_id)

    def deployment_log(
        self, deployment_id: str, *, after: int = 0
    ) -> tuple[tuple[int, LogLine], ...]:
        """Return the log's lines with their numbers, those after a number."""
        self.allow("deployment:read")
        with self.store.reading(self.actor) as uow:
            return uow.deployments.log(deployment_id, after=after)
