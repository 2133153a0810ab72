"""From a Plan to its monthly bill: every resource metered, nothing guessed, order kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dharma_core.costs.assumptions import Size
from dharma_core.costs.components import Component, ResourceCost, known_sum
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.links import Links, build_links
from dharma_core.costs.metering import Billed, Subject
from dharma_core.costs.meters import METERS
from dharma_core.costs.ports import PriceBook
from dharma_core.costs.preset_values import (
    beside,
    is_fillable,
    loaded,
    preset_values,
    sayable,
    with_preset,
)
from dharma_core.costs.regions import cloud_of, default_region, region_of
from dharma_core.costs.terms import Terms
from dharma_core.costs.usage import NO_USAGE, Usage, UsageValue, any_index, check_usage
from dharma_core.costs.usage_resources import with_usage_resources
from dharma_core.errors import FactError, nearest
from dharma_core.plan import UNKNOWN, Catalog, FrozenMap, Plan, Resource

__all__ = ["Terms", "estimate"]

_YUAN_REGIONS = "cn-"
_TEXT_ALONE = frozenset({str})


@dataclass(frozen=True)
class _Office:
    """What pricing any resource of one Plan needs."""

    links: Links
    book: PriceBook
    catalog: Catalog
    terms: Terms
    currency: str
    billed: Billed = field(default_factory=dict)
    _kinds: dict[str, _Kind] = field(default_factory=dict)

    def kind(self, resource: Resource) -> _Kind:
        """Return what is known of a resource's type, looked up once."""
        name = resource.type
        if name not in self._kinds:
            entry, facts = self.catalog.types.get(name), self.catalog.costs.get(name)
            cloud = cloud_of(resource)
            service = (facts or {}).get("service", entry.service if entry else "")
            self._kinds[name] = _Kind(cloud, default_region(cloud), service, facts)
        return self._kinds[name]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What pricing any resource of one type needs.

    Parameters
    ----------
    facts : mapping or None
        How it is metered; None where Dharma has no price for it.
    """

    cloud: str
    usual_region: str
    service: str
    facts: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Bill:
    """The components of a resource, and what they cost at both ends of its usage."""

    components: tuple[Component, ...]
    low: Decimal | None = None
    high: Decimal | None = None
    assumed: Mapping[str, Decimal] = field(default_factory=dict)


def estimate(
    plan: Plan,
    book: PriceBook,
    *,
    usage: Usage = NO_USAGE,
    catalog: Catalog,
    terms: Terms | None = None,
) -> Estimate:
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
    terms : Terms, optional
        The usage together with what is assumed; ``usage`` is then not looked at.

    Returns
    -------
    Estimate
        One entry for each managed resource, in the Plan's order; behind them what only the usage
        file names, such as traffic out of a region.

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
    terms = terms or Terms(usage)
    check_usage(terms.usage, catalog)
    plan = with_usage_resources(plan, terms.usage, catalog)
    links = build_links(plan)
    region = "" if plan.region_assumed else plan.region
    region = region or _first_region(links)
    currency = "CNY" if region.startswith(_YUAN_REGIONS) else "USD"
    office = _Office(links, book, catalog, terms, currency)
    found = Estimate.of(
        (
            _resource_cost(address, resource, office)
            for address, resource in plan.by_address.items()
            if resource.address.mode == "managed"
        ),
        currency=currency,
        region=region,
        preset=terms.assumptions.size or "",
        today=terms.today,
    )
    return replace(found, measured_by=terms.measured.by) if terms.measured.by else found


def _first_region(links: Links) -> str:
    managed = links.plan.managed
    found = (region_of(resource, links) for resource in managed)
    usual = default_region(cloud_of(managed[0]) if managed else "")
    return next((region for region in found if region), usual)


def _resource_cost(address: str, resource: Resource, office: _Office) -> ResourceCost:
    kind = office.kind(resource)
    found = region_of(resource, office.links)
    region = found or kind.usual_region
    if kind.facts is None:
        bill, free = _Bill(()), office.book.is_free(resource.type)
        note = "" if free else f"Dharma has no price for the type {resource.type}."
    else:
        bill = _bill(address, resource, office, region)
        free = not bill.components
        note = "" if found else f"No region is given: priced in {region}."
    return ResourceCost(
        address,
        resource.type,
        bill.components,
        free,
        kind.service,
        note,
        kind.cloud,
        region,
        kind.facts is not None and not found,
        resource.module_path,
        _tags(resource),
        bill.low,
        bill.high,
        bill.assumed,
    )


def _tags(resource: Resource) -> Mapping[str, str | None]:
    tags = resource.tags
    if _TEXT_ALONE.issuperset(map(type, tags.values())):
        return tags
    return FrozenMap({k: None if v is UNKNOWN else str(v) for k, v in tags.items()})


def _bill(address: str, resource: Resource, office: _Office, region: str) -> _Bill:
    """Return what a resource is billed: as given, then with a preset's help, then at both ends."""
    facts = office.catalog.costs[resource.type]
    given = loaded(office.terms.usage.of(address, resource.type), facts, office.terms)
    subject = Subject(
        resource=resource,
        links=office.links,
        book=office.book,
        catalog=office.catalog,
        usage=office.terms.usage,
        region=region,
        facts=facts,
        values=given,
        billed=office.billed,
    )
    bare = _metered(subject, office.currency)
    assumed = _assumed_keys(subject, bare, office)
    if not given and not assumed:
        return _Bill(bare)
    ends = _ends(subject, assumed, office)
    if not assumed:
        return _as_measured(subject, _ranged(bare, ends), office)
    filled = _metered(with_preset(subject, assumed, office.terms), office.currency)
    found = _ranged(tuple(_marked(part, bare, office) for part in filled), ends)
    found = replace(found, assumed=preset_values(subject, assumed, office.terms))
    return _as_measured(subject, found, office)


def _assumed_keys(
    subject: Subject, components: tuple[Component, ...], office: _Office
) -> frozenset[str]:
    """Return the keys that a preset fills in: those of what the bill leaves open, and no other.

    What stays open although its own key is filled needs those beside it too.
    """
    if office.terms.assumptions.size is None:
        return frozenset()
    wanted = _fillable(subject, components, office)
    if not wanted:
        return wanted
    filled = _metered(with_preset(subject, wanted, office.terms), office.currency)
    still = {any_index(part.usage_key) for part in filled if is_fillable(part)}
    known = subject.facts.get("usage", FrozenMap())
    near = {key for key in known if any(beside(key, other) for other in still)}
    return wanted | sayable(near, subject, office.terms)


def _fillable(
    subject: Subject, components: tuple[Component, ...], office: _Office
) -> frozenset[str]:
    keys = {any_index(part.usage_key) for part in components if is_fillable(part)}
    return sayable(keys, subject, office.terms)


def _ends(subject: Subject, assumed: frozenset[str], office: _Office) -> tuple[Decimal | None, ...]:
    """Return the known cost at the least and the most usage."""
    assumptions, known = office.terms.assumptions, subject.facts.get("usage", FrozenMap())

    def cost(factor: Decimal, size: Size) -> Decimal | None:
        given: dict[str, UsageValue] = {
            key: assumptions.end(key, known.get(any_index(key)), value, factor)
            for key, value in subject.values.items()
        }
        end = replace(subject, values=FrozenMap(given))
        if assumed:
            end = with_preset(end, assumed, office.terms, size)
        return known_sum(_metered(end, office.currency))

    return cost(assumptions.low, Size.SMALL), cost(assumptions.high, Size.LARGE)


def _ranged(components: tuple[Component, ...], ends: tuple[Decimal | None, ...]) -> _Bill:
    """Return a bill whose ends never cross its figure."""
    cost = known_sum(components)
    low, high = ends
    if cost is None or low is None or high is None:
        return _Bill(components)
    return _Bill(components, min(low, cost), max(high, cost))


def _marked(part: Component, bare: tuple[Component, ...], office: _Office) -> Component:
    """Return a component that the preset made known, with a note that says so."""
    if part in bare or part.monthly_quantity is None:
        return part
    said = f"Quantity assumed: preset {office.terms.assumptions.size}."
    return replace(part, assumed=True, note=f"{part.note} {said}".strip())


def _as_measured(subject: Subject, bill: _Bill, office: _Office) -> _Bill:
    """Return a bill with a mark on each component that would be another without the measurement."""
    keys = office.terms.measured.keys.get(str(subject.resource.address))
    if not keys:
        return bill
    rest = {key: value for key, value in subject.values.items() if key not in keys}
    without = _metered(replace(subject, values=FrozenMap(rest)), office.currency)
    marked = tuple(
        part
        if part in without or part.assumed or part.monthly_quantity is None
        else replace(part, measured=True)
        for part in bill.components
    )
    return replace(bill, components=marked)


def _metered(subject: Subject, currency: str) -> tuple[Component, ...]:
    name = subject.facts.get("meter", "declared")
    meter = METERS.get(name)
    if meter is None:
        raise FactError(
            f"catalog: {subject.resource.type} names the meter {name!r}, which does not exist.",
            next_step=nearest(name, METERS),
        )
    return tuple(_in_currency(part, currency) for part in meter(subject))


def _in_currency(component: Component, currency: str) -> Component:
    """Return a component; one priced in another currency has no price in this estimate."""
    if component.currency == currency:
        return component
    if component.unit_price is None:
        return replace(component, currency=currency)
    note = f"Priced in {component.currency}, which is not converted to {currency}."
    return replace(component, unit_price=None, currency=currency, note=note)
