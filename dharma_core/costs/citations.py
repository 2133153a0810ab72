"""What each figure of an estimate stands on: quantity, price, the price's source and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from dharma_core.audit.citations import Citation, Reference, unsupported
from dharma_core.costs.components import Component, CostState, ResourceCost
from dharma_core.costs.estimates import Estimate
from dharma_core.money import Money
from dharma_core.provenance import Position

__all__ = ["component_citations", "estimate_evidence", "estimate_reference", "total_citation"]

_HUNDREDTH = Decimal("0.01")
_WHY = {
    CostState.USAGE: "its quantity depends on usage that nobody gave",
    CostState.NOT_FOUND: "no price was found",
}


def estimate_reference(origin: Mapping[str, Any], part: str = "") -> Reference | None:
    """Return the reference to a cost of a stored design; None for one that is not stored."""
    design = origin.get("blueprint_id")
    if not design:
        return None
    return Reference("estimate", str(design), str(origin.get("blueprint_version", "")), part)


def estimate_evidence(estimate: Estimate) -> dict[str, Any]:
    """Return what an estimate stands on: every figure with its price's source, and no more."""
    return {
        "currency": estimate.currency,
        "region": estimate.region,
        "preset": estimate.preset,
        "components": [
            {"address": resource.address, **_figures(component)}
            for resource in estimate.resources
            for component in resource.components
        ],
    }


def total_citation(estimate: Estimate, origin: Mapping[str, Any]) -> Citation:
    """Return what the total stands on; its confidence is the known share."""
    claim = f"The design costs {estimate.total.text()} a month at 730 hours."
    evidence = {
        "resources": len(estimate.resources),
        "components": len(estimate.components),
        "unknown": estimate.unknown_count,
        "as_of": estimate.as_of.isoformat() if estimate.as_of else None,
    }
    reference = estimate_reference(origin)
    if estimate.components and not any(c.state is CostState.PRICED for c in estimate.components):
        return unsupported(claim, "no part of the cost is known", reference=reference)
    return Citation(claim, reference, evidence, estimate.confidence)


def component_citations(
    estimate: Estimate,
    origin: Mapping[str, Any],
    positions: Mapping[str, Position | None] | None = None,
) -> Iterator[tuple[str, Citation]]:
    """Yield each resource and each billed part of it, by the part of its reference.

    Parameters
    ----------
    positions : mapping of address to Position, optional
        Where each resource stands in the source.
    """
    places = positions or {}
    for resource in estimate.resources:
        place = places.get(resource.address)
        yield resource.address, _resource(resource, estimate.currency, origin, place)
        for component in resource.components:
            part = f"{resource.address}/{component.name}"
            reference = estimate_reference(origin, part)
            yield part, _component(resource.address, component, reference, place)


def _resource(
    resource: ResourceCost, currency: str, origin: Mapping[str, Any], place: Position | None
) -> Citation:
    reference = estimate_reference(origin, resource.address)
    if resource.monthly_cost is None:
        claim = f"The cost of {resource.address} is not known."
        why = _WHY.get(resource.state, "nothing of it is known")
        return unsupported(claim, why, reference=reference, source=place)
    claim = f"{resource.address} costs {Money(resource.monthly_cost, currency).text()} a month."
    known = sum(c.state is CostState.PRICED for c in resource.components)
    share = Decimal(known) / len(resource.components) if resource.components else Decimal(1)
    evidence = {"components": [_figures(c) for c in resource.components]}
    return Citation(claim, reference, evidence, share.quantize(_HUNDREDTH), place)


def _component(
    address: str, component: Component, reference: Reference | None, place: Position | None
) -> Citation:
    name = f"{component.name} of {address}"
    cost = component.monthly_cost
    if cost is None:
        why = component.note or _WHY.get(component.state, "")
        return unsupported(
            f"The cost of {name} is not known.", why, reference=reference, source=place
        )
    claim = f"{name} costs {Money(cost, component.currency).text()} a month."
    measured = "the quantity is what a bill measured" if component.measured else ""
    note = "the quantity is assumed by a preset" if component.assumed else measured
    confidence = Decimal(0) if component.assumed else Decimal(1)
    return Citation(claim, reference, _figures(component), confidence, place, note=note)


def _figures(component: Component) -> dict[str, Any]:
    said = component.as_dict()
    names = (
        "name", "monthly_quantity", "unit", "unit_price", "monthly_cost", "state", "source",
        "as_of", "quality", "assumed", "price_key",
    )  # fmt: skip
    return {name: said[name] for name in names}
