"""Asks the budgets of a tenant what they say to a deployment, in Dharma's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.identity import Actor

if TYPE_CHECKING:
    from dharma_core.deployments.ports import Priced
    from dharma_core.deployments.values import Deployment
    from dharma_core.finops.budgets import Verdict
    from dharma_core.plan import Plan
    from dharma_core.workbench.context import Context

__all__ = ["budget_verdict"]

_MAY_READ = ("budget:read", "billing:read")


def budget_verdict(
    deployment: Deployment,
    plan: Plan,
    priced: Priced,
    *,
    bench: Context,
) -> Verdict | None:
    """Return the strictest thing that a budget says to a deployment; None when all let it pass.

    Whoever deploys need not be one who may read budgets: they hold for everybody.

    Parameters
    ----------
    bench : Context
        Where the store, the bills and the rates are.
    """
    from dharma_core.finops.budgets import Addition, Gate, judge, strictest
    from dharma_core.workbench.budgets import BudgetDesk

    actor = Actor("dharma", deployment.tenant, (), granted=_MAY_READ)
    desk = BudgetDesk(bench.settings, actor, bench.cwd, store=bench.store)
    today = desk.now().date()
    asked = [s.budget for s in desk.budgets() if s.budget.gate is not Gate.NONE]
    gates = [budget.name for budget in asked if budget.period.at(today).last >= today]
    if not gates:
        return None
    addition = Addition(
        deployment.name,
        priced.monthly,
        target=deployment.request.target,
        before=priced.before,
        currency=priced.currency,
        tags=_tags(plan),
    )
    found = (judge(standing, addition) for standing in desk.budget_standings(gates, today=today))
    return strictest(verdict for verdict in found if verdict is not None)


def _tags(plan: Plan) -> frozenset[tuple[str, str]]:
    """Return every tag that a resource of the design carries and that is known."""
    return frozenset(
        (key, value)
        for resource in plan.managed
        for key, value in resource.tags.items()
        if isinstance(value, str)
    )
