"""Azure resources billed at round prices that a test names itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import Component
from dharma_core.costs.ports import Price, PriceKey, Tier
from dharma_core.costs.usage import NO_USAGE, parse_usage
from dharma_core.plan import Plan, Resource
from dharma_core.storage.facts import load_catalog


class NamedPrices:
    """A book of ``service/product attributes`` -> price, in every region or ``@`` one of them.

    A price may be a mapping: where each tier starts, and its price.
    """

    def __init__(self, prices: Mapping[str, Any]) -> None:
        self._prices = prices

    def find(self, key: PriceKey) -> Price | None:
        text = f"{key.service}/{key.product} {key.attributes}".strip()
        found = self._prices.get(f"{text} @{key.region}", self._prices.get(text))
        if found is None:
            return None
        steps = found if isinstance(found, dict) else {0: found}
        ends = [*map(Decimal, list(steps)[1:]), None]
        tiers = tuple(
            Tier(Decimal(start), end, Decimal(price))
            for (start, price), end in zip(steps.items(), ends, strict=True)
        )
        return Price("", tiers, "USD", "round", date(2026, 1, 1))

    def nearest(self, key: PriceKey) -> tuple[str, ...]:
        return tuple(name for name in self._prices if name.startswith(f"{key.service}/"))[:1]

    def is_free(self, resource_type: str) -> bool:
        return resource_type == "azurerm_resource_group"


@pytest.fixture
def azure_bill() -> Callable[..., dict[str, Component]]:
    """Return a function giving the components of the first resource by name."""

    def run(
        prices: Mapping[str, Any], first: Resource, *others: Resource, usage: str = ""
    ) -> dict[str, Component]:
        text = f"version: 0.1\nresource_usage:\n  {first.address}:\n    {usage}\n"
        found = estimate(
            Plan((first, *others), region="eastus"),
            NamedPrices(prices),
            usage=parse_usage(text, file="usage.yml") if usage else NO_USAGE,
            catalog=load_catalog(),
        )
        return {component.name: component for component in found.resources[0].components}

    return run
