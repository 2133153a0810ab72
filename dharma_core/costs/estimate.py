"""From a Plan to its monthly bill: every resource metered, nothing guessed, order kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.costs.links import Links, build_links
from dharma_core.costs.metering import Subject
from dharma_core.costs.meters import METERS
from dharma_core.costs.ports import PriceBook
from dharma_core.costs.regions import DEFAULT_REGION, default_region, region_of
from dharma_core.costs.usage import NO_USAGE, Usage, check_usage
from dharma_core.errors import FactError, nearest
from dharma_core.plan import Catalog, Plan, Resource

__all__ = ["estimate"]

_YUAN_REGIONS = "cn-"


@dataclass(frozen=True)
class _Office:
    """What pricing any resource of one Plan needs."""

    links: Links
    book: PriceBook
    catalog: Catalog
    usage: Usage
    currency: str


def estimate(plan: Plan, book: PriceBook, *, usage: Usage = NO_USAGE, catalog: Catalog) -> Estimate:
    """Return what a Plan costs in a month of 730 hours.

    Parameters
    ----------
    plan : Plan
        Data sources cost nothing and are left out.
    book : PriceBook
    usage : Usage
        Quantities that no plan knows; without them such components say ``usage``.
    catalog : Catalog
        Its sections ``costs`` name the meters.

    Returns
    -------
    Estimate
        One entry for each managed resource, in the Plan's order.

    Raises
    ------
    InputError
        If the usage file has a key that its resource type does not know.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_resource
    >>> from dharma_core.storage.facts import load_catalog
    >>> from dharma_core.storage.price_books import open_price_book
    >>> disk = make_resource(Address("aws_ebs_volume", "data"), {"type": "gp3", "size": 100})
    >>> found = estimate(Plan((disk,)), open_price_book(), catalog=load_catalog())
    >>> found.total.text()  # 100 GB at $0.08
    '$8.00'
    """
    check_usage(usage, catalog)
    links = build_links(plan)
    region = plan.region or _first_region(links)
    currency = "CNY" if region.startswith(_YUAN_REGIONS) else "USD"
    office = _Office(links, book, catalog, usage, currency)
    costs = (_resource_cost(resource, office) for resource in plan.managed)
    return Estimate.of(costs, currency=currency, region=region)


def _first_region(links: Links) -> str:
    found = (region_of(resource, links) for resource in links.plan.managed)
    return next((region for region in found if region), DEFAULT_REGION)


def _resource_cost(resource: Resource, office: _Office) -> ResourceCost:
    entry = office.catalog.types.get(resource.type)
    address, kind = str(resource.address), resource.type
    service = entry.service if entry else ""
    facts = office.catalog.costs.get(kind)
    if facts is None:
        free = office.book.is_free(kind)
        note = "" if free else f"Dharma has no price for the type {kind}."
        return ResourceCost(address, kind, free=free, service=service, note=note)
    region = region_of(resource, office.links)
    service = facts.get("service", service)
    subject = Subject(
        resource=resource,
        links=office.links,
        book=office.book,
        catalog=office.catalog,
        usage=office.usage,
        region=region or default_region(resource),
        facts=facts,
        values=office.usage.of(address, kind),
    )
    components = tuple(_in_currency(_metered(subject), office.currency))
    note = "" if region else f"No region is given: priced in {subject.region}."
    return ResourceCost(address, kind, components, not components, service, note)


def _metered(subject: Subject) -> Iterable[Component]:
    name = subject.facts.get("meter", "declared")
    meter = METERS.get(name)
    if meter is None:
        raise FactError(
            f"catalog: {subject.resource.type} names the meter {name!r}, which does not exist.",
            next_step=nearest(name, METERS),
        )
    return meter(subject)


def _in_currency(components: Iterable[Component], currency: str) -> Iterable[Component]:
    """Yield components; one priced in another currency has no price in this estimate."""
    for component in components:
        if component.currency == currency:
            yield component
        elif component.unit_price is None:
            yield replace(component, currency=currency)
        else:
            note = f"Priced in {component.currency}, which is not converted to {currency}."
            yield replace(component, unit_price=None, currency=currency, note=note)
