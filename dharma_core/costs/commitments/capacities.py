"""The parts of an estimate that run all month: what a commitment could be for."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.costs.commitments.offers import Capacity
from dharma_core.costs.estimates import Estimate
from dharma_core.costs.price_keys import parse_price_key
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["capacities"]


def capacities(estimate: Estimate) -> Iterator[Capacity]:
    """Yield what is billed by the hour all month long, on demand, at a price of the book."""
    for resource in estimate.resources:
        for component in resource.components:
            hours, price = component.monthly_quantity, component.unit_price
            if not component.price_key or not hours or not price or component.unit != "hours":
                continue
            key = parse_price_key(component.price_key)
            if key.option == "on_demand" and hours >= HOURS_PER_MONTH:
                yield Capacity(
                    resource.address,
                    component.name,
                    key,
                    hours,
                    price,
                    component.currency,
                    component.scale,
                )
