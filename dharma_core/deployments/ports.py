"""What a deployment needs from outside, as protocols the outer ring implements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import (
    DeployedResource,
    Deployment,
    DeploymentRequest,
    DeploymentState,
    LogLine,
)
from dharma_core.errors import InputError
from dharma_core.events import Event
from dharma_core.finops.budgets import Verdict
from dharma_core.generation.output import Generation
from dharma_core.identity import Actor
from dharma_core.plan import Plan, Variable
from dharma_core.policies.findings import CheckReport

__all__ = [
    "Applied",
    "Deployments",
    "Events",
    "Executor",
    "Executors",
    "Log",
    "Order",
    "Ports",
    "Priced",
    "Records",
    "Rendered",
    "Resources",
    "Undone",
    "Unit",
]


Resources = tuple[DeployedResource, ...]


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
        Values of the inputs, secret ones from memory or the environment; never stored.
    unknown : tuple of str
        Inputs whose value nobody knows any more. What only deletes or reads back needs none.
    """

    deployment_id: str
    stack: str
    plan: Plan
    generation: Generation
    logical_ids: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What is there after an apply, each resource as its own service said.

    Parameters
    ----------
    resources : tuple of DeployedResource
        Status ``confirmed``, ``unconfirmed`` (with the reason) or ``unchecked``: the target says
        it made it, and nobody knows how to look.
    outputs : mapping
        By name; sensitive ones left out.
    """

    resources: tuple[DeployedResource, ...]
    outputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unconfirmed(self) -> tuple[DeployedResource, ...]:
        """Everything that was looked for and not found as designed."""
        return tuple(r for r in self.resources if r.status not in ("confirmed", "unchecked"))


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

    def retire(
        self, order: Order, applied: Applied, former: Order, *, known: Resources, log: Log
    ) -> Resources:
        """Remove what only the former version had (``known``); return what would not go."""

    def undo(
        self,
        order: Order,
        previous: Order | None,
        *,
        known: Resources,
        log: Log,
    ) -> Undone:
        """Go back to ``previous``, or to nothing; ``known`` is what was found there before."""


class Executors(Protocol):
    """The executors and targets this Dharma has."""

    def check(self, request: DeploymentRequest) -> None:
        """Raise InputError for an unknown target or executor, MissingToolError for a tool."""

    def ready(self, request: DeploymentRequest) -> bool:
        """Whether the target is up; a sandbox that is not is started by ``open``."""

    def open(self, request: DeploymentRequest, *, region: str, log: Log) -> Executor:
        """Return the executor at its target, starting the sandbox when it does not run."""


class Deployments(Protocol):
    """The deployments of one transaction."""

    def add(self, deployment: Deployment, *, plan: Mapping[str, Any] | None = None) -> Deployment:
        """Keep a new one."""

    def get(self, id: str) -> Deployment:  # noqa: A002 - the store's word
        """Return one; NotFoundError."""

    def unfinished(self) -> tuple[Deployment, ...]:
        """Return those in no final state."""

    def last_completed(self, name: str, *, target: str, environment: str) -> Deployment | None:
        """Return the previous good one."""

    def change_state(
        self,
        id: str,  # noqa: A002 - the store's word
        state: DeploymentState,
        *,
        reason: str = "",
    ) -> Deployment:
        """Move it on; ConflictError when the state may not follow."""

    def update(self, deployment: Deployment) -> Deployment:
        """Keep facts found by a step."""

    def plan(self, id: str) -> Mapping[str, Any] | None:  # noqa: A002 - the store's word
        """Return the plan kept with it."""

    def append_log(self, id: str, line: LogLine) -> int:  # noqa: A002 - the store's word
        """Add a line to the live log."""

    def log(self, id: str, *, after: int = 0, limit: int = 1000) -> tuple[tuple[int, LogLine], ...]:  # noqa: A002
        """Return lines after a number."""


class Events(Protocol):
    """The record of events of one transaction."""

    def append(self, event: Event) -> object:
        """Add one."""

    def unfinished_effects(self) -> tuple[Event, ...]:
        """Return intents without an outcome."""


class Unit(Protocol):
    """One transaction: all of it or nothing."""

    @property
    def deployments(self) -> Deployments:
        """Its deployments."""

    @property
    def events(self) -> Events:
        """Its events."""


class Records(Protocol):
    """Where deployments are kept."""

    def transaction(self, actor: Actor | None = None) -> AbstractContextManager[Unit]:
        """Open a transaction that may write."""

    def reading(self, actor: Actor | None = None) -> AbstractContextManager[Unit]:
        """Open a transaction that reads."""

    def settle(self) -> None:
        """Wait until what was kept outlives a power cut."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A plan in an executor's format, ready to be ordered.

    Parameters
    ----------
    inputs : tuple of Variable
        What the text asks for; secret ones come without a value.
    names : mapping
        The format's own name of an input, where it differs.
    """

    generation: Generation
    logical_ids: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[Variable, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Priced:
    """What a deployment was priced at.

    Parameters
    ----------
    monthly : Decimal
        For 730 hours, as far as it is known.
    before : Decimal
        The same of the version that it replaces; zero when there is none.
    """

    monthly: Decimal
    before: Decimal = Decimal(0)
    currency: str = "USD"


def _no_budgets(_deployment: Deployment, _plan: Plan, _priced: Priced) -> Verdict | None:
    return None


def _no_vault(_deployment: Deployment, reference: str) -> str:
    raise InputError(
        f"No vault is connected that could give {reference[:120]!r}.",
        next_step="Give the value itself.",
    )


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the steps of a deployment use.

    Parameters
    ----------
    check, estimate : callable
        The guardrails and the price of a plan.
    render : callable (plan, format)
    secret : callable (deployment id, name)
        The value of a sensitive variable, from memory or the environment; None when unknown.
    unveil : callable (deployment, reference)
        The secret that a reference to a vault stands for; on record.
    budgets : callable (deployment, plan, price)
        The strictest thing that a budget says; None when all let it pass.
    clock : callable
        The present moment, UTC.
    """

    records: Records
    executors: Executors
    check: Callable[[Plan], CheckReport]
    estimate: Callable[[Plan], Estimate]
    render: Callable[[Plan, str], Rendered]
    secret: Callable[[str, str], str | None]
    clock: Callable[[], datetime]
    unveil: Callable[[Deployment, str], str] = _no_vault
    budgets: Callable[[Deployment, Plan, Priced], Verdict | None] = _no_budgets
