"""Commitments for what runs all month, where they are worth their risk."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.commitments import Capacity, Offer, StrategyKind, capacities, offers_for
from dharma_core.money import Money
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site

__all__ = ["commit"]

_TOO_LONG_MONTHS = 12  # a longer term needs a decision that a list of savings does not make


def commit(site: Site) -> Iterator[Proposal]:
    """Propose the best commitment of one year for each capacity, and spot where it may be."""
    for capacity in capacities(site.estimate):
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
