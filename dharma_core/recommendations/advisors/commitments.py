"""Commitments for what runs all month, where they are worth their risk."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.commitments import Capacity, Offer, StrategyKind, offers_for
from dharma_core.costs.price_keys import parse_price_key
from dharma_core.money import Money
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["capacities", "commit"]

_TOO_LONG_MONTHS = 12  # a longer term needs a decision that a list of savings does not make


def capacities(site: Site) -> Iterator[Capacity]:
    """Yield what is billed by the hour all month long, at a price of the book."""
    for resource in site.estimate.resources:
        for component in resource.components:
            hours, price = component.monthly_quantity, component.unit_price
            if not component.price_key or not hours or not price or component.unit != "hours":
                continue
            key = parse_price_key(component.price_key)
            if key.option == "on_demand" and hours >= HOURS_PER_MONTH:
                yield Capacity(
                    resource.address, component.name, key, hours, price, component.currency
                )


def commit(site: Site) -> Iterator[Proposal]:
    """Propose the best commitment of one year for each capacity, and spot where it may be."""
    for capacity in capacities(site):
        offers = offers_for(capacity, site.book, site.strategies)
        yield from _committed(site, capacity, offers)
        spot = [o for o in offers if o.strategy.kind is StrategyKind.SPOT]
        if site.interruptible and spot:
            yield _proposal("spot", capacity, spot[0], Risk.HIGH, spot[0].note)
        benefit = [o for o in offers if o.strategy.kind is StrategyKind.HYBRID_BENEFIT]
        if benefit:
            yield _proposal("hybrid-benefit", capacity, benefit[0], Risk.LOW, benefit[0].note)


def _committed(site: Site, capacity: Capacity, offers: tuple[Offer, ...]) -> Iterator[Proposal]:
    if capacity.monthly < site.facts.commitments_from_monthly:
        return
    terms = [o for o in offers if 0 < o.strategy.term_months <= _TOO_LONG_MONTHS]
    if terms:
        best = terms[0]
        month = best.break_even_month(capacity.monthly)
        upfront = Money(best.upfront, capacity.currency).text()
        why = (
            f"Paid for {best.strategy.term_months} months, used or not, {upfront} of it upfront; "
            f"on demand costs as much by month {month}. {best.note}"
        ).strip()
        yield _proposal("commitment", capacity, best, Risk.MEDIUM, why)


def _proposal(rule: str, capacity: Capacity, offer: Offer, risk: Risk, why: str) -> Proposal:
    saving = offer.saving(capacity.monthly)
    title = f"Pay by: {offer.strategy.title}"
    return Proposal(
        rule, title, capacity.address, (), risk, why, monthly_saving=saving, assumed=offer.assumed
    )
