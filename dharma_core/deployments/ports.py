"""What a deployment needs from outside, as protocols the outer ring implements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dharma_core.deployments.values import DeployedResource
from dharma_core.generation.output import Generation
from dharma_core.plan import Plan

__all__ = ["Applied", "Executor", "Log", "Order", "Undone"]


class Log(Protocol):
    """Where the live log goes."""

    def __call__(self, message: str, *, level: str = "info") -> None:
        """Add one line."""


@dataclass(frozen=True, slots=True)
class Order:
    """What an executor is asked to make real.

    Parameters
    ----------
    deployment_id : str
        The token that makes a repeated apply one apply.
    stack : str
        One name for all deployments of the same design, target and environment.
    generation : Generation
        The executor's own format, as text.
    logical_ids : mapping
        The format's name of each resource address; an address the format folds into another
        resource has that one's name, or none.
    parameters : mapping
        Values of sensitive variables, from the environment; never stored.
    """

    deployment_id: str
    stack: str
    plan: Plan
    generation: Generation
    logical_ids: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """What is there after an apply, each resource as its own service said.

    Parameters
    ----------
    resources : tuple of DeployedResource
        Status ``confirmed``, ``unconfirmed`` (with the reason) or ``absent``.
    outputs : mapping
        By name; sensitive ones left out.
    """

    resources: tuple[DeployedResource, ...]
    outputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unconfirmed(self) -> tuple[DeployedResource, ...]:
        """Everything that is not confirmed."""
        return tuple(r for r in self.resources if r.status != "confirmed")


@dataclass(frozen=True, slots=True)
class Undone:
    """What a rollback came to.

    Parameters
    ----------
    complete : bool
        Whether nothing of the failed deployment is left and the previous version stands.
    resources : tuple of DeployedResource
        What exists now: the previous version's resources, or what could not be removed.
    summary : str
        One sentence for the log and the deployment's reason.
    """

    complete: bool
    resources: tuple[DeployedResource, ...]
    summary: str
    outputs: Mapping[str, Any] = field(default_factory=dict)


class Executor(Protocol):
    """Makes an order real, reads it back, and undoes it; each call is safe to repeat."""

    @property
    def format(self) -> str:
        """The generation format it takes."""

    def apply(self, order: Order, *, log: Log) -> str:
        """Make or update everything; return what was done in one sentence.

        Raises
        ------
        AdapterError
            If the target refused; part of it may be made.
        """

    def confirm(self, order: Order, *, log: Log) -> Applied:
        """Return what is really there, asking each resource's own service."""

    def undo(
        self,
        order: Order,
        previous: Order | None,
        *,
        known: tuple[DeployedResource, ...],
        log: Log,
    ) -> Undone:
        """Go back to ``previous``, or to nothing; ``known`` is what was found there before."""
