"""The whole design in the cheapest region of its continent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from dharma_core.blueprints.relocation import Relocation, pair_zones
from dharma_core.costs.components import Component, ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.regions import region_of
from dharma_core.money import Money, exact_sum
from dharma_core.plan import Plan
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Move, looks_after
from dharma_core.recommendations.moving import move_plan, names_in, zones_in
from dharma_core.recommendations.savings_facts import SavingsFacts

__all__ = ["move_region"]

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Offer:
    """A region, and what the design costs less there a month."""

    way: Relocation
    saving: Decimal


def move_region(site: Site) -> Iterator[Proposal]:
    """Propose the region of the same continent in which the same design costs least.

    A region counts only when everything that has a price here has one there; below the limits of
    the facts nothing is said.
    """
    cloud, region = _home(site)
    facts = site.facts.moves
    if not region or site.estimate.total.amount < facts.least_monthly:
        return
    plan = site.plan if site.plan.region else replace(site.plan, region=region)
    before = site.estimate if site.plan.region else site.price(plan)
    offers = sorted(
        _offers(site, plan, before, (cloud, region)), key=lambda o: (-o.saving, o.way.new)
    )
    least = max(facts.least_monthly, before.total.amount * facts.least_share)
    if offers and offers[0].saving >= least:
        yield _proposal(site, offers, before)


def _home(site: Site) -> tuple[str, str]:
    """Return the cloud of most of what is billed, and where most of its resources stand."""
    billed = [r for r in site.plan.managed if _costs(site, str(r.address))]
    clouds = Counter(SavingsFacts.cloud_of(r.type) for r in billed)
    if not clouds:
        return "", ""
    cloud = clouds.most_common(1)[0][0]
    own = (r for r in billed if SavingsFacts.cloud_of(r.type) == cloud)
    regions = Counter(region for r in own if (region := region_of(r, site.links)))
    return cloud, regions.most_common(1)[0][0] if regions else ""


def _costs(site: Site, address: str) -> bool:
    cost = site.costs.get(address)
    return cost is not None and bool(cost.monthly_cost)


def _offers(site: Site, plan: Plan, before: Estimate, home: tuple[str, str]) -> Iterator[_Offer]:
    cloud, old = home
    names = names_in(plan)
    for new in site.facts.moves.beside(cloud, old):
        way = Relocation(cloud, old, new, own=names)
        zones = pair_zones(zones_in(plan, way), site.sizes.zones(cloud, new))
        if zones is None:
            continue
        way = replace(way, zones=zones)
        saving = _saving(before, site.price(move_plan(plan, way)[0]))
        if saving is not None:
            yield _Offer(way, saving)


def _saving(before: Estimate, after: Estimate) -> Decimal | None:
    """Return what is saved a month, like for like; None when a price of here is unknown there."""
    there = {r.address: r for r in after.resources}
    total = Decimal(0)
    for cost in before.resources:
        saved = _saved(cost, there.get(cost.address))
        if saved is None:
            return None
        total += saved
    return total


def _saved(before: ResourceCost, after: ResourceCost | None) -> Decimal | None:
    here, there = (_priced(cost.components if cost else ()) for cost in (before, after))
    if any(len(costs) > len(there.get(name, ())) for name, costs in here.items()):
        return None
    return exact_sum(
        cost - other
        for name, costs in here.items()
        for cost, other in zip(costs, there[name], strict=False)
    )


def _priced(components: Iterable[Component]) -> Mapping[tuple[str, bool], list[Decimal]]:
    """Return what the parts that have a price cost, by name and whether their quantity is known."""
    found: dict[tuple[str, bool], list[Decimal]] = defaultdict(list)
    for component in components:
        if component.unit_price is not None:
            known = component.monthly_quantity is not None
            found[component.name, known].append(component.monthly_cost or Decimal(0))
    return found


def _proposal(site: Site, offers: list[_Offer], before: Estimate) -> Proposal:
    best = offers[0]
    move = Move(site.plan.name, best.way)
    why = " ".join((*_reasons(site, offers, before), *_looks(site, move)))
    title = f"Run it in {best.way.new} instead of {best.way.old}"
    return Proposal(
        "region-move", title, move.address, (move,), Risk.HIGH, why,
        monthly_saving=best.saving, whole=True,
    )  # fmt: skip


def _reasons(site: Site, offers: list[_Offer], before: Estimate) -> Iterator[str]:
    facts, way = site.facts.moves, offers[0].way
    yield facts.risks
    old, new = (facts.area(way.cloud, region) for region in (way.old, way.new))
    if old != new:
        yield f"It leaves {old} for {new}."
    if way.new in facts.switched_on:
        yield f"{way.new} has to be switched on in the account first."
    others = [
        f"{offer.way.new} ({Money(offer.saving * _MONTHS, before.currency).text()})"
        for offer in offers[1 : 1 + facts.told_besides]
        if offer.saving > 0
    ]
    if others:
        yield f"Next best a year: {', '.join(others)}."
    unknown = sum(c.monthly_cost is None for c in before.components)
    if unknown:
        yield f"Not counted: {unknown} parts whose usage or price is not known."


def _looks(site: Site, move: Move) -> Iterator[str]:
    looks, told = looks_after(site.plan, (move,)), site.facts.moves.looks_told
    if looks:
        more = f"; and {len(looks) - told} more" if len(looks) > told else ""
        yield f"To be looked at: {'; '.join(looks[:told])}{more}."
