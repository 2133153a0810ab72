"""What stops a deployment, what makes it wait, and who may still call it off: rules, no effects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from dharma_core.costs.estimates import Estimate
from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState
from dharma_core.errors import ConflictError
from dharma_core.money import Money
from dharma_core.plan import Change, Variable
from dharma_core.plan.masking import MASKED
from dharma_core.policies.findings import CheckReport

__all__ = [
    "CANCELLABLE",
    "budget_stop",
    "describe_changes",
    "guardrail_stop",
    "missing_inputs",
    "needs_approval",
    "refuse_cancel",
    "stack_name",
    "waived_words",
]

_S = DeploymentState
CANCELLABLE = (_S.QUEUED, _S.VALIDATING, _S.PLANNING, _S.AWAITING_APPROVAL, _S.APPROVED)
_MAX_NAMED = 3
_STACK_CHARACTERS = 100


def guardrail_stop(report: CheckReport) -> str:
    """Return why the guardrails stop a deployment; empty when they let it pass.

    Examples
    --------
    >>> guardrail_stop(CheckReport((), (), 3))
    ''
    """
    if report.policy_errors:
        first = report.policy_errors[0]
        return f"A policy could not run, so nothing is deployed: {first.message}"
    if not report.violations:
        return ""
    named = [f"{f.rule_id} at {f.address}" for f in report.violations[:_MAX_NAMED]]
    more = len(report.violations) - len(named)
    tail = f" and {more} more" if more else ""
    return f"{_count(len(report.violations), 'guardrail violation')}: {', '.join(named)}{tail}."


def waived_words(report: CheckReport) -> str:
    """Return how many findings are waived, to follow a count of the others; empty for none.

    Examples
    --------
    >>> waived_words(CheckReport((), (), 3))
    ''
    """
    waived = sum(f.waived for f in report.findings)
    return f", {waived} waived" if waived else ""


def budget_stop(estimate: Estimate, budget: Decimal | None) -> str:
    """Return why the estimate stops a deployment; empty when it fits, or no budget was given."""
    if budget is None or not estimate.over_budget(budget):
        return ""
    limit = Money(budget, estimate.currency).text()
    return f"The estimate of {estimate.total.text()} a month is over the budget of {limit}."


def needs_approval(request: DeploymentRequest) -> bool:
    """Whether somebody has to approve: production does, unless it approves itself.

    Examples
    --------
    >>> needs_approval(DeploymentRequest(environment="production"))
    True
    >>> needs_approval(DeploymentRequest(environment="production", auto_approve=True))
    False
    """
    return request.environment.strip().lower() == "production" and not request.auto_approve


def refuse_cancel(deployment: Deployment) -> None:
    """Let a deployment be cancelled, or raise ConflictError saying why it is too late."""
    if deployment.state in CANCELLABLE:
        return
    if deployment.state.final:
        why, then = "it has ended", "Deploy again, or deploy the former version."
    else:
        why = "resources are being made or removed, and half of that would be worse"
        then = "Wait until it has ended; a failure rolls back by itself."
    raise ConflictError(
        f"Deployment {deployment.id} is {deployment.state.value}: {why}.",
        next_step=then,
        details={"state": deployment.state.value},
    )


def describe_changes(changes: Iterable[Change]) -> str:
    """Return what a diff comes to, as people read it.

    Examples
    --------
    >>> describe_changes(())
    'no change'
    """
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.action.value] = counts.get(change.action.value, 0) + 1
    words = [f"{number} to {action}" for action, number in counts.items()]
    return ", ".join(words) or "no change"


def missing_inputs(inputs: Iterable[Variable], given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of inputs whose value nobody knows: they were never stored, being secret.

    Examples
    --------
    >>> missing_inputs([Variable("password", sensitive=True), Variable("size", value="1")], {})
    ('password',)
    """
    return tuple(v.name for v in inputs if v.name not in given and not _known(v))


def stack_name(deployment: Deployment) -> str:
    """Return the name shared by all deployments of one design to one environment of a tenant.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 1, 1, tzinfo=UTC)
    >>> request = DeploymentRequest(environment="test env")
    >>> stack_name(Deployment("d", "web_app", _S.QUEUED, request, now, now, "ann", "default"))
    'dharma-web-app-test-env'
    """
    parts = [deployment.name, deployment.request.environment]
    if deployment.tenant != "default":
        parts.insert(0, deployment.tenant)
    text = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(("dharma", *parts)))
    return text[:_STACK_CHARACTERS].strip("-")


def _known(variable: Variable) -> bool:
    return any(v not in (None, MASKED) for v in (variable.value, variable.default))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
