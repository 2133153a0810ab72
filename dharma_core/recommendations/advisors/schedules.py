"""Environments in which nobody works at night and at weekends."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.plan import Plan, Resource
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.savings_facts import SavingsFacts

__all__ = ["schedule_non_production"]

_HOURS_A_WEEK = Decimal(168)


def schedule_non_production(site: Site) -> Iterator[Proposal]:
    """Propose to stop what is tagged as not for production outside of working hours.

    What a schedule saves is an assumption about how the environment is used, and is marked so.
    """
    hours = Decimal(site.facts.schedules["hours_a_week"])
    share = 1 - hours / _HOURS_A_WEEK
    for resource in site.plan.managed:
        sized = site.facts.sized.get(resource.type)
        if sized is None or not _is_non_production(resource, site.plan, site.facts):
            continue
        running = _running(site, str(resource.address))
        if running:
            why = f"Running {hours} of 168 hours a week would do; disks and addresses cost on."
            yield Proposal(
                "schedule", "Stop it outside of working hours", str(resource.address), (),
                Risk.LOW, why, monthly_saving=running * share, assumed=True,
            )  # fmt: skip


def _running(site: Site, address: str) -> Decimal:
    """Return what its hours cost a month."""
    cost = site.costs.get(address)
    known = (c.monthly_cost for c in (cost.components if cost else ()) if c.unit == "hours")
    return sum((c for c in known if c is not None), Decimal(0))


def _is_non_production(resource: Resource, plan: Plan, facts: SavingsFacts) -> bool:
    words = set(facts.schedules["words"])
    tags = {str(k).lower(): str(v).lower() for k, v in resource.tags.items()}
    told = [tags[name] for name in facts.schedules["tags"] if name in tags]
    if told:
        return told[0] in words
    return bool(words & set(plan.name.lower().replace("_", "-").split("-")))
