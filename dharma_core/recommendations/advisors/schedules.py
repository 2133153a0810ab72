"""Environments in which nobody works at night and at weekends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.plan import Plan, Resource
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.savings_facts import SavingsFacts
from dharma_core.recommendations.stopping import SCHEDULES, STOPPERS

__all__ = ["schedule_non_production"]


def schedule_non_production(site: Site) -> Iterator[Proposal]:
    """Propose to stop what is tagged as not for production outside of working hours.

    What a schedule saves is an assumption about how the environment is used, and is marked so.
    What cannot be stopped, or has a schedule already, is left out.
    """
    hours = site.facts.working_hours
    for resource in site.plan.managed:
        stopper = STOPPERS.get(resource.type)
        if stopper is None or not _is_non_production(resource, site.plan, site.facts):
            continue
        running = _running(site, str(resource.address))
        planned = site.links.users_of(resource, *SCHEDULES)
        stop = stopper(site, resource) if running and not planned else None
        if stop is not None:
            why = f"Up {hours}, {hours.hours_a_week} of 168 hours a week. {stop.note}"
            yield Proposal(
                "schedule", "Stop it outside of working hours", str(resource.address),
                stop.changes, Risk.LOW, why, monthly_saving=running * hours.off_share, assumed=True,
            )  # fmt: skip


def _running(site: Site, address: str) -> Decimal:
    """Return what its hours cost a month."""
    cost = site.costs.get(address)
    known = (c.monthly_cost for c in (cost.components if cost else ()) if c.unit == "hours")
    return sum((c for c in known if c is not None), Decimal(0))


def _is_non_production(resource: Resource, plan: Plan, facts: SavingsFacts) -> bool:
    words = set(facts.schedules["words"])
    tags = {str(k).lower(): str(v).lower() for k, v in _tags(resource)}
    told = [tags[name] for name in facts.schedules["tags"] if name in tags]
    if told:
        return told[0] in words
    return bool(words & set(plan.name.lower().replace("_", "-").split("-")))


def _tags(resource: Resource) -> Iterator[tuple[Any, Any]]:
    """Yield the tags in force, those in the blocks of a scaling group too."""
    yield from resource.tags.items()
    blocks = resource.attributes.get("tag")
    for block in blocks if isinstance(blocks, tuple) else ():
        if isinstance(block, Mapping):
            yield block.get("key"), block.get("value")
