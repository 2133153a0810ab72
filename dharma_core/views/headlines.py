"""The answers of the pages: which figures, from which values, with which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from dharma_core.audit import ChainEntry, ChainReport
from dharma_core.audit.proof import AuditReport
from dharma_core.costs.estimates import CostState, Estimate
from dharma_core.deployments.summary import summarise
from dharma_core.deployments.values import Deployment, DeploymentState
from dharma_core.money import Money
from dharma_core.plan import Plan
from dharma_core.policies.findings import CheckReport, Severity
from dharma_core.views.headline import Headline
from dharma_core.views.timeline import took
from dharma_core.views.words import STATE_TONES, STATE_WORDS, count, duration, money, not_known

__all__ = [
    "audit_headlines",
    "budget_headline",
    "check_headlines",
    "cost_headlines",
    "deployment_headlines",
    "deployments_headlines",
    "draft_headlines",
    "plan_headlines",
    "policy_headlines",
]


def plan_headlines(plan: Plan) -> tuple[Headline, ...]:
    """Return how large a design is and where it would run."""
    types = len({r.type for r in plan.managed})
    return (
        Headline("Resources", f"{len(plan.managed):,}", note=f"of {count(types, 'type')}"),
        Headline("Region", plan.region or "not stated", note=plan.provider),
    )


def check_headlines(report: CheckReport) -> tuple[Headline, ...]:
    """Return the verdict, the worst findings, and how much was looked at."""
    worst = sum(
        f.severity in {Severity.CRITICAL, Severity.HIGH} and not f.waived
        for f in report.findings
        if not f.is_policy_error
    )
    broken = len(report.policy_errors)
    tone = "ok" if report.passed else "critical"
    return (
        Headline(
            "Verdict", "Passed" if report.passed else "Stopped", note=_stop(report), tone=tone
        ),
        Headline(
            "Critical and high",
            f"{worst:,}",
            note="fix these first" if worst else "none open",
            tone="high" if worst else "ok",
        ),
        Headline("Warnings", f"{len(report.warnings):,}", note="stop nothing"),
        Headline(
            "Looked at",
            f"{report.resources:,}",
            unit="resources",
            note=f"{count(broken, 'policy', 'policies')} could not be run"
            if broken
            else f"with {count(len(report.rules_run), 'rule')}",
            tone="critical" if broken else "",
        ),
    )


def policy_headlines(report: CheckReport) -> tuple[Headline, ...]:
    """Return how a policy does that is being written: whether it runs, where it fires."""
    broken = report.policy_errors
    places = {f.address for f in report.findings if not f.is_policy_error and f.address}
    unsure = sum("unknown" in f.evidence for f in report.findings)
    rules = count(len(report.rules_run), "rule")
    return (
        Headline(
            "The policy", "Does not run" if broken else "Runs",
            note="see what is wrong below" if broken else rules,
            tone="critical" if broken else "ok",
        ),
        Headline("Fires on", f"{len(places):,}", unit=f"of {report.resources:,} resources"),
        Headline("Cannot tell", f"{unsure:,}", note="until apply tells a value"),
    )  # fmt: skip


def _stop(report: CheckReport) -> str:
    if report.violations:
        return f"{count(len(report.violations), 'violation')} must be fixed"
    if report.policy_errors:
        return "a policy could not be run"
    return "nothing stops a deployment"


def draft_headlines(report: CheckReport, estimate: Estimate, problems: int) -> tuple[Headline, ...]:
    """Return what a design under work costs, breaks and still lacks."""
    worst = next((f.severity.value for f in report.findings if not f.waived), "")
    lacking = "missing or wrong so far" if problems else "it can be built as it stands"
    return (
        cost_headlines(estimate)[0],
        Headline(
            "Findings",
            f"{len(report.findings):,}",
            note=f"worst: {worst}" if worst else "no rule is broken",
            tone=worst or "ok",
        ),
        Headline("Resources", f"{report.resources:,}", note="as the cloud counts them"),
        Headline("To complete", f"{problems:,}", note=lacking, tone="medium" if problems else "ok"),
    )


def cost_headlines(estimate: Estimate, budget: Decimal | None = None) -> tuple[Headline, ...]:
    """Return the total, what it leaves out, how much is known, and the budget when given."""
    unknown = not_known(estimate).rstrip(".")
    priced = sum(r.state is CostState.PRICED for r in estimate.resources)
    free = sum(r.state is CostState.FREE for r in estimate.resources)
    figures = [
        Headline(
            "Estimated cost",
            money(estimate.total.amount, estimate.currency),
            unit="a month",
            note=_span(estimate),
        ),
        Headline(
            "Not in the total",
            f"{estimate.unknown_count:,}",
            unit="resource" if estimate.unknown_count == 1 else "resources",
            note=unknown or "every price is known",
            tone="medium" if unknown else "ok",
        ),
        Headline(
            "Confidence",
            estimate.trust.level.capitalize(),
            note=f"{estimate.confidence:.0%} known; {priced:,} priced, {free:,} free of charge",
            tone=_TRUST_TONES[estimate.trust.level],
        ),
    ]
    if budget is not None:
        figures.append(budget_headline(estimate, budget))
    return tuple(figures)


_TRUST_TONES = {"high": "ok", "medium": "medium", "low": "high"}


def _span(estimate: Estimate) -> str:
    """Return how far the total may lie from its figure, else where it was priced."""
    place = f", {estimate.region}" if estimate.region else ""
    if estimate.range.is_point:
        return f"at 730 hours{place}"
    if estimate.range.low == estimate.range.high:
        return f"or more, at 730 hours{place}"
    return f"{estimate.range.text(estimate.currency)}, by usage"


def budget_headline(estimate: Estimate, budget: Decimal) -> Headline:
    """Return how the known total stands against a budget in dollars a month.

    Examples
    --------
    >>> figure = budget_headline(Estimate(()), Decimal(100))
    >>> figure.value, figure.note
    ('-$100.00', 'a month under the budget of $100.00')
    """
    gap = Money(estimate.total.rounded() - budget, estimate.currency)
    over = estimate.over_budget(budget)
    limit = money(budget, estimate.currency)
    if not gap.amount:
        return Headline("Against budget", "$0.00", note=f"exactly the budget of {limit}", tone="ok")
    words = "over" if over else "under"
    return Headline(
        "Against budget",
        gap.text(signed=True),
        note=f"a month {words} the budget of {limit}",
        tone="critical" if over else "ok",
    )


def deployments_headlines(deployments: Sequence[Deployment]) -> tuple[Headline, ...]:
    """Return what runs, what waits, and how past ones ended."""
    figures = summarise(deployments)
    running = sum(not d.state.final for d in deployments)
    waiting = figures.by_state.get(DeploymentState.AWAITING_APPROVAL, 0)
    asks = f"{'needs' if waiting == 1 else 'need'} a decision" if waiting else "nothing waits"
    rate, usual = figures.success_rate, figures.median_seconds
    return (
        Headline("Running", f"{running - waiting:,}", note="on their way now"),
        Headline(
            "Awaiting approval",
            f"{waiting:,}",
            note=asks,
            tone="medium" if waiting else "",
        ),
        Headline(
            "Completed",
            f"{figures.by_state.get(DeploymentState.COMPLETED, 0):,}",
            note="none has ended yet" if rate is None else f"{rate:.0%} of those that ended",
        ),
        Headline(
            "Usually take",
            "–" if usual is None else duration(timedelta(seconds=usual)),
            note="median of the completed ones",
        ),
    )


def deployment_headlines(deployment: Deployment, now: datetime) -> tuple[Headline, ...]:
    """Return where one deployment stands."""
    made = len(deployment.resources)
    confirmed = sum(r.status == "confirmed" for r in deployment.resources)
    return (
        Headline(
            "State",
            STATE_WORDS[deployment.state].capitalize(),
            note=f"in {deployment.request.environment}, on {deployment.request.target}",
            tone=STATE_TONES.get(deployment.state, ""),
        ),
        Headline(
            "Resources confirmed",
            f"{confirmed:,}",
            unit=f"of {made:,}" if made else "",
            note="by their own service" if made else "none made yet",
        ),
        Headline(
            "Cost",
            money(deployment.estimate),
            unit="a month" if deployment.estimate is not None else "",
            note=_budget_note(deployment),
        ),
        Headline("Took" if deployment.state.final else "Since", duration(took(deployment, now))),
    )


def _budget_note(deployment: Deployment) -> str:
    budget = deployment.request.budget
    return "no budget set" if budget is None else f"budget {money(budget)}"


def audit_headlines(
    entries: Sequence[ChainEntry],
    total: int,
    chain: AuditReport | ChainReport | None,
    now: datetime,
) -> tuple[Headline, ...]:
    """Return how many events there are, how many are recent, and whether the chain holds."""
    recent = sum(now - e.event.time <= timedelta(days=1) for e in entries)
    failed = sum(not e.event.success for e in entries)
    return (
        Headline("Events", f"{total:,}", note="in the chain"),
        Headline("Last 24 hours", f"{recent:,}", note="of the events shown"),
        Headline(
            "Refused or failed",
            f"{failed:,}",
            note="of the events shown",
            tone="medium" if failed else "",
        ),
        chain_headline(chain),
    )


def chain_headline(chain: AuditReport | ChainReport | None) -> Headline:
    """Return the verdict of a walk along the chain.

    Examples
    --------
    >>> chain_headline(None).value
    'Not verified yet'
    """
    if chain is None:
        return Headline("Audit chain", "Not verified yet", note="verify walks every event")
    if chain.valid:
        return Headline(
            "Audit chain", "Whole", note=f"{count(chain.events, 'event')} verified", tone="ok"
        )
    return Headline("Audit chain", "Broken", note=chain.reason, tone="critical")
