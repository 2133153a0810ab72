"""Beside every estimate stands where its prices come from and how old they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dharma_core.costs.estimates import Component, Estimate, ResourceCost
from dharma_core.costs.price_sources import sources_of


def part(source: str, day: date | None, **more) -> Component:
    return Component("a", "GB", None, Decimal(1), source=source, as_of=day, **more)


def test_sources_are_counted_with_their_dates_and_class():
    parts = (
        part("list", date(2026, 1, 1)),
        part("list", date(2024, 1, 1), quality="second"),
        part("other", date(2026, 1, 1)),
        part("none", None),
        Component("b", "GB", None, None),
    )

    words = [use.words for use in sources_of(Estimate((ResourceCost("a.b", "a", parts),)))]

    assert words == ["list 2024-01-01 to 2026-01-01 (2, 1 second class)", "other 2026-01-01 (1)"]
