"""Other ways to pay: commitments for what runs all month, spot, licences that are owned."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.commitments import Capacity, Offer, StrategyKind, capacities, offers_for
from dharma_core.money import Money
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Change
from dharma_core.recommendations.purchasing import on_spot, with_own_licence
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["bring_licences", "commit"]

_HOURLY_PLACES = Decimal("0.0001")
_LICENCE = "For Windows Server licences with Software Assurance that are owned already."
_TOO_LONG_MONTHS = 12  # a longer term needs a decision that a list of savings does not make


def commit(site: Site) -> Iterator[Proposal]:
    """Propose the best commitment of one year for each capacity, and spot where it may be.

    A commitment is bought and belongs to no design: Terraform has no resource for it on AWS and
    Azure, and Google Cloud's cannot be destroyed, so that a design deployed twice would buy twice.
    """
    for capacity in capacities(site.estimate):
        offers = offers_for(capacity, site.book, site.strategies)
        yield from _committed(site, capacity, offers)
        spot = [o for o in offers if o.strategy.kind is StrategyKind.SPOT]
        changes = on_spot(site, capacity.address) if site.interruptible and spot else ()
        if changes:
            yield _proposal("spot", capacity, spot[0], Risk.HIGH, spot[0].note, changes)


def bring_licences(site: Site) -> Iterator[Proposal]:
    """Propose to say that a licence is owned; pricing the design with it shows what that saves."""
    for resource in site.plan.managed:
        address = str(resource.address)
        edits = with_own_licence(site, address)
        if edits:
            title = "Bring a Windows Server licence that you own"
            yield Proposal("hybrid-benefit", title, address, edits, Risk.LOW, _LICENCE)


def _committed(site: Site, capacity: Capacity, offers: tuple[Offer, ...]) -> Iterator[Proposal]:
    if capacity.monthly < site.facts.commitments_from_monthly:
        return
    terms = [o for o in offers if 0 < o.strategy.term_months <= _TOO_LONG_MONTHS]
    if terms:
        best = terms[0]
        month = best.break_even_month(capacity.monthly)
        why = (
            f"Bought in the account, not in the design: {_offer(capacity, best)}, for "
            f"{best.strategy.term_months} months, used or not; "
            f"on demand costs as much by month {month}. {best.note}"
        ).strip()
        yield _proposal("commitment", capacity, best, Risk.MEDIUM, why)


def _offer(capacity: Capacity, offer: Offer) -> str:
    """Return what to buy: how many of what, paid when."""
    upfront = Money(offer.upfront, capacity.currency).text() if offer.upfront else ""
    hourly = (offer.monthly / HOURS_PER_MONTH).quantize(_HOURLY_PLACES)
    parts = [f"{upfront} upfront"] if upfront else []
    parts += [f"{hourly} {capacity.currency} an hour"] if hourly else []
    count = capacity.units.normalize()
    return f"{offer.strategy.title} for {count:f} x {capacity.name} at {' and '.join(parts)}"


def _proposal(  # noqa: PLR0913, PLR0917 - the parts of one proposal
    rule: str,
    capacity: Capacity,
    offer: Offer,
    risk: Risk,
    why: str,
    changes: tuple[Change, ...] = (),
) -> Proposal:
    saving = offer.saving(capacity.monthly)
    title = f"Pay by: {offer.strategy.title}"
    return Proposal(
        rule, title, capacity.address, changes, risk, why,
        monthly_saving=saving, assumed=offer.assumed,
    )  # fmt: skip
