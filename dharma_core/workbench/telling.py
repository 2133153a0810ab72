"""What attribute rules are told of an act: environment, clouds and cost of what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from dharma_core.identity import About
from dharma_core.workbench.judges import Judges

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.costs.estimates import Estimate
    from dharma_core.plan import Plan

__all__ = ["Telling"]

# The required tag that says where a design runs; Google Cloud writes its labels small.
_ENVIRONMENT_TAGS = ("Environment", "environment")
# What types of the clouds begin with; any other kind is told by its own name.
_CLOUDS = {"azurerm": "azure", "azapi": "azure", "google": "gcp"}


class Telling(Judges):
    """The part of the workbench that tells the gate what an act is about.

    A cost is asked for only where a rule limits it. It is the known cost, as budgets take it; where
    nothing is known it is not told, and a rule with a limit refuses.
    """

    def _about_plan(
        self, permission: str, plan: Plan, *, environment: str = ""
    ) -> tuple[About, ...]:
        cost = self._cost_for(permission, plan)
        return _one_a_cloud(_clouds(plan), environment, cost)

    def _about_design(self, permission: str, design: Blueprint) -> tuple[About, ...]:
        named = (design.tags.get(tag, "") for tag in _ENVIRONMENT_TAGS)
        environment = next((name for name in named if name), "")
        plan = self.sketch(design)
        return self._about_plan(permission, plan, environment=environment)

    def _about_deployment(self, deployment_id: str) -> tuple[About, ...]:
        from dharma_core.plan.terraform_json import plan_from_json

        with self.store.reading(self.actor) as uow:
            found = uow.deployments.get(deployment_id)
            kept = uow.deployments.plan(deployment_id)
        plan = plan_from_json(kept, name=found.name) if kept is not None else None
        clouds = _clouds(plan) if plan is not None else ()
        return _one_a_cloud(clouds, found.request.environment, found.estimate)

    def sketch(self, design: Blueprint) -> Plan:
        """Return the Plan of a design whose variables need not have values yet."""
        from dharma_core.blueprints import lower

        return lower(design, self.catalog, partial=True, sizes=self.sizes)

    def _cost_for(self, permission: str, plan: Plan) -> Decimal | None:
        if all(rule.cost_limit is None for rule in self._ruled(permission)):
            return None
        return _known(self._priced(plan, self._terms(None, None, "")))


def _known(estimate: Estimate) -> Decimal | None:
    nothing_known = all(r.monthly_cost is None for r in estimate.resources)
    return None if nothing_known and estimate.unknown_count else estimate.total.rounded()


def _clouds(plan: Plan) -> set[str]:
    from dharma_core.costs.regions import cloud_of

    named = map(cloud_of, plan.resources)
    return {_CLOUDS.get(name, name) for name in named}


def _one_a_cloud(
    clouds: Iterable[str], environment: str, cost: Decimal | None
) -> tuple[About, ...]:
    names = sorted(set(clouds)) or [""]
    return tuple(About(environment=environment, cloud=name, monthly_cost=cost) for name in names)
